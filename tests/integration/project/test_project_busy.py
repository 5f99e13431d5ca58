"""Others write for longer than one waits: a clear page that gives back what was typed, and nothing half done."""

import secrets
import sqlite3
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.engine import Connection

from forum.core.item import Item
from forum.lib.db import db
from tests.world import World

Browser = Callable[[object], FlaskClient]


@pytest.fixture
def busy(app: Flask, database: str) -> Iterator[sqlite3.Connection]:
    """A connection of somebody else to the database. Who waits for it, gives up soon."""
    if database != "sqlite":  # PostgreSQL locks rows, and waits for none of these
        yield sqlite3.connect(":memory:", isolation_level=None)
        return
    hurry = event.listens_for(db.engine, "begin", insert=True)(_hurry)
    other = sqlite3.connect(str(db.engine.url.database), isolation_level=None)
    yield other
    other.close()
    event.remove(db.engine, "begin", hurry)


def _hurry(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA busy_timeout=50")


def test_what_was_typed_comes_back(
    app: Flask,
    world: World,
    browser_of: Browser,
    busy: sqlite3.Connection,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    body = "Een lang verhaal over de wijk."
    form = {"title": "Druk", "body": body, "audience": "public", "submission": secrets.token_hex(8)}
    member = browser_of(world.member)
    db.session.rollback()
    busy.execute("BEGIN IMMEDIATE")
    if database == "sqlite":
        refused = member.post("/discussies/nieuw", data=form)
        assert refused.status_code == 503
        assert "We kunnen nu niets opslaan" in refused.text
        assert body in refused.text
    busy.execute("ROLLBACK")
    assert member.post("/discussies/nieuw", data=form).status_code in (302, 303)
    titles = select(Item.title).where(Item.title == "Druk")  # door: what is there, for a test
    assert db.session.scalars(titles).all() == ["Druk"]
