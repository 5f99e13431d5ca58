"""The database: base class, session, and how SQLite is made safe for many writers."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from weakref import WeakSet

from flask import Flask, request
from flask.wrappers import Response
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every table. Constraints have names, so that migrations can change them."""

    metadata = MetaData(naming_convention=NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC. A naive datetime is refused: it says no moment."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

# True while the running request or job is going to write. SQLite must take its write lock at BEGIN:
# a transaction that reads first and writes later fails with "database is locked" when another one
# wrote in between, whatever the timeout.
_writing: ContextVar[bool] = ContextVar("writing", default=False)
_AFTER_COMMIT = "after_commit"
_KEEP = "keep_after_refusal"


# Of this process: one that is forked off may neither use nor close the connections of the one it came from.
_engines: "WeakSet[Engine]" = WeakSet()


def _after_fork() -> None:
    for engine in _engines:
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_after_fork)


def prepare_engine(engine: Engine) -> None:
    """Make it safe to fork, and set what every SQLite connection needs."""
    _engines.add(engine)
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we send BEGIN ourselves, below
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL, not NORMAL: a vote that was confirmed survives a power cut.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=10000")
        # KiB for each connection, and each thread has one: the system keeps the pages of the file in memory anyway.
        cursor.execute("PRAGMA cache_size=-512")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


@contextmanager
def transaction() -> Iterator[Session]:
    """One writing transaction for a job, a command or a test: commit at the end, or roll back.

    Inside another `transaction()` or a writing request it joins that one.
    """
    if _writing.get():
        yield db.session()
        return
    token = _writing.set(True)
    try:
        # An earlier read in this context may hold a deferred transaction: end it first.
        db.session.rollback()
        yield db.session()
        _commit()
    except BaseException:
        db.session.rollback()
        _forget()
        raise
    finally:
        _writing.reset(token)


def after_commit(callback: Callable[[], None]) -> None:
    """Call `callback` once this transaction is committed; never when it is rolled back."""
    db.session().info.setdefault(_AFTER_COMMIT, []).append(callback)


def release() -> None:
    """Let go of the write lock before slow work (storing a file); the next query takes it again.

    Rows loaded before are read anew when they are used.

    Raises:
        RuntimeError: something was changed already, which this would lose.
    """
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was written already")
    session.rollback()


def end_reading() -> None:
    """Let go of what was only read, before slow work. Does nothing in a writing transaction."""
    if not _writing.get():
        db.session.rollback()


@contextmanager
def attempt() -> Iterator[None]:
    """What is written inside is undone together when it raises; what was written before stays."""
    with db.session.begin_nested():
        yield


def undo() -> None:
    """Undo what this request wrote until now, because it is refused; what follows can be kept with `keep`."""
    db.session.rollback()
    _forget()


def keep() -> None:
    """Commit what this request wrote although it answers with a refusal (a counted attempt)."""
    db.session().info[_KEEP] = True


def flush() -> None:
    """Send pending changes to the database, so that ids and constraints are known now."""
    db.session.flush()


def _commit() -> None:
    session = db.session()
    session.commit()
    for callback in session.info.pop(_AFTER_COMMIT, []):
        callback()
    session.info.pop(_KEEP, None)


def _forget() -> None:
    info = db.session().info
    info.pop(_AFTER_COMMIT, None)
    info.pop(_KEEP, None)


def install(app: Flask) -> None:
    """One commit per request: after a good answer to a writing request, and nowhere else."""

    @app.before_request
    def _intent() -> None:
        _writing.set(request.method not in ("GET", "HEAD", "OPTIONS"))

    @app.after_request
    def _finish(response: Response) -> Response:
        if _writing.get() and (response.status_code < 400 or db.session().info.get(_KEEP)):
            _commit()
        else:
            db.session.rollback()
            _forget()
        return response

    @app.teardown_request
    def _reset(_error: BaseException | None) -> None:
        _writing.set(False)
