"""That somebody found a reply useful, and that somebody deleted something."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.item import State
from forum.lib import clock
from forum.lib.db import Base, UtcDateTime


class Useful(Base):
    """One "nuttig" of one person on one reply."""

    __tablename__ = "usefuls"
    __table_args__ = (UniqueConstraint("user_id", "reply_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    reply_id: Mapped[int] = mapped_column(ForeignKey("replies.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Deletion(Base):
    """Who deleted an item or a reply, and how it was before: for undoing. When it is gone for good, so is this."""

    __tablename__ = "deletions"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), unique=True)
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("replies.id", ondelete="CASCADE"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    state_before: Mapped[State] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
