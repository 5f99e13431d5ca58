"""The doctor and /readyz: well when all is well, and otherwise they say which, or only that."""

import json
import shutil
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from flask.testing import FlaskClient
from flask_migrate import downgrade

from forum.cli import main
from forum.config import Config
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.operations import health, tables
from forum.operations.health import Finding
from forum.search import indexer, outbox
from forum.work.models import Task
from tests.plugins.services import Mailbox
from tests.world import World


def run(app: Flask, *arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, obj=ScriptInfo(create_app=lambda: app))
    db.session.rollback()
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def well(app: Flask, world: World, work: Callable[[], None]) -> Flask:
    """A site on which all is well."""
    with transaction():
        outbox.note_everything()
    work()
    health.beat()
    return app


def _task_failed(_config: Config) -> None:
    with transaction():
        db.session.add(Task(lane="mail", name="x", arguments={}, failed_at=clock.now()))


def _old_tables(_config: Config) -> None:
    db.session.remove()
    downgrade()


def _no_index(config: Config) -> None:
    shutil.rmtree(config.data / "index")


def _index_waits(_config: Config) -> None:
    with time_machine.travel(clock.now() - timedelta(minutes=10)), transaction():
        outbox.note_everything()


TROUBLE: dict[str, Callable[[Config], None]] = {
    "tasks": _task_failed,
    "migrations": _old_tables,
    "index": _no_index,
}


def faults(app: Flask) -> dict[str, str]:
    result = run(app, "doctor", "--json")
    found = [Finding(**entry) for entry in json.loads(result.stdout)]
    assert len(found) == len(health.ALL)
    assert (result.exit_code == 0) == all(finding.ok for finding in found)
    return {finding.name: finding.sentence for finding in found if not finding.ok}


def test_all_is_well(well: Flask, client: FlaskClient) -> None:
    assert faults(well) == {}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"status": "ready"})
    assert "FAIL" not in run(well, "doctor").stdout


@pytest.mark.parametrize("name", TROUBLE)
def test_the_doctor_says_what_is_wrong(well: Flask, name: str) -> None:
    TROUBLE[name](well.config["KENNISPLEIN"])
    try:
        assert name in faults(well)
        assert "FAIL" in run(well, "doctor").stdout
    finally:
        if name == "migrations":
            run(well, "db", "upgrade")


def test_an_index_that_lags_is_seen(well: Flask) -> None:
    _index_waits(well.config["KENNISPLEIN"])
    assert "Is the worker running?" in faults(well)["index"]
    indexer.drain()
    assert faults(well) == {}


def test_a_silent_worker_is_seen_and_no_visitor_is_sent_here(well: Flask, client: FlaskClient) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=4), tick=False):
        assert (
            "silent for 4 minutes"
            in {finding.name: finding.sentence for finding in health.findings([health.check_worker])}[
                "worker"
            ]
        )
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"status": "not ready"})
    assert client.get("/healthz").status_code == 200


def test_readyz_writes_nothing(well: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {path: path.stat().st_mtime_ns for path in well.config["KENNISPLEIN"].data.rglob("files/**/*")}
    client.get("/readyz")
    assert files == {
        path: path.stat().st_mtime_ns for path in well.config["KENNISPLEIN"].data.rglob("files/**/*")
    }


def test_a_mail_server_is_asked_really(
    well: Flask, smtp_server: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_server(url: str) -> Finding:
        config = well.config["KENNISPLEIN"]
        changed = Config(**{**config.__dict__, "smtp_url": url})
        monkeypatch.setitem(well.config, "KENNISPLEIN", changed)
        [finding] = health.findings([health.check_mail])
        monkeypatch.setitem(well.config, "KENNISPLEIN", config)
        return finding

    assert with_server(smtp_server.url).ok
    away = with_server("smtp://127.0.0.1:1")
    assert not away.ok
    assert away.sentence == "It does not answer (ConnectionRefusedError)."
    secret = with_server("smtps://iemand:geheim@127.0.0.1:1")
    assert "geheim" not in secret.sentence
    assert smtp_server.messages == []


def test_an_upgrade_makes_a_backup_first(well: Flask, tmp_path: Path) -> None:
    """From the tables of the first release to those of now, with all that was in them."""
    db.session.remove()
    downgrade(revision="0001")
    target = tmp_path / "vooraf.tar"
    result = run(well, "upgrade", "--backup", str(target))
    assert result.exit_code == 0, result.output
    with tarfile.open(target) as archive:
        manifest = archive.extractfile("manifest.json")
        assert manifest is not None
        assert json.loads(manifest.read())["revision"] == "0001"
    with db.engine.connect() as connection:
        assert tables.revision_of(connection) == health._newest_revision()
    again = run(well, "upgrade", "--backup", str(target))
    assert (again.exit_code, again.stdout) == (0, "Everything is up to date already; nothing was changed.\n")
    db.session.remove()
    downgrade(revision="-1")
    refused = run(well, "upgrade", "--backup", str(target))
    assert refused.exit_code == 1
    assert "Nothing was changed." in refused.output
    assert run(well, "upgrade").exit_code == 0


def test_backup_and_restore_by_command(well: Flask, tmp_path: Path) -> None:
    target = tmp_path / "alles.tar"
    result = run(well, "backup", str(target))
    assert result.exit_code == 0, result.output
    assert "rows and" in result.stdout
    refused = run(well, "restore", str(target))
    assert refused.exit_code == 1
    assert "Restore into an empty place" in refused.output
