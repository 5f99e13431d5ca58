"""A lane is done by one at a time: also when another process, or another machine, wants it."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from flask import Flask

from forum.accounts.service import SEND_MAIL
from forum.lib.db import db, transaction
from forum.work import outbox, worker
from forum.work.lock import Taken, held
from forum.work.models import Task

# Another process of the same site, with a data folder of its own on PostgreSQL: another machine.
HOLDER = """
import os, sys, time
from forum import config
from forum.app import create_app
from forum.work.lock import held
app = create_app(config.load())
with app.app_context():
    with held("mail", wait=0):
        print("held", flush=True)
        time.sleep(600)
"""


@pytest.fixture
def holder(app: Flask, database: str, tmp_path: Path) -> "subprocess.Popen[str]":
    """Another process that holds the lock of the lane mail."""
    config = app.config["KENNISPLEIN"]
    environ = {
        **os.environ,
        "KENNISPLEIN_ENV": "test",
        "KENNISPLEIN_DATA": str(config.data if database == "sqlite" else tmp_path / "elsewhere"),
        "DATABASE_URL": config.database_url,
        "SECRET_KEY": config.secret_key,
    }
    process = subprocess.Popen([sys.executable, "-c", HOLDER], env=environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_another_process_keeps_us_out_until_it_is_killed(
    app: Flask, holder: "subprocess.Popen[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setitem(worker._handlers, "mail", lambda: done.append("mail") or 0)
    try:
        worker.drain("mail")
        assert done == []
        with held("files", wait=0):
            pass  # another lane is free
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert holder.stdout
        holder.stdout.close()
    with held("mail", wait=10):  # the system lets go, soon
        pass
    worker.drain("mail")
    assert done == ["mail"]


def test_waiting_has_an_end(app: Flask) -> None:
    with held("mail"), pytest.raises(Taken), held("mail", wait=0.3):
        raise AssertionError("two at a time")
    with held("mail", wait=0):
        pass


def test_what_goes_wrong_inside_lets_go(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), held("mail"):
        1 / 0  # noqa: B018
    with held("mail", wait=0):
        pass


def test_two_workers_do_each_task_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads stand for two workers: the second finds the lane taken, and what came meanwhile is done."""
    seen: list[int] = []
    began, go_on = threading.Event(), threading.Event()

    def slow(number: int) -> None:
        seen.append(number)
        began.set()
        assert go_on.wait(10)

    monkeypatch.setitem(worker.jobs._jobs, "test.slow", worker.jobs.Job("test.slow", "mail", slow, 0))
    with transaction():
        for number in (1, 2):
            outbox.enqueue("test.slow", number=number)

    def other() -> None:
        with app.app_context():
            worker.drain("mail")
            db.session.remove()

    first = threading.Thread(target=other)
    first.start()
    assert began.wait(10)
    worker.drain("mail")  # comes back at once, with nothing done
    assert seen == [1]
    go_on.set()
    first.join(20)
    assert seen == [1, 2]
    assert db.session.query(Task).filter(Task.done_at.is_(None)).count() == 0


def test_the_schedule_is_run_by_one(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    monkeypatch.setattr(worker, "_schedule", [lambda: runs.append("run")])
    monkeypatch.setattr(worker, "_handlers", {})
    with held("schedule"):
        worker.tick()
    assert runs == []
    worker.tick()
    assert runs == ["run"]


def test_a_queue_that_is_away_costs_no_error(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, queue_away: None
) -> None:
    with transaction():
        outbox.enqueue(SEND_MAIL, request_id=0)
    assert "does not take work" in caplog.text
    assert "geheim" not in caplog.text
    assert db.session.query(Task).count() == 1


@pytest.fixture
def queue_away(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A queue that nobody can reach."""

    def refuse(*_arguments: object) -> None:
        raise ConnectionError("redis://iemand:geheim@10.0.0.1")

    queue = worker.the_queue()
    monkeypatch.setattr(queue, "immediate", False)
    monkeypatch.setattr(queue, "drain", refuse)
