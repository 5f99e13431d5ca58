"""The queue that wakes the worker. It carries nudges, never facts: a lost one costs a minute at most."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, current_app

from forum.config import Config
from forum.lib import later as imported

if TYPE_CHECKING:
    import huey
    import redis
else:
    huey, redis = imported.later("huey"), imported.later("redis")  # with their clients of databases, 15 MB

log = logging.getLogger(__name__)
EXTENSION = "kennisplein-work"
# A visitor does not wait for a queue that is away.
_SOON = {"socket_connect_timeout": 2, "socket_timeout": 5}


class Queue:
    """The huey queue of one app and its two tasks."""

    def __init__(self, app: Flask, config: Config) -> None:
        self.app = app
        self.immediate = config.environment == "test"
        self.buffered: list[tuple[str, dict[str, Any]]] = []
        self.huey = _with_redis(config.redis_url) if config.redis_url else _in_file(config)
        self.drain = self.huey.task(name="drain")(self._in_context(_drain))
        self.quick = self.huey.task(name="quick")(self._in_context(_quick))
        self.huey.periodic_task(huey.crontab(minute="*"), name="tick")(self._in_context(_tick))

    def _in_context(self, run: Callable[..., None]) -> Callable[..., None]:
        def call(*arguments: Any, **named: Any) -> None:
            with self.app.app_context():
                run(*arguments, **named)

        return call


def _with_redis(url: str) -> "huey.Huey":
    with imported.absent("psycopg"):
        return huey.RedisHuey("kennisplein", connection_pool=redis.ConnectionPool.from_url(url, **_SOON))


def _in_file(config: Config) -> "huey.Huey":
    # huey imports what it may keep a queue in, in case somebody does.
    with imported.absent("psycopg"), imported.absent("redis"):
        return huey.SqliteHuey("kennisplein", filename=str(config.data / "queue.db"))


def _drain(lane: str) -> None:
    from_lanes().drain(lane)


def _tick() -> None:
    from_lanes().tick()


def _quick(name: str, arguments: dict[str, Any]) -> None:
    from_lanes().run_quick(name, arguments)


class Lanes:
    """What the queue calls; `forum.work.worker` fills it in, so that this file imports nothing above it."""

    drain: Callable[[str], None]
    tick: Callable[[], None]
    run_quick: Callable[[str, dict[str, Any]], None]


_lanes = Lanes()


def from_lanes() -> Lanes:
    return _lanes


def install(app: Flask, config: Config) -> None:
    """Give `app` its queue."""
    app.extensions[EXTENSION] = Queue(app, config)


def the_queue() -> Queue:
    """The queue of the present app."""
    return cast(Queue, current_app.extensions[EXTENSION])


def nudge(lane: str) -> None:
    """Tell the worker that `lane` has work. Tests drain by hand instead.

    What caused it is committed already: a queue that is away, or a full disk, costs a minute and no error page.
    """
    queue = the_queue()
    if not queue.immediate:
        _hand_over(queue.drain, lane)


def later(name: str, **arguments: Any) -> None:
    """Run job `name` soon, outside any transaction; may be lost in a crash. For marks that a GET makes."""
    queue = the_queue()
    if queue.immediate:
        queue.buffered.append((name, arguments))
    else:
        _hand_over(queue.quick, name, arguments)


def _hand_over(task: Callable[..., object], *arguments: object) -> None:
    try:
        task(*arguments)
    except Exception as error:  # noqa: BLE001 - each queue has errors of its own, and none may reach a visitor
        log.warning("the queue does not take work: %s", type(error).__name__)
