"""What the site asks itself before processes are forked off: it leaves nothing behind but warm code and pages."""

import logging
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client import REGISTRY

from forum import app as factory
from forum import config
from forum.lib import warming
from forum.lib.db import db, transaction
from forum.lib.limits import limiter
from forum.lib.logs import REQUESTS
from tests import world as make
from tests.samples import SAMPLES
from tests.world import World


def counted() -> float:
    found = REGISTRY.get_sample_value(
        "kennisplein_requests_total", {"endpoint": "groups.index", "method": "GET", "status": "2xx"}
    )
    return found or 0.0


def lines(caplog: pytest.LogCaptureFixture) -> int:
    return sum(record.name == REQUESTS.name for record in caplog.records)


def test_it_is_no_visit(app: Flask, world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    before = counted()
    warming.ask(app, ["/groepen", "/bestaatniet"], "http://localhost")
    assert (counted() - before, lines(caplog)) == (0, 0)
    # A real visit is counted and noted, before and after.
    app.test_client().get("/groepen")
    assert (counted() - before, lines(caplog)) == (1, 1)


def test_limits_hold_again_and_no_connection_stays(app: Flask, world: World) -> None:
    was = limiter.enabled
    warming.ask(app, ["/groepen"], "http://localhost")
    assert limiter.enabled == was
    assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert db.engine.pool.checkedin() == 0  # type: ignore[attr-defined]


def test_every_kind_is_asked_for_as_a_visitor_and_once(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction():
        public = {kind: sample(make.reader(world.member), None, kind) for kind, sample in SAMPLES.items()}
        for item in public.values():
            item.audience = "public"
        secret = {kind: sample(make.reader(world.member), None, kind) for kind, sample in SAMPLES.items()}
        for item in secret.values():
            item.audience = "signed_in"
    asked: list[str] = []
    monkeypatch.setattr(warming, "ask", lambda _app, paths, _base: asked.extend(paths))
    monkeypatch.setattr(factory, "_give_back", lambda: None)
    monkeypatch.setattr(factory.gc, "freeze", lambda: None)
    factory.share(app)
    factory.share(app)  # a second time there is nothing to do
    for item in public.values():
        assert sum(item.public_id in path for path in asked) == 1
    assert not [path for path in asked for item in secret.values() if item.public_id in path]


def test_without_tables_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environ = {"KENNISPLEIN_ENV": "test", "KENNISPLEIN_DATA": str(tmp_path)}
    asked: list[str] = []
    monkeypatch.setattr(warming, "ask", lambda _app, paths, _base: asked.extend(paths))
    empty = factory.create_app(config.load(environ))
    factory._warm(empty)
    assert asked == []
