"""Links that stop a sort of mail without signing in: each has one purpose, a GET shows and a POST acts (T11)."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from forum.core.user import User
from forum.lib import links
from forum.lib.db import db


def address(user: User, purpose: str, endpoint: str, **values: str) -> str:
    """The address that stops the mails of `purpose` to `user`; `endpoint`, with `values`, is the page that it leads to."""
    return links.absolute(endpoint, token=_signer(purpose).dumps(user.public_id), **values)


def headers(stop: str) -> dict[str, str]:
    """Let mail programs show their own button to stop (RFC 8058); `stop` is such an address."""
    return {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def user_of(token: str, purpose: str) -> User | None:
    """Whose mails this token stops, or None when it is none of ours for this purpose, or the account is closed (T25)."""
    try:
        public_id = _signer(purpose).loads(token)
    except BadSignature:
        return None
    return db.session.scalars(
        select(User).where(User.public_id == public_id, User.deactivated_at.is_(None))
    ).one_or_none()


def _signer(purpose: str) -> URLSafeSerializer:
    # The salt is the purpose: this token stops these mails and does nothing else.
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=purpose)
