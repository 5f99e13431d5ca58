"""Figures for Prometheus: what they say, that they hold nothing about people, and that no visitor gets them."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from forum.lib import clock
from forum.lib.db import db, transaction
from forum.operations import health, metrics
from forum.search import outbox
from forum.work.models import Task
from tests.e2e.server import ROOT
from tests.plugins.services import free_port
from tests.world import World


def figures(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_what_waits_and_what_failed(app: Flask, world: World, work: Callable[[], None]) -> None:
    work()
    with transaction():
        ago = clock.now() - timedelta(minutes=10)
        db.session.add(Task(lane="mail", name="x", arguments={}, run_at=ago))
        db.session.add(Task(lane="files", name="x", arguments={}, failed_at=ago))
        outbox.note_everything()
    health.beat()
    found = figures(metrics.page(app).decode())
    assert found["kennisplein_tasks_due", ("mail",)] == 1
    assert 600 <= found["kennisplein_tasks_due_oldest_seconds", ("mail",)] < 700
    assert found["kennisplein_tasks_failed", ("files",)] == 1
    assert found["kennisplein_index_changes_waiting", ()] > 0
    assert found["kennisplein_silent_seconds", ("worker",)] < 60


def test_no_label_is_about_a_person_or_comes_from_one(
    app: Flask, world: World, browser_of: Callable[[object], FlaskClient]
) -> None:
    browser = browser_of(world.member)
    browser.get("/zoeken?q=geheimezoekvraag")
    browser.get("/geheimadres")
    browser.open("/", method="GEHEIM")
    text = metrics.page(app).decode()
    assert figures(text)["kennisplein_requests_total", ("search.results", "GET", "2xx")] >= 1
    assert "geheim" not in text.lower()
    assert world.member.email not in text
    labels = {
        name
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        for name in sample.labels
    }
    assert labels <= {"endpoint", "method", "status", "le", "job", "mail", "result", "lane", "name",
                      "implementation", "major", "minor", "patchlevel", "version", "generation"}  # fmt: skip


def test_no_route_of_the_site_shows_them(app: Flask, client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404
    for rule in app.url_map.iter_rules():
        assert "metric" not in str(rule)


COUNTING = """
from forum.lib import metrics
metrics.TASKS.labels("test.job", "done").inc()
"""


def test_over_several_processes_at_an_address_of_its_own(app: Flask, tmp_path: Path) -> None:
    folder, port = tmp_path / "metrics", free_port()
    folder.mkdir()
    config = app.config["KENNISPLEIN"]
    environ = {
        **os.environ, "KENNISPLEIN_ENV": "test", "KENNISPLEIN_DATA": str(config.data), "DATABASE_URL": config.database_url,
        "PROMETHEUS_MULTIPROC_DIR": str(folder), "METRICS_ADDRESS": f"127.0.0.1:{port}",
    }  # fmt: skip
    for _process in range(2):
        subprocess.run([sys.executable, "-c", COUNTING], cwd=ROOT, env=environ, check=True, timeout=60)
    command = [sys.executable, "-c", "from forum.cli import main; main()", "metrics"]
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL) as server:
        try:
            text, until = "", time.monotonic() + 60
            while not text and time.monotonic() < until:
                assert server.poll() is None
                try:
                    with opener.open(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
                        text = answer.read().decode()
                except urllib.error.URLError:
                    time.sleep(0.1)
            assert figures(text)["kennisplein_tasks_total", ("test.job", "done")] == 2
            with pytest.raises(urllib.error.HTTPError) as caught:
                opener.open(f"http://127.0.0.1:{port}/", timeout=10)
            assert caught.value.code == 404
            caught.value.close()
        finally:
            server.terminate()
