"""The page that Prometheus reads: at an address of its own, so that it is never public."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from flask import Flask
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from forum.config import Config
from forum.lib import clock
from forum.lib.db import db
from forum.operations.models import Heartbeat
from forum.search.current import the_engine
from forum.search.models import IndexChange
from forum.work.models import Task

Start = Callable[[str, list[tuple[str, str]]], Any]


class _Database(Collector):
    """What the database says at this moment, about work and not about people."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def collect(self) -> Iterator[Metric]:
        with self._app.app_context():
            yield from _waiting()
            yield from _index()
            yield from _signs_of_life()
            db.session.rollback()


def _seconds_since(moment: datetime | None) -> float:
    return max(0.0, (clock.now() - moment).total_seconds()) if moment else 0.0


def _waiting() -> Iterator[Metric]:
    due = GaugeMetricFamily("kennisplein_tasks_due", "Tasks that could be done now", labels=["lane"])
    oldest = GaugeMetricFamily(
        "kennisplein_tasks_due_oldest_seconds", "How long the oldest of them waits", labels=["lane"]
    )
    query = (
        select(Task.lane, func.count(), func.min(Task.run_at))
        .where(Task.done_at.is_(None), Task.failed_at.is_(None), Task.run_at <= clock.now())
        .group_by(Task.lane)
    )
    for lane, count, since in db.session.execute(query):
        due.add_metric([lane], count)
        oldest.add_metric([lane], _seconds_since(since))
    failed = GaugeMetricFamily("kennisplein_tasks_failed", "Tasks that wait for a person", labels=["lane"])
    given_up = select(Task.lane, func.count()).where(Task.failed_at.is_not(None)).group_by(Task.lane)
    for lane, count in db.session.execute(given_up):
        failed.add_metric([lane], count)
    yield from (due, oldest, failed)


def _index() -> Iterator[Metric]:
    count, since = db.session.execute(select(func.count(), func.min(IndexChange.created_at))).one()
    yield GaugeMetricFamily(
        "kennisplein_index_changes_waiting", "Changes that search does not know yet", count
    )
    yield GaugeMetricFamily(
        "kennisplein_index_age_seconds", "How long the oldest of them waits", _seconds_since(since)
    )
    yield GaugeMetricFamily("kennisplein_index_documents", "What can be found", the_engine().count())


def _signs_of_life() -> Iterator[Metric]:
    silent = GaugeMetricFamily(
        "kennisplein_silent_seconds", "Since when a process of ours says nothing", labels=["name"]
    )
    for name, at in db.session.execute(select(Heartbeat.name, Heartbeat.at)):
        silent.add_metric([name], _seconds_since(at))
    yield silent


def page(app: Flask) -> bytes:
    """All figures, as Prometheus reads them."""
    config: Config = app.config["KENNISPLEIN"]
    registry = CollectorRegistry()
    registry.register(_Database(app))
    text = generate_latest(registry)
    if config.metrics_folder is None:
        return text + generate_latest(REGISTRY)  # of this process only
    shared = CollectorRegistry()
    MultiProcessCollector(shared, path=str(config.metrics_folder))  # type: ignore[no-untyped-call]
    return text + generate_latest(shared)


def application(app: Flask) -> Callable[[dict[str, Any], Start], Iterable[bytes]]:
    """A WSGI application with one page: /metrics."""

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != "/metrics" or environ.get("REQUEST_METHOD") != "GET":
            start("404 Not Found", [("Content-Type", "text/plain")])
            return [b"The figures are at /metrics.\n"]
        content = page(app)
        start("200 OK", [("Content-Type", CONTENT_TYPE_LATEST)])
        return [content]

    return answer


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        """Say nothing: who asks, and how often, is not interesting."""


def serve(app: Flask) -> None:
    """Answer at METRICS_ADDRESS until told to stop."""
    config: Config = app.config["KENNISPLEIN"]
    host, port = config.metrics_address
    with make_server(host, port, application(app), handler_class=_Quiet) as server:
        server.serve_forever()
