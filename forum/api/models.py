"""What the API remembers of requests that made something, so that one that is sent again makes nothing new."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib import clock
from forum.lib.db import Base, UtcDateTime


class MadeOnce(Base):
    """One `Idempotency-Key` of one person: digests of the key and of what was asked, and the id of what was made."""

    __tablename__ = "made_once"
    __table_args__ = (UniqueConstraint("user_id", "key_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    key_digest: Mapped[str] = mapped_column(String(64))
    asked_digest: Mapped[str] = mapped_column(String(64))
    made: Mapped[str] = mapped_column(String(12), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
