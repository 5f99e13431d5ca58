"""With Redis the queue and the limits are shared by all processes. A real Redis."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts import service as accounts
from forum.app import create_app
from forum.lib.db import db, transaction
from forum.lib.limits import limiter
from forum.operations import health
from forum.work.models import Task
from forum.work.queue import the_queue
from tests.plugins.services import free_port
from tests.world import World


def test_a_nudge_goes_by_redis_and_the_work_is_done(
    app: Flask, world: World, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = world.member.email
    db.session.rollback()  # this app's transaction must not hold the other one up
    shared = create_app(replace(app.config["KENNISPLEIN"], redis_url=redis_url))
    with shared.app_context():
        monkeypatch.setattr(the_queue(), "immediate", False)
        huey = the_queue().huey
        huey.flush()
        with transaction():
            accounts.request_mail(address, "/", "nl")
        assert huey.pending_count() == 1
        task = huey.dequeue()
        assert task is not None
        huey.execute(task)
        assert len(list(Path(shared.config["KENNISPLEIN"].folder("mail")).glob("*.eml"))) == 1
        assert huey.pending_count() == 0
        db.session.remove()
        db.engine.dispose()


def test_the_site_stays_up_and_limited_while_redis_is_away(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = world.member.email
    db.session.rollback()
    for name in ("enabled", "_storage_dead", "_in_memory_fallback_enabled"):  # put back what comes now
        monkeypatch.setattr(limiter, name, False)
    away = f"redis://127.0.0.1:{free_port()}/0"
    one = create_app(replace(app.config["KENNISPLEIN"], environment="development", redis_url=away))
    client = one.test_client()
    assert [client.get("/zoeken").status_code for _ in range(301)][-2:] == [200, 429]
    with one.app_context():
        [finding] = health.findings([health.check_queue])
        assert (finding.ok, finding.sentence) == (False, "It does not answer (ConnectionError).")
        monkeypatch.setattr(the_queue(), "immediate", False)
        with transaction():  # what was asked is kept, and found within a minute
            accounts.request_mail(address, "/", "nl")
        assert db.session.scalar(select(func.count()).select_from(Task)) == 1
        db.session.remove()
        db.engine.dispose()


def test_two_processes_count_one_limit(app: Flask, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)  # put back what the next lines change
    config = replace(app.config["KENNISPLEIN"], environment="development", redis_url=redis_url)
    statuses = []
    for _process in range(2):
        one = create_app(config)
        client = one.test_client()
        statuses += [client.get("/zoeken").status_code for _ in range(151)]
        with one.app_context():
            db.engine.dispose()
    assert statuses == [200] * 300 + [429] * 2
    limiter.reset()
