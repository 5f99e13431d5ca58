"""The outbox: work that was promised in a committed transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib import clock
from forum.lib.content_version import UNSEEN
from forum.lib.db import Base, UtcDateTime


class Task(Base):
    """One piece of work: `name` says which job, `arguments` holds ids only, `lane` who does it."""

    __tablename__ = "tasks"
    __table_args__ = (Index("ix_tasks_lane_done_at_run_at", "lane", "done_at", "run_at"), {"info": UNSEEN})

    id: Mapped[int] = mapped_column(primary_key=True)
    lane: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    run_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
