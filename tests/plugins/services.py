"""Other programs that tests talk to, really: a database server, Redis, a mail server."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from typing import Any

import psycopg
import pytest
import redis
from aiosmtpd.controller import Controller
from sqlalchemy import URL, make_url

from tests.plugins import requirements

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CLAIM = "kennisplein-test-claim"
# Seconds. What works is seen at once; a machine with other work to do may take long. Only a failure waits this long.
PATIENCE = 30.0


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def chromium() -> str | None:
    """Where Chromium is, or None."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    return found


def _connect(url: URL) -> "psycopg.Connection[Any]":
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True, connect_timeout=3)


@cache
def missing_postgres() -> str | None:
    """Why PostgreSQL tests cannot run here, or None."""
    try:
        _connect(make_url(POSTGRES)).close()
    except psycopg.OperationalError:
        return (
            "no PostgreSQL → apt-get install postgresql, and set TEST_POSTGRES_URL="
            "postgresql+psycopg://user:password@host/database of one who may create databases"
        )
    return None


@cache
def missing_redis() -> str | None:
    """Why Redis tests cannot run here, or None."""
    try:
        with redis.Redis.from_url(REDIS, socket_connect_timeout=3) as client:
            client.ping()
    except redis.RedisError:
        return "no Redis → apt-get install redis-server, or set TEST_REDIS_URL=redis://host:port"
    return None


@cache
def missing_chromium() -> str | None:
    """Why browser tests cannot run here, or None."""
    if chromium() is None:
        return "no Chromium → apt-get install chromium, or set CHROMIUM=/path/to/chromium"
    return None


@cache
def missing_systemd() -> str | None:
    """Why units cannot be checked here, or None."""
    return None if shutil.which("systemd-analyze") else "no systemd-analyze → apt-get install systemd"


requirements.NEEDS |= {
    "needs_postgres": missing_postgres,
    "needs_redis": missing_redis,
    "needs_chromium": missing_chromium,
    "needs_systemd": missing_systemd,
}


@contextmanager
def _new_postgres(*, in_a_hurry: bool) -> Iterator[str]:
    requirements.require(missing_postgres())
    server = make_url(POSTGRES)
    name = f"kennisplein_test_{secrets.token_hex(6)}"
    with _connect(server) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        if in_a_hurry:
            connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with _connect(server) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The SQLAlchemy address of an empty PostgreSQL database for this test process alone."""
    # Nobody pulls the plug of the server during a test, so no commit waits for the disk.
    with _new_postgres(in_a_hurry=True) as url:
        yield url


@pytest.fixture
def fresh_postgres_url() -> Iterator[str]:
    """The SQLAlchemy address of an empty PostgreSQL database for this test alone, as careful as in earnest."""
    with _new_postgres(in_a_hurry=False) as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of an empty Redis database for this test process alone; emptied afterwards."""
    requirements.require(missing_redis())
    for number in range(15, 0, -1):
        url = f"{REDIS.rstrip('/')}/{number}"
        with redis.Redis.from_url(url) as client:
            # Somebody's own data is never touched: only an empty one, claimed in one step.
            if client.dbsize() == 0 and client.set(CLAIM, "1", nx=True, ex=3600):
                try:
                    yield url
                finally:
                    client.flushdb()
                return
    requirements.not_run("no empty Redis database among 1–15 → empty one, or set TEST_REDIS_URL")


def _made(bucket: str) -> bool:
    request = urllib.request.Request(bucket, method="PUT")
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request).close()
    except urllib.error.URLError:
        return False
    return True


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of a server that speaks S3, with an empty bucket `files`; the keys do not matter."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            until = time.monotonic() + 60
            while not _made(f"{url}/files"):
                assert server.poll() is None, "the S3 server does not start"
                assert time.monotonic() < until, "the S3 server does not answer"
                time.sleep(0.1)
            yield url
        finally:
            server.kill()


class Mailbox:
    """What a real mail server received, oldest first."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"smtp://127.0.0.1:{port}"
        self.messages: list[EmailMessage] = []
        self.envelopes: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """aiosmtpd calls this for each message."""
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        self.envelopes.append(envelope)
        return "250 OK"

    def clear(self) -> None:
        """Forget what was received."""
        self.messages.clear()
        self.envelopes.clear()


@pytest.fixture
def smtp_server() -> Iterator[Mailbox]:
    """A mail server on this machine: `.url` for SMTP_URL, `.messages` for what it received."""
    mailbox = Mailbox(free_port())
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
