"""The browsers in which somebody is signed in: listed and ended by themselves. No addresses of machines are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select

from forum.access import Reader
from forum.accounts.models import UserSession
from forum.core.security_event import record
from forum.lib import clock, ids
from forum.lib.db import db
from forum.lib.errors import Forbidden, NotFound


@dataclass(frozen=True)
class SignedInBrowser:
    """A session of the reader. `browser` and `system` are empty when we do not know them."""

    public_id: str
    browser: str
    system: str
    since: datetime
    last_seen_on: date | None
    here: bool


def list_own(reader: Reader, token: str) -> Sequence[SignedInBrowser]:
    """Where `reader` is signed in; `token` is the secret of the session that asks. This browser first, then the newest."""
    query = select(UserSession).where(
        UserSession.user_id == reader.user_id, UserSession.expires_at > clock.now()
    )
    rows = db.session.scalars(query.order_by(UserSession.created_at.desc(), UserSession.id.desc()))
    digest = ids.digest(token)
    found = [
        SignedInBrowser(
            row.public_id,
            row.browser,
            row.system,
            row.created_at,
            row.last_seen_on,
            row.token_digest == digest,
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: not row.here)


def end(reader: Reader, public_id: str) -> None:
    """Sign `reader` out on one browser.

    Raises:
        NotFound: it is no session of theirs, or is over already.
    """
    mine = delete(UserSession).where(
        UserSession.user_id == reader.user_id, UserSession.public_id == public_id
    )
    if not db.session.execute(mine).rowcount:  # type: ignore[attr-defined]
        raise NotFound


def end_others(reader: Reader, token: str) -> None:
    """Sign `reader` out everywhere but in the browser with this secret.

    Raises:
        Forbidden: nobody is signed in.
    """
    if reader.user_id is None:
        raise Forbidden
    others = delete(UserSession).where(
        UserSession.user_id == reader.user_id, UserSession.token_digest != ids.digest(token)
    )
    db.session.execute(others)
    record("signed-out-elsewhere", reader.user_id, by=reader.user_id)
