"""The whole site with its files in object storage: uploading, reading, backup and restore, the doctor, housekeeping."""

import io
import secrets
import tarfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.config import ObjectStorage
from forum.operations import backup, health
from forum.operations.restore import restore
from forum.storage import cleaning, current
from forum.storage.current import the_storage
from forum.storage.remote import RemoteStorage
from tests.integration.operations.test_operations_backup import elsewhere
from tests.plugins.services import free_port
from tests.world import World


def _use(app: Flask, monkeypatch: pytest.MonkeyPatch, where: ObjectStorage) -> None:
    monkeypatch.setitem(app.config, "KENNISPLEIN", replace(app.config["KENNISPLEIN"], object_storage=where))
    monkeypatch.setitem(app.extensions, current.EXTENSION, None)


@pytest.fixture
def bucket(s3_server: str) -> ObjectStorage:
    return ObjectStorage("files", secrets.token_hex(6), "eu-central-1", s3_server, "sleutel", "geheim")


@pytest.fixture
def remote(app: Flask, bucket: ObjectStorage, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app with its files in a bucket."""
    _use(app, monkeypatch, bucket)
    assert isinstance(the_storage(), RemoteStorage)
    return app


def upload(
    browser: FlaskClient, name: str = "plan.txt", content: bytes = b"Het jeugdplan van zeven uur."
) -> str:
    form = {
        "title": "Plan",
        "audience": "public",
        "submission": secrets.token_hex(8),
        "file": (io.BytesIO(content), name),
    }
    answer = browser.post("/documenten/nieuw", data=form)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_document_is_kept_there_read_by_the_worker_and_served(
    remote: Flask, world: World, browser_of: Callable[[object], FlaskClient], work: Callable[[], None]
) -> None:
    browser = browser_of(world.member)
    address = upload(browser)
    work()
    with browser.get(f"{address}/bestand") as file:
        assert file.data == b"Het jeugdplan van zeven uur."
    assert "Plan" in browser.get("/zoeken?q=jeugdplan").text
    assert list((remote.config["KENNISPLEIN"].data / "files").rglob("*")) == []


def test_backup_from_there_and_restore_into_a_folder(
    remote: Flask, world: World, browser_of: Callable[[object], FlaskClient], tmp_path: Path
) -> None:
    upload(browser_of(world.member))
    names = list(the_storage().checksums())
    assert len(names) == 1
    target = tmp_path / "backup.tar"
    assert backup.make(target).files == 1
    with tarfile.open(target) as archive:
        assert f"files/{names[0]}" in archive.getnames()
    with elsewhere(tmp_path / "nieuw"):
        assert restore(target).files == 1
        assert the_storage().path(names[0]).read_bytes() == b"Het jeugdplan van zeven uur."


def test_a_backup_of_a_folder_can_be_restored_into_a_bucket(
    app: Flask,
    world: World,
    browser_of: Callable[[object], FlaskClient],
    tmp_path: Path,
    bucket: ObjectStorage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    upload(browser_of(world.member))
    names = list(the_storage().checksums())
    target = tmp_path / "backup.tar"
    backup.make(target)
    with elsewhere(tmp_path / "nieuw") as there:
        _use(there, monkeypatch, bucket)
        restore(target)
        assert list(the_storage().checksums()) == names
        assert isinstance(the_storage(), RemoteStorage)


def test_what_nothing_uses_is_cleared_away_and_the_rest_stays(
    remote: Flask, world: World, browser_of: Callable[[object], FlaskClient]
) -> None:
    upload(browser_of(world.member))
    used = list(the_storage().checksums())
    the_storage().put(io.BytesIO(b"van niemand"), limit=100)
    assert cleaning.clean(timedelta(days=2)) == 0
    assert cleaning.clean(timedelta(0)) == 1
    assert list(the_storage().checksums()) == used


def test_the_doctor_asks_it_really(
    remote: Flask, bucket: ObjectStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    [well] = health.findings([health.check_storage])
    assert well.ok, well.sentence
    _use(remote, monkeypatch, replace(bucket, endpoint=f"http://127.0.0.1:{free_port()}"))
    [away] = health.findings([health.check_storage])
    assert not away.ok
    assert away.sentence == "It does not answer (StorageAway)."
    assert list(the_storage()._copies.checksums()) == []  # type: ignore[attr-defined]
