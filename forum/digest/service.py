"""Send digests: who is due, and to each one per period. After a kill only the one in flight can come twice."""

from datetime import datetime

from sqlalchemy import func, select, update

from forum import mail
from forum.access import reader_for
from forum.core import stopping
from forum.core.user import DigestFrequency, User
from forum.digest import rules
from forum.digest.contents import Contents, contents_for
from forum.digest.models import DigestRun
from forum.lib import clock, links
from forum.lib.db import db, transaction
from forum.lib.upsert import upsert
from forum.work import outbox

SEND = "digest.send"
PURPOSE = "digest-unsubscribe"
SENT, EMPTY, CLAIMED = "sent", "empty", "claimed"


def start_due() -> None:
    """Every minute: when the week's moment has passed, promise each subscriber their digest, once."""
    period = rules.period_due(clock.now())
    if period is None:
        return
    start(period)


def start(period: str) -> int:
    """Promise the digest of `period` to each subscriber who has none yet; returns to how many."""
    done = select(DigestRun.user_id).where(DigestRun.period == period)
    due = list(
        db.session.scalars(
            select(User.id).where(
                User.digest_frequency == DigestFrequency.WEEKLY,
                User.deactivated_at.is_(None),
                User.id.not_in(done),
            )
        )
    )
    if due:
        with transaction():
            for user_id in due:
                upsert(DigestRun, {"user_id": user_id, "period": period}, {})
                outbox.enqueue(SEND, user_id=user_id, period=period)
    return len(due)


def send_digest(user_id: int, period: str) -> None:
    """Send one person the digest of `period`, or nothing when there is nothing. Raises mail.TryAgain.

    Everything is read here, at the moment of sending: who left a group meanwhile gets nothing of it.
    """
    run = db.session.scalars(
        select(DigestRun).where(DigestRun.user_id == user_id, DigestRun.period == period)
    ).one_or_none()
    user = db.session.get(User, user_id)
    unwanted = user is None or not user.active or user.digest_frequency != DigestFrequency.WEEKLY
    if run is None or user is None or unwanted or run.outcome != CLAIMED:
        return
    now = clock.now()
    found = contents_for(reader_for(user), rules.since(user.last_digest_at, now))
    outcome = EMPTY
    if not found.empty:
        address, locale, context = user.email, user.locale, context_of(user, found)
        headers, key = stopping.headers(unsubscribe_url(user)), f"digest-{period}-{user.public_id}"
        db.session.rollback()  # no transaction stays open while the mail server takes its time
        mail.send(address, "digest", context, locale=locale, headers=headers, key=key)
        outcome = SENT
    _finished(user_id, period, outcome, now)


def _finished(user_id: int, period: str, outcome: str, now: datetime) -> None:
    with transaction():
        db.session.execute(
            update(DigestRun)
            .where(DigestRun.user_id == user_id, DigestRun.period == period)
            .values(outcome=outcome)
        )
        db.session.execute(update(User).where(User.id == user_id).values(last_digest_at=now))


def outcomes(period: str) -> dict[str, int]:
    """How many digests of `period` were sent, empty, or still wait."""
    rows = db.session.execute(
        select(DigestRun.outcome, func.count()).where(DigestRun.period == period).group_by(DigestRun.outcome)
    )
    return dict(rows.all())


def context_of(user: User, found: Contents) -> dict[str, object]:
    """What the template of the digest needs."""
    return {
        "name": user.name,
        "question": found.question,
        "conversations": found.conversations,
        "documents": found.documents,
        "count": found.count,
        "unsubscribe_url": unsubscribe_url(user),
        "settings_url": links.absolute("accounts.settings"),
    }


def unsubscribe_url(user: User) -> str:
    """The address that stops the digest of `user` without signing in."""
    return stopping.address(user, PURPOSE, "digest.unsubscribe")


def user_of(token: str) -> User | None:
    """Whose digest this token stops, or None when it is none of ours."""
    return stopping.user_of(token, PURPOSE)


def set_frequency(user: User, frequency: DigestFrequency) -> None:
    """How often `user` wants the digest."""
    user.digest_frequency = frequency
