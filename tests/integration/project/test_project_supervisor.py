"""The supervisor behind `make run`, with a tiny site and a tiny worker in place of the real ones."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import QueuePool, create_engine

from forum.lib.db import prepare_engine
from scripts import serve
from tests.e2e.server import ROOT, answers
from tests.plugins.services import PATIENCE, free_port

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
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, f"it did not happen within {PATIENCE} seconds"
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
    said, _ = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    assert time.monotonic() - asked < PATIENCE
    assert f"http://127.0.0.1:{port}/" in said
    assert "starting it again" in said
    assert not is_alive(second)
    assert not answers(f"http://127.0.0.1:{port}/healthz")


def test_port_in_use_is_said_with_another_to_try(start: Start, port: int) -> None:
    first = start()
    wait_for(lambda: answers(f"http://127.0.0.1:{port}/healthz"))
    said, _ = start().communicate(timeout=PATIENCE)
    assert f"Port {port} on 127.0.0.1 is in use" in said
    assert f"make run PORT={port + 1}" in said
    assert first.poll() is None


@pytest.mark.parametrize(
    ("faulty", "name", "code"),
    [
        ({"worker": f"{sys.executable} -c raise(SystemExit(3))"}, "worker", 3),
        ({"app": "no_such_site:app"}, "web", 1),
    ],
)
def test_who_cannot_start_ends_it_all(
    start: Start, port: int, faulty: dict[str, str], name: str, code: int
) -> None:
    process = start(**faulty)
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert f"The {name} process cannot start (exit code {code})" in said
    assert not answers(f"http://127.0.0.1:{port}/healthz")


@pytest.mark.parametrize(
    ("run", "code"),
    [
        (lambda: None, 0),
        (lambda: sys.exit(4), 4),
        (lambda: sys.exit("a sentence"), 1),
        (lambda: int("no number"), 1),
        (lambda: os.kill(os.getpid(), signal.SIGTERM), -signal.SIGTERM),
    ],
)
def test_a_process_that_goes_on_from_here_ends_with_its_own_code(
    run: Callable[[], object], code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    process = serve.Forked("test", run)
    assert process.wait(20) == code
    assert process.poll() == code
    process.send_signal(signal.SIGTERM)  # it is gone: nobody else is hit
    said = capfd.readouterr().err
    assert (code == 1) == ("a sentence" in said or "no number" in said)


DIES_EARLY = """
import os, sys, time
from pathlib import Path
from scripts import serve

setsid = os.setsid
os.setsid = lambda: (time.sleep(0.5), setsid())  # long enough for the supervisor to be gone by then
serve.Forked("test", lambda: (Path(sys.argv[1]).touch(), time.sleep(60)))
os._exit(0)
"""


def test_a_process_that_was_just_forked_off_does_not_outlive_its_supervisor(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    process = subprocess.Popen(
        [sys.executable, "-c", DIES_EARLY, str(begun)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        process.communicate(timeout=PATIENCE)  # ends when all who hold its output have ended
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert not begun.exists()


def test_it_is_waited_for_no_longer_than_asked() -> None:
    process = serve.Forked("test", lambda: time.sleep(60))
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.2)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def test_a_forked_process_has_connections_of_its_own(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'fork.db'}", poolclass=QueuePool)
    prepare_engine(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE one (id INTEGER)")

        def child() -> None:
            sys.exit(engine.pool.checkedout())  # type: ignore[attr-defined]

        assert engine.pool.checkedout() == 1  # type: ignore[attr-defined]
        assert serve.Forked("test", child).wait(20) == 0
        connection.exec_driver_sql("INSERT INTO one VALUES (1)")
        connection.commit()
    engine.dispose()


def test_make_told_to_stop_stops_what_it_started(tmp_path: Path) -> None:
    # The very recipe of the Makefile, with a setup and a site that only say what happens to them.
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text())
    for name, script in {
        "scripts/setup.sh": "exit 0",
        ".venv/bin/python": "trap 'sleep 0.3; echo stopped > ended; exit 0' TERM\necho up > begun\nwhile :; do sleep 0.05; done",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    process = subprocess.Popen(["make", "run", "PORT=8000"], cwd=tmp_path, start_new_session=True)
    try:
        wait_for((tmp_path / "begun").exists)
        process.terminate()  # make alone, as a supervisor of make would
        process.wait(timeout=PATIENCE)
        assert (tmp_path / "ended").read_text() == "stopped\n"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
