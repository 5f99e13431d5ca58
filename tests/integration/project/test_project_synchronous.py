"""SQLite syncs at every commit, so that what was confirmed survives a power cut. What it costs: tests/bench_synchronous.py."""

from flask import Flask
from sqlalchemy import text

from forum.lib.db import db

FULL = 2


def test_every_connection_asks_for_it(app: Flask, database: str) -> None:
    db.engine.dispose()
    for _connection in range(3):
        with db.engine.connect() as connection:
            if database == "sqlite":
                assert connection.scalar(text("PRAGMA synchronous")) == FULL
                assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
            else:
                assert connection.scalar(text("SHOW fsync")) == "on"
                # The databases of tests wait for no disk; what the server does for others is the measure.
                query = "SELECT boot_val FROM pg_settings WHERE name = 'synchronous_commit'"
                assert connection.scalar(text(query)) == "on"
            connection.invalidate()
    db.engine.dispose()
