"""Tasks that were tried often enough and wait for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from forum.lib import clock
from forum.lib.db import after_commit, db
from forum.work.models import Task
from forum.work.queue import nudge


@dataclass(frozen=True)
class Failed:
    """A task that failed for good: which job with which ids, when, and the kind of its last error."""

    id: int
    lane: str
    name: str
    arguments: dict[str, Any]
    attempts: int
    error: str | None
    failed_at: datetime


def list_failed(limit: int = 200) -> list[Failed]:
    """The first `limit` of them, oldest first."""
    query = select(Task).where(Task.failed_at.is_not(None)).order_by(Task.id).limit(limit)
    return [
        Failed(task.id, task.lane, task.name, task.arguments, task.attempts, task.error, task.failed_at)
        for task in db.session.scalars(query)
        if task.failed_at is not None
    ]


def retry(ids: Sequence[int] | None = None) -> int:
    """Let the worker do these failed tasks again (None: all), as often as new ones; returns how many."""
    chosen = [Task.failed_at.is_not(None)]
    if ids is not None:
        chosen.append(Task.id.in_(ids))
    lanes = db.session.scalars(select(Task.lane).where(*chosen).distinct()).all()
    fresh = {"failed_at": None, "attempts": 0, "run_at": clock.now()}
    done = db.session.execute(update(Task).where(*chosen).values(fresh))
    for lane in lanes:
        after_commit(lambda lane=lane: nudge(lane))  # type: ignore[misc]
    return int(done.rowcount)  # type: ignore[attr-defined]
