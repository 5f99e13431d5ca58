"""Promise work in the present transaction; do promised work."""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from structlog.contextvars import bound_contextvars

from forum.lib import clock, metrics
from forum.lib.db import after_commit, db, transaction
from forum.work import jobs
from forum.work.models import Task
from forum.work.queue import nudge

log = logging.getLogger(__name__)
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)


def enqueue(name: str, *, run_at: datetime | None = None, **ids: Any) -> None:
    """Record job `name` with `ids` in this transaction; the worker does it after the commit.

    Raises:
        KeyError: there is no such job.
    """
    job = jobs.get(name)
    db.session.add(Task(lane=job.lane, name=name, arguments=ids, run_at=run_at or clock.now()))
    after_commit(lambda: nudge(job.lane))


def _next_due(lane: str) -> tuple[int, str, dict[str, Any]] | None:
    row = db.session.execute(
        select(Task.id, Task.name, Task.arguments)
        .where(
            Task.lane == lane, Task.done_at.is_(None), Task.failed_at.is_(None), Task.run_at <= clock.now()
        )
        .order_by(Task.id)
        .limit(1)
    ).one_or_none()
    db.session.rollback()
    return (row.id, row.name, dict(row.arguments)) if row else None


def do_tasks(lane: str) -> int:
    """Do every due task of `lane`, oldest first; returns how many. Only under the lock of the lane."""
    done = 0
    while (due := _next_due(lane)) is not None:
        task_id, name, arguments = due
        with bound_contextvars(task=task_id, job=name):
            try:
                jobs.get(name).run(**arguments)
            except Exception as error:  # noqa: BLE001 - whatever a job does, the lane goes on with the next task
                db.session.rollback()
                _failed(task_id, name, error)
            else:
                with transaction():
                    db.session.execute(update(Task).where(Task.id == task_id).values(done_at=clock.now()))
                metrics.TASKS.labels(name, "done").inc()
        done += 1
    return done


def _failed(task_id: int, name: str, error: Exception) -> None:
    # The text of an error can hold an address or a title: only its kind goes to the log.
    log.warning("job %s (task %s) failed: %s", name, task_id, type(error).__name__, exc_info=True)
    metrics.TASKS.labels(name, "failed").inc()
    with transaction():
        task = db.session.get_one(Task, task_id)
        task.attempts += 1
        task.error = type(error).__name__
        try:
            retries = jobs.get(name).retries
        except KeyError:
            retries = 0
        if task.attempts > retries:
            task.failed_at = clock.now()
        else:
            wait = min(FIRST_WAIT * 2 ** (task.attempts - 1), LONGEST_WAIT)
            task.run_at = clock.now() + wait


def has_due(lane: str) -> bool:
    """Whether `lane` has a task that could be done now."""
    return _next_due(lane) is not None
