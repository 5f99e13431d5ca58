"""Is it well? One list of checks, for `kennisplein doctor` and, the quick ones, for `/readyz`."""

import io
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from forum.config import Config
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.lib.later import later
from forum.lib.upsert import upsert
from forum.mail.smtp import server_from
from forum.operations import rerender, tables
from forum.operations.models import Heartbeat
from forum.search.current import the_engine
from forum.search.models import IndexChange
from forum.storage.current import the_storage
from forum.work.models import Task

if TYPE_CHECKING:
    import redis
else:
    redis = later("redis")  # only who has one asks it

WORKER = "worker"
SILENT_AFTER = timedelta(minutes=3)  # it speaks every minute
CLOCK_MAY_DIFFER = timedelta(seconds=5)
INDEX_MAY_LAG = timedelta(minutes=5)
LEAST_SPACE = 500 * 1024 * 1024
PROBE = b"kennisplein doctor"


@dataclass(frozen=True)
class Finding:
    """What one check found: whether it is well, and a sentence that says so, or what to do."""

    name: str
    ok: bool
    sentence: str


def _config() -> Config:
    config: Config = current_app.config["KENNISPLEIN"]
    return config


def beat() -> None:
    """Every minute: the worker says that it is alive."""
    with transaction():
        upsert(Heartbeat, {"name": WORKER}, {"at": clock.now()})


def check_database() -> Finding:
    db.session.execute(text("SELECT 1"))
    return Finding("database", True, f"{db.engine.dialect.name} answers.")


@cache
def _newest_revision() -> str | None:
    alembic = AlembicConfig()
    alembic.set_main_option("script_location", str(Path(current_app.root_path).parent / "migrations"))
    return ScriptDirectory.from_config(alembic).get_current_head()


def check_migrations() -> Finding:
    present, newest = tables.revision_of(db.session.connection()), _newest_revision()
    if present == newest:
        return Finding("migrations", True, f"The tables are up to date ({present}).")
    return Finding(
        "migrations", False, f"The tables are at {present}, the code wants {newest}: kennisplein upgrade"
    )


def check_texts() -> Finding:
    stale = rerender.count_stale()
    if stale:
        return Finding(
            "texts", False, f"{stale} texts were rendered by an older version: kennisplein repair html"
        )
    return Finding("texts", True, "All stored HTML is of this version.")


def check_storage() -> Finding:
    storage = the_storage()
    stored = storage.put(io.BytesIO(PROBE), limit=len(PROBE))
    with storage.open(stored.sha256) as file:
        same = file.read() == PROBE
    storage.delete(stored.sha256)
    return Finding(
        "storage", same, "Files can be written, read and deleted." if same else "A file came back changed."
    )


def check_storage_quickly() -> Finding:
    """Without writing, and without asking another machine: a GET asks this."""
    if _config().object_storage is not None:
        return Finding("storage", True, "Files are in object storage; the doctor asks it.")
    writable = os.access(_config().folder("files"), os.R_OK | os.W_OK | os.X_OK)
    return Finding(
        "storage", writable, "The folder can be written." if writable else "The folder cannot be written."
    )


def check_space() -> Finding:
    free = shutil.disk_usage(_config().data).free
    sentence = f"{free // 1024**2} MB free in the data folder."
    return Finding(
        "space", free >= LEAST_SPACE, sentence if free >= LEAST_SPACE else f"Only {sentence} Make room."
    )


def check_index() -> Finding:
    engine = the_engine()
    if not engine.version_ok():
        return Finding(
            "index", False, "There is no index of this version; the worker makes it: kennisplein worker"
        )
    oldest = db.session.scalar(select(func.min(IndexChange.created_at)))
    if oldest is not None and clock.now() - oldest > INDEX_MAY_LAG:
        minutes = int((clock.now() - oldest).total_seconds() // 60)
        return Finding("index", False, f"A change waits for {minutes} minutes. Is the worker running?")
    return Finding("index", True, f"{engine.count()} documents can be found.")


def check_queue() -> Finding:
    url = _config().redis_url
    if url is None:
        return Finding("queue", True, "The worker is woken by a file in the data folder.")
    with redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2) as queue:
        queue.ping()
    return Finding("queue", True, "Redis answers.")


def check_mail() -> Finding:
    config = _config()
    if config.smtp_url is None:
        return Finding("mail", not config.production, "No mail server is set: mails go to the data folder.")
    server = server_from(config.smtp_url)
    with server.open() as connection:
        connection.noop()
    return Finding("mail", True, f"{server.host}:{server.port} takes mail.")


def check_clock() -> Finding:
    if db.engine.dialect.name == "sqlite":
        there = datetime.fromtimestamp(float(db.session.scalar(text("SELECT strftime('%s', 'now')"))), UTC)
    else:
        there = db.session.scalar(text("SELECT clock_timestamp()"))
    apart = abs(clock.now() - there)
    sentence = f"The clock of the database is {apart.total_seconds():.0f} s from ours."
    return Finding("clock", apart <= CLOCK_MAY_DIFFER, sentence)


def check_worker() -> Finding:
    at = db.session.scalar(select(Heartbeat.at).where(Heartbeat.name == WORKER))
    if at is None:
        return Finding("worker", False, "The worker never ran: kennisplein worker")
    age = clock.now() - at
    if age > SILENT_AFTER:
        minutes = int(age.total_seconds() // 60)
        return Finding(
            "worker", False, f"The worker is silent for {minutes} minutes: start kennisplein worker"
        )
    return Finding("worker", True, "The worker is alive.")


def check_tasks() -> Finding:
    failed = db.session.scalar(select(func.count()).where(Task.failed_at.is_not(None))) or 0
    sentence = (
        f"{failed} tasks failed for good: kennisplein tasks list" if failed else "No task failed for good."
    )
    return Finding("tasks", failed == 0, sentence)


Check = Callable[[], Finding]
ALL: tuple[Check, ...] = (
    check_database,
    check_migrations,
    check_texts,
    check_storage,
    check_space,
    check_index,
    check_queue,
    check_mail,
    check_clock,
    check_worker,
    check_tasks,
)
QUICK: tuple[Check, ...] = (check_database, check_migrations, check_storage_quickly, check_worker)


def findings(checks: Sequence[Check]) -> list[Finding]:
    """What each check found. One that cannot be done is not well, and the others are done all the same."""
    found = []
    for check in checks:
        try:
            found.append(check())
        except (SQLAlchemyError, redis.RedisError, OSError, ValueError) as error:
            db.session.rollback()
            # The kind of error only: its text can hold an address or a password.
            name = check.__name__.removeprefix("check_").removesuffix("_quickly")
            found.append(Finding(name, False, f"It does not answer ({type(error).__name__})."))
    db.session.rollback()
    return found
