"""The worker: lanes that are drained by one at a time, also after a kill."""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask

from forum.work import jobs, outbox
from forum.work.lock import Taken, held
from forum.work.queue import from_lanes, the_queue

log = logging.getLogger(__name__)
THREADS = 4

# A lane is drained by one thread of one process at a time. Mail does not wait for a large upload.
MAIL = "mail"
FILES = "files"
INDEX = "index"

_handlers: dict[str, Callable[[], int]] = {}
_schedule: list[Callable[[], object]] = []


def register_lane(lane: str, handler: Callable[[], int]) -> None:
    """Let `handler` do the work of `lane`; it returns how much it did, 0 when there is nothing."""
    _handlers[lane] = handler


def register_minutely(run: Callable[[], object]) -> None:
    """Call `run` about every minute; it finds out itself whether there is something to do."""
    if run not in _schedule:
        _schedule.append(run)


register_lane(MAIL, lambda: outbox.do_tasks(MAIL))
register_lane(FILES, lambda: outbox.do_tasks(FILES))


def drain(lane: str) -> None:
    """Do all work of `lane`, unless somebody else is doing it already.

    A killed worker loses the lock at once. After letting go we look again, since a nudge that came
    while we held the lock found it taken and went away.
    """
    worked = True
    while worked:
        try:
            with held(lane, wait=0):
                worked = _handlers[lane]() > 0
        except Taken:
            return


def drain_all() -> None:
    """Do everything that is due, here and now: for tests, imports and commands."""
    queue = the_queue()
    while queue.buffered:
        run_quick(*queue.buffered.pop(0))
    busy = True
    while busy:
        busy = False
        for lane in list(_handlers):
            with held(lane, wait=60):
                busy = _handlers[lane]() > 0 or busy


def finish(lane: str) -> None:
    """Do all due work of `lane` here and now; waits for whoever is doing it already. For commands that
    promise to be done when they return. Nothing happens for a lane that nobody registered."""
    handler = _handlers.get(lane)
    if handler is None:
        return
    with held(lane):
        while handler() > 0:
            pass


def tick() -> None:
    """Once a minute: what the schedule wants, and every lane, in case a nudge was lost."""
    try:
        # Each worker has a clock; what one of them is busy with, another leaves alone.
        with held("schedule", wait=0):
            _run_schedule()
    except Taken:
        pass
    for lane in _handlers:
        try:
            drain(lane)
        except Exception:  # a full disk, a database that is away: the other lanes go on
            log.exception("the lane %s stopped; it is tried again in a minute", lane)


def _run_schedule() -> None:
    for run in _schedule:
        try:
            run()
        except Exception:
            log.exception("a scheduled run failed")


def run_quick(name: str, arguments: dict[str, Any]) -> None:
    """Run a job that was handed over without a task."""
    jobs.get(name).run(**arguments)


lanes = from_lanes()
lanes.drain, lanes.tick, lanes.run_quick = drain, tick, run_quick


def run(app: Flask) -> None:
    """Work until SIGTERM or SIGINT. Begins with everything that was left over."""
    with app.app_context():
        queue = the_queue()
        for lane in _handlers:
            queue.drain(lane)
        consumer = queue.huey.create_consumer(
            workers=THREADS, worker_type="thread", periodic=True, initial_delay=0.05, max_delay=0.4
        )
    consumer.run()
