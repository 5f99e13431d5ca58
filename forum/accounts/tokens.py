"""Tokens of programs, and links to sign in that a command prints."""

from sqlalchemy import select

from forum.accounts import people, rules
from forum.accounts.models import ApiToken, SignInRequest
from forum.core.user import User
from forum.lib import clock, ids, links
from forum.lib.db import db
from forum.lib.errors import Invalid


def user_of(token: str) -> User | None:
    """The person for whom the program with `token` acts, or None: unknown, or the account is closed."""
    query = select(ApiToken).where(ApiToken.token_digest == ids.digest(token))
    row = db.session.scalars(query).one_or_none()
    return row.user if row is not None and row.user.active else None


def issue(user: User) -> str:
    """A new token for a program of `user`; only its digest is kept.

    Raises:
        Invalid: the account is closed.
    """
    _open(user)
    token = ids.secret()
    db.session.add(ApiToken(token_digest=ids.digest(token), user_id=user.id))
    people.record("token-issued", user.id)
    return token


def sign_in_link(user: User) -> str:
    """The address of a page that signs `user` in, once, within 15 minutes.

    Raises:
        Invalid: the account is closed.
    """
    _open(user)
    token = ids.secret()
    db.session.add(
        SignInRequest(
            email=user.email,
            locale=user.locale,
            token_digest=ids.digest(token),
            expires_at=clock.now() + rules.VALID_FOR,
        )
    )
    people.record("sign-in-link-printed", user.id)
    return links.absolute("accounts.confirm", token=token)


def _open(user: User) -> None:
    if not user.active:
        raise Invalid("The account of this person is closed.")
