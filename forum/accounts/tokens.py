"""Tokens of programs, and links to sign in that a command prints.

A token acts for a person: it gives what they may at that moment, within its scope, until its last day. Only its
digest is kept, so it is shown once.
"""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, select

from forum.access import Reader
from forum.accounts import people, rules
from forum.accounts.models import TOKEN_LIFETIME, ApiToken, Scope, SignInRequest
from forum.core.user import User
from forum.lib import clock, ids, links
from forum.lib.db import db, flush
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.lib.forms import one_line

LONGEST_NAME = 80
MOST = 20
LIFETIMES = (timedelta(days=30), timedelta(days=90), TOKEN_LIFETIME)


def find(secret: str) -> ApiToken | None:
    """The token that this secret opens, with its person; None: unknown, ended, or the account is closed."""
    query = select(ApiToken).where(
        ApiToken.token_digest == ids.digest(secret), ApiToken.expires_at > clock.now()
    )
    row = db.session.scalars(query).one_or_none()
    return row if row is not None and row.user.active else None


def issue(
    user: User,
    *,
    name: str = "",
    scope: Scope = Scope.READ,
    lifetime: timedelta = TOKEN_LIFETIME,
    by: int | None = None,
) -> str:
    """A new token for a program of `user`; `by` is who made it (None: a command).

    Raises:
        Invalid: the account is closed.
    """
    _open(user)
    secret = ids.secret()
    row = ApiToken(token_digest=ids.digest(secret), user_id=user.id, name=name, scope=scope)
    row.expires_at = clock.now() + lifetime
    db.session.add(row)
    flush()
    people.record("token-issued", user.id, by=by)
    return secret


def make(reader: Reader, *, name: str, scope: str, days: int, public_id: str) -> str:
    """As `issue`, by a person for themselves. A form that is sent twice (the same `public_id`) makes one
    token: the second answer has a new secret for it, since the first one was never seen.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: there is no name, no such scope or lifetime, or there are too many already.
    """
    if reader.user_id is None:
        raise Forbidden
    before = db.session.scalars(_own(reader).where(ApiToken.public_id == public_id)).one_or_none()
    if before is not None:
        secret = ids.secret()
        before.token_digest = ids.digest(secret)
        return secret
    name, lifetime = one_line(name), timedelta(days=days)
    if not name:
        raise Invalid(_("Vul een naam in."), "name")
    if len(name) > LONGEST_NAME:
        raise Invalid(_("Maak de naam korter: hoogstens %(n)s tekens.", n=LONGEST_NAME), "name")
    if scope not in list(Scope) or lifetime not in LIFETIMES:
        raise Invalid(_("Maak een keuze."), "scope" if scope not in list(Scope) else "days")
    if len(list_own(reader)) >= MOST:
        raise Invalid(_("Je hebt al %(n)s sleutels. Trek er eerst een in die je niet gebruikt.", n=MOST))
    user = db.session.get_one(User, reader.user_id)  # door: the reader's own row
    secret = issue(user, name=name, scope=Scope(scope), lifetime=lifetime, by=user.id)
    made = db.session.scalars(_own(reader).where(ApiToken.token_digest == ids.digest(secret))).one()
    made.public_id = public_id
    return secret


def list_own(reader: Reader) -> list[ApiToken]:
    """The tokens of `reader`, also those that have ended, the newest first."""
    return list(db.session.scalars(_own(reader).order_by(ApiToken.id.desc())))


def revoke(reader: Reader, public_id: str) -> ApiToken:
    """End a token of `reader` at once; gives what it was.

    Raises:
        NotFound: they have no such token.
    """
    row = db.session.scalars(_own(reader).where(ApiToken.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound
    db.session.delete(row)
    people.record("token-revoked", row.user_id, by=reader.user_id)
    return row


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


def _own(reader: Reader) -> Select[ApiToken]:
    return select(ApiToken).where(ApiToken.user_id == (reader.user_id or 0))
