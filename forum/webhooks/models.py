"""A webhook, and what was sent to it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.user import User
from forum.lib import clock, ids
from forum.lib.db import Base, UtcDateTime


class Why(StrEnum):
    """Why a webhook is off."""

    FAILED = "failed"  # too many things in a row did not arrive
    GONE = "gone"  # the other side said that it is no longer there (410)
    RIGHTS = "rights"  # its owner may not manage this any more


class Webhook(Base):
    """An address that is told what is new: in one group, or (no group) what is public on the site.

    It gets what its owner may read at the moment of sending. The secret that signs is not stored: it is made of `key`
    and of the secret of the site.
    """

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    url: Mapped[str] = mapped_column(String(500))
    key: Mapped[str] = mapped_column(String(43), default=ids.secret)
    events: Mapped[str] = mapped_column(String(60))  # the names of those that it is told, with spaces between
    failures: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_why: Mapped[Why | None] = mapped_column(String(8))

    owner: Mapped[User] = relationship(lazy="joined")


class Delivery(Base):
    """One thing to tell one webhook, and how that went. Ids only: what is told is read when it is sent."""

    __tablename__ = "webhook_deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=ids.public_id)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"), index=True)
    event: Mapped[str] = mapped_column(String(20))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), index=True)
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("replies.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    status: Mapped[int | None] = mapped_column(Integer)
    problem: Mapped[str] = mapped_column(String(12), default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
