"""The log of what touches the safety of the site: roles, closed accounts, settings, links printed by command."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib import clock
from forum.lib.db import Base, UtcDateTime, db

LONGEST_DETAIL = 300


class SecurityEvent(Base):
    """One line. The database refuses to change or delete one (migration 0003)."""

    __tablename__ = "security_events"
    __table_args__ = (Index("ix_security_events_user_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    action: Mapped[str] = mapped_column(String(40))
    # Whom it is about, and who did it: no one when a command did, or when nobody is signed in.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    detail: Mapped[str] = mapped_column(String(300), default="")


def record(action: str, user_id: int | None, detail: str = "", *, by: int | None = None) -> None:
    """Keep that `by` (None: a command, or nobody) did something to `user_id` (None: to the site).

    `detail` holds no secret and no address (T36); what is longer than the column is cut.
    """
    db.session.add(SecurityEvent(action=action, user_id=user_id, actor_id=by, detail=detail[:LONGEST_DETAIL]))
