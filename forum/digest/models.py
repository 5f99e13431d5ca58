"""Which digest went to whom: so that nobody gets one twice."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib import clock
from forum.lib.db import Base, UtcDateTime


class DigestRun(Base):
    """One person's digest of one period. `outcome` is "claimed", "sent" or "empty"."""

    __tablename__ = "digest_runs"
    __table_args__ = (UniqueConstraint("user_id", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    period: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(8), default="claimed")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
