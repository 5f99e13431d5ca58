"""The supervisor behind `make run`, with a tiny site and a tiny worker in place of the real ones."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.server import ROOT, answers
from tests.plugins.services import free_port

SITE = """
def app(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]
"""
WORKER = """
import os, signal, sys, time
from pathlib import Path
Path(sys.argv[1]).open("a").write(f"{os.getpid()}\\n")
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
while True:
    time.sleep(0.1)
"""

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def start(tmp_path: Path, port: int) -> Iterator[Start]:
    """`start(worker=command)` runs the supervisor; it is gone after the test."""
    (tmp_path / "tiny_site.py").write_text(SITE)
    (tmp_path / "tiny_worker.py").write_text(WORKER)
    started: list[subprocess.Popen[str]] = []

    def run(app: str = "tiny_site:app", worker: str | None = None) -> "subprocess.Popen[str]":
        worker = worker or f"{sys.executable} {tmp_path / 'tiny_worker.py'} {tmp_path / 'pids'}"
        arguments = ["--no-prepare", "--port", str(port), "--app", app, "--worker", worker]
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "scripts" / "serve.py"), *arguments],
            env={**os.environ, "PYTHONPATH": str(tmp_path), "WEB_CONCURRENCY": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until, "it did not happen within 20 seconds"
        time.sleep(0.1)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_both_run_and_a_dead_one_comes_back_and_both_stop(start: Start, port: int, tmp_path: Path) -> None:
    process = start()
    wait_for(lambda: answers(f"http://127.0.0.1:{port}/healthz"))
    pids = tmp_path / "pids"
    wait_for(pids.exists)
    time.sleep(3.5)  # only who has lived a while is started again
    os.kill(int(pids.read_text().split()[0]), signal.SIGKILL)
    wait_for(lambda: len(pids.read_text().split()) == 2)
    second = int(pids.read_text().split()[1])
    assert is_alive(second)

    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=10)

    assert process.returncode == 0
    assert time.monotonic() - asked < 8
    assert f"http://127.0.0.1:{port}/" in said
    assert "starting it again" in said
    assert not is_alive(second)
    assert not answers(f"http://127.0.0.1:{port}/healthz")


def test_port_in_use_is_said_with_another_to_try(start: Start, port: int) -> None:
    first = start()
    wait_for(lambda: answers(f"http://127.0.0.1:{port}/healthz"))
    said, _ = start().communicate(timeout=10)
    assert f"Port {port} on 127.0.0.1 is in use" in said
    assert f"make run PORT={port + 1}" in said
    assert first.poll() is None


@pytest.mark.parametrize(
    ("faulty", "name"),
    [
        ({"worker": f"{sys.executable} -c raise(SystemExit(3))"}, "worker"),
        ({"app": "no_such_site:app"}, "web"),
    ],
)
def test_who_cannot_start_ends_it_all(start: Start, port: int, faulty: dict[str, str], name: str) -> None:
    process = start(**faulty)
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert f"The {name} process cannot start (exit code 3)" in said
    assert not answers(f"http://127.0.0.1:{port}/healthz")
