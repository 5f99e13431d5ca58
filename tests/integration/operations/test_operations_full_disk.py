"""A full disk, and one that cannot be written: a clear page, nothing confirmed is lost, and all goes on when there is room."""

import gc
import io
import secrets
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from flask.testing import FlaskClient
from sqlalchemy import select, text, update

from forum import config as configuration
from forum.cli import main
from forum.config import ConfigError
from forum.core.item import Item
from forum.lib.db import db, transaction
from forum.operations import backup
from forum.operations.backup import BackupError
from forum.operations.restore import restore
from forum.search import indexer
from forum.search.models import IndexChange
from forum.storage.current import the_storage
from forum.work.worker import drain_all
from tests.integration.operations.test_operations_backup import elsewhere
from tests.plugins.small_disk import SmallDisk
from tests.world import World, build_world, signed_in_client

SAID = "We kunnen nu niets opslaan"
LONG = "Een lang verhaal over de wijk. " * 400


@pytest.fixture
def site(small_disk: SmallDisk) -> Iterator[Flask]:
    """A site with its people, and everything that is kept on a small disk (SQLite)."""
    with elsewhere(small_disk.path / "data") as app:
        app.config.update(PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False, WTF_CSRF_CHECK_DEFAULT=False)
        yield app


@pytest.fixture
def people(site: Flask) -> World:
    with transaction():
        made = build_world()
    drain_all()
    return made


@pytest.fixture
def member(site: Flask, people: World) -> FlaskClient:
    return signed_in_client(site, people.member)


def post(browser: FlaskClient, title: str, body: str = "Iets van meer woorden.") -> int:
    form = {"title": title, "body": body, "audience": "public", "submission": secrets.token_hex(8)}
    answer = browser.post("/discussies/nieuw", data=form)
    if answer.status_code == 503:
        assert SAID in answer.text
        assert body.strip() in answer.text  # what was typed is given back
    return answer.status_code


def upload(browser: FlaskClient, content: bytes) -> int:
    form = {
        "title": "Plan",
        "audience": "public",
        "submission": secrets.token_hex(8),
        "file": (io.BytesIO(content), "plan.txt"),
    }
    answer = browser.post("/documenten/nieuw", data=form)
    assert (answer.status_code == 503) == (SAID in answer.text)
    return answer.status_code


def titles() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(db.select(Item.title)))  # door: what is there, for a test


def fill(disk: SmallDisk) -> None:
    """Also what SQLite kept apart for its next writes."""
    db.session.rollback()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    disk.fill()


def test_a_full_disk_refuses_clearly_and_loses_nothing_that_was_confirmed(
    site: Flask, small_disk: SmallDisk, member: FlaskClient
) -> None:
    assert post(member, "Van daarvoor", LONG) == 303
    assert upload(member, b"Het jeugdplan van daarvoor.") == 303
    drain_all()
    before = list(the_storage().checksums())
    fill(small_disk)
    confirmed = {f"Nummer {number}" for number in range(10) if post(member, f"Nummer {number}", LONG) == 303}
    assert len(confirmed) < 10, "there was room"
    assert upload(member, b"x" * 300_000) == 503
    assert list(the_storage().checksums()) == before  # nothing half
    assert member.get("/zoeken?q=daarvoor").status_code == 200
    assert "Van daarvoor" in member.get("/zoeken?q=daarvoor").text  # reading goes on
    there = titles()
    assert {"Van daarvoor", *confirmed} <= there
    assert not {f"Nummer {number}" for number in range(10)} - confirmed & there
    small_disk.make_room()
    assert post(member, "Van daarna", LONG) == 303
    assert upload(member, b"Het jeugdplan van daarna.") == 303
    drain_all()
    assert {"Van daarvoor", "Van daarna", *confirmed} <= titles()
    assert "Van daarna" in member.get("/zoeken?q=daarna").text
    assert db.session.scalar(text("PRAGMA integrity_check")) == "ok"


def test_a_program_hears_it_too(site: Flask, small_disk: SmallDisk, people: World) -> None:
    fill(small_disk)
    small_disk.make_room()
    site.view_functions = {**site.view_functions}
    name = next(rule.endpoint for rule in site.url_map.iter_rules() if str(rule) == "/api/v1/items")

    def writes(*_arguments: object) -> None:
        small_disk.fill()
        (small_disk.path / "data" / "iets").write_bytes(b"x" * 100_000)

    writes.__dict__.update(site.view_functions[name].__dict__)
    site.view_functions[name] = writes  # type: ignore[assignment]
    answer = site.test_client().get("/api/v1/items")
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")


def test_the_index_waits_for_room_and_what_can_be_found_stays(
    site: Flask, small_disk: SmallDisk, member: FlaskClient
) -> None:
    assert post(member, "Vindbaar") == 303
    drain_all()
    assert post(member, "Nogniet gevonden", LONG) == 303
    small_disk.fill()
    with warnings.catch_warnings():
        # Whoosh leaves files open when it cannot write them; they close when they are forgotten, here.
        warnings.simplefilter("ignore", ResourceWarning)
        indexer.drain()  # says so in the log, and raises nothing
        gc.collect()
    assert db.session.query(IndexChange).count() > 0
    assert "Vindbaar" in member.get("/zoeken?q=vindbaar").text
    small_disk.make_room()
    indexer.drain()
    assert db.session.query(IndexChange).count() == 0
    assert "Nogniet gevonden" in member.get("/zoeken?q=nogniet").text


def test_no_half_backup_on_a_full_disk(
    site: Flask, small_disk: SmallDisk, member: FlaskClient, tmp_path: Path
) -> None:
    the_storage().put(io.BytesIO(b"x" * 2_000_000), limit=10**7)
    good = tmp_path / "goed.tar"
    backup.make(good)
    assert post(member, "Van een oude versie", LONG) == 303
    with transaction():  # so that there is something to bring up to date
        db.session.execute(update(Item).values(renderer_version=0))
    small_disk.fill()
    target = small_disk.path / "backup.tar"
    with pytest.raises(BackupError, match="No space left on device"):
        backup.make(target)
    result = CliRunner().invoke(
        main, ["upgrade", "--backup", str(target)], obj=ScriptInfo(create_app=lambda: site)
    )
    assert result.exit_code == 1
    assert "Nothing was changed." in result.output
    assert db.session.scalars(select(Item.renderer_version)).all() == [0]
    assert not target.exists()
    assert list(small_disk.path.glob("*.part")) == []
    small_disk.make_room()
    assert backup.make(target).files == 1


def test_restoring_without_room_says_so_and_can_be_done_again(
    site: Flask, small_disk: SmallDisk, member: FlaskClient, tmp_path: Path
) -> None:
    for _number in range(3):
        the_storage().put(io.BytesIO(secrets.token_bytes(2_000_000)), limit=10**7)
    source = tmp_path / "backup.tar"
    backup.make(source)
    with elsewhere(small_disk.path / "nieuw"):
        small_disk.fill()
        with pytest.raises(BackupError, match="There is no room here"):
            restore(source)
        small_disk.make_room()
        assert restore(source).files == 3


def test_a_disk_that_cannot_be_written(
    site: Flask, small_disk: SmallDisk, member: FlaskClient, tmp_path: Path
) -> None:
    assert post(member, "Van daarvoor") == 303
    settings = {"KENNISPLEIN_ENV": "test", "KENNISPLEIN_DATA": str(small_disk.path / "data")}
    db.session.remove()
    db.engine.dispose()
    small_disk.read_only(True)
    assert post(member, "Kan niet") == 503
    db.session.remove()
    db.engine.dispose()
    with pytest.raises(ConfigError, match="cannot be written"):
        configuration.load(settings)
    with pytest.raises(BackupError, match="The database cannot be read"):
        backup.make(tmp_path / "backup.tar")
    small_disk.read_only(False)
    assert post(member, "Kan weer") == 303
    assert {"Van daarvoor", "Kan weer"} <= titles()
    assert "Kan niet" not in titles()


def test_a_database_server_that_is_read_only(
    app: Flask, database: str, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    """What PostgreSQL says when its disk is full or it is a copy: reading goes on, writing is refused clearly."""
    if database == "sqlite":
        query, undo = "PRAGMA query_only = ON", "PRAGMA query_only = OFF"
    else:
        query, undo = "SET default_transaction_read_only = on", "SET default_transaction_read_only = off"
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    app.config.update(WTF_CSRF_ENABLED=False, WTF_CSRF_CHECK_DEFAULT=False)
    browser = signed_in_client(app, world.member)
    db.session.rollback()
    db.engine.dispose()  # one connection only: the one that is read-only
    db.session.execute(text(query))
    db.session.commit()  # the connection goes back to the pool, and the next request takes it
    try:
        assert post(browser, "Kan niet") == 503
        assert browser.get("/groepen").status_code == 200
    finally:
        db.session.rollback()
        db.session.execute(text(undo))
        db.session.commit()
        db.engine.dispose()
    assert post(browser, "Kan weer") == 303
    assert "Kan niet" not in titles()
