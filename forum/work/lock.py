"""One at a time: over all processes, and with PostgreSQL over all machines.

Nothing is left behind by a kill: the operating system, or the database server, lets go by itself.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from zlib import crc32

from filelock import FileLock, Timeout
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from forum.config import Config
from forum.lib.db import db

OURS = 0x6B70  # the first half of our keys: another program may use advisory locks in the same database
POLL = 0.2
# A machine that lost its power says no goodbye: the server asks after it, and lets go within a minute.
_ASK_AFTER = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
_TRY = text("SELECT pg_try_advisory_lock(:ours, :key)")


class Taken(Exception):
    """Somebody else holds this lock."""


@contextmanager
def held(name: str, *, wait: float | None = None) -> Iterator[None]:
    """Hold the lock `name` of this site for as long as the block lasts; waits `wait` seconds for it, or for ever.

    Raises:
        Taken: somebody else held it all that time.
    """
    one_at_a_time = _in_database if db.engine.dialect.name == "postgresql" else _in_folder
    with one_at_a_time(name, wait):
        yield


@contextmanager
def _in_folder(name: str, wait: float | None) -> Iterator[None]:
    config: Config = current_app.config["KENNISPLEIN"]
    lock = FileLock(config.folder("locks") / f"{name}.lock", timeout=-1 if wait is None else wait)
    try:
        lock.acquire()
    except Timeout as error:
        raise Taken(name) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _in_database(name: str, wait: float | None) -> Iterator[None]:
    # A connection of its own, not of the pool, and without a transaction: the lock lives exactly as long as it.
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.detach()
        connection.execute(text(_ASK_AFTER))
        # The server keeps these as signed numbers of 32 bits.
        key = {"ours": OURS, "key": crc32(name.encode()) - 2**31}
        until = None if wait is None else time.monotonic() + wait
        while not connection.scalar(_TRY, key):
            if until is not None and time.monotonic() >= until:
                raise Taken(name)
            time.sleep(POLL)
        try:
            yield
        finally:
            # A server that was restarted meanwhile has let go already.
            with suppress(SQLAlchemyError):
                connection.execute(text("SELECT pg_advisory_unlock(:ours, :key)"), key)
