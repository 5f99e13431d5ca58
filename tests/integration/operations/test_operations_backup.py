"""Backup and restore: everything is there again, nothing erased comes back, and nothing half is taken for whole."""

import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url, text

from forum import config as configuration
from forum.accounts import people
from forum.app import create_app
from forum.core import kinds
from forum.core.item import Item, State
from forum.core.user import User
from forum.lib.db import db, transaction
from forum.moderation import service as moderation
from forum.moderation.subjects import Contribution
from forum.operations import backup, erasures, ledger, tables
from forum.operations.backup import BackupError
from forum.operations.restore import restore
from forum.search.narrowing import Narrowing
from forum.search.service import search
from forum.storage.current import the_storage
from forum.threads import writing
from forum.threads.replies import delete_reply, post_reply
from tests import world as make
from tests.access.canaries import plant
from tests.world import World


@contextmanager
def elsewhere(folder: Path, database_url: str | None = None) -> Iterator[Flask]:
    """An app on an empty place: a data folder, and a database of its own."""
    environ = {
        "KENNISPLEIN_ENV": "test",
        "KENNISPLEIN_DATA": str(folder),
        "BASE_URL": "http://localhost",
        **({"DATABASE_URL": database_url} if database_url else {}),
    }
    app = create_app(configuration.load(environ))
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as a backup writes it."""
    found = {}
    with tables.snapshot() as connection:
        for table in tables.reflect(connection):
            lines = io.BytesIO()
            tables.write(connection, table, lines)
            found[table.name] = [json.loads(line) for line in lines.getvalue().splitlines()]
    return found


@pytest.fixture
def filled(app: Flask, world: World) -> World:
    """A community with something of everything, and a real file."""
    with transaction():
        plant(world, tuple(kind.code for kind in kinds.every()))
        the_storage().put(io.BytesIO(b"een bestand"), limit=100)
    return world


@pytest.fixture
def made(filled: World, tmp_path: Path) -> Path:
    target = tmp_path / "backup.tar"
    backup.make(target)
    return target


def test_everything_is_there_again(made: Path, tmp_path: Path) -> None:
    before = everything()
    assert sum(map(len, before.values())) > 300
    with elsewhere(tmp_path / "nieuw"):
        done = restore(made)
        after = everything()
        assert list(the_storage().checksums()) != []
    assert before.keys() == after.keys()
    for name in before:
        if name != "index_changes":  # the new place indexes by itself
            assert after[name] == before[name], name
    assert done.rows == sum(map(len, before.values()))
    assert made.stat().st_mode & 0o077 == 0


@contextmanager
def _database_beside(database: str, request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of an empty database of the other sort; None for SQLite in the data folder."""
    if database != "sqlite":
        yield None
        return
    server = make_url(request.getfixturevalue("postgres_url"))
    url = server.set(database=f"{server.database}_moved")
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{url.database}"'))
    try:
        yield url.render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{url.database}" WITH (FORCE)'))
        engine.dispose()


def test_from_one_database_into_the_other(
    made: Path, tmp_path: Path, database: str, request: pytest.FixtureRequest
) -> None:
    """A site that outgrew SQLite moves to PostgreSQL by its backup, and the reverse."""
    before = everything()
    with _database_beside(database, request) as url, elsewhere(tmp_path / "nieuw", url):
        restore(made)
        after = everything()
        with transaction():  # ids go on where they were
            db.session.add(User(email="later@example.org", name="Later"))
    after.pop("index_changes"), before.pop("index_changes")
    assert after == before


def test_it_can_be_found_and_used_again(made: Path, filled: World, tmp_path: Path) -> None:
    with elsewhere(tmp_path / "nieuw") as app, app.test_request_context():
        restore(made)
        member = db.session.query(User).filter_by(name="Member").one()
        assert search(make.reader(member), "member", narrowing=Narrowing(kind="person")).total == 1


def test_what_was_erased_after_the_backup_does_not_come_back(
    made: Path, app: Flask, filled: World, tmp_path: Path
) -> None:
    """Also from a copy of the ledger that was kept elsewhere; what was brought back meanwhile stays."""
    with transaction():
        item = make.discussion(filled.member)
        reply = post_reply(make.reader(filled.member), item, "Weg hiermee")
        kept = make.discussion(filled.member, title="Blijft")
    later = tmp_path / "later.tar"
    backup.make(later)
    ids = [item.public_id, reply.public_id, kept.public_id]
    with transaction():
        delete_reply(make.reader(filled.member), reply)
        writing.delete(make.reader(filled.member), item)
        people.deactivate(filled.stranger)
    kept_elsewhere = tmp_path / "kopie.jsonl"
    shutil.copy(ledger.path(), kept_elsewhere)
    assert "Stranger" not in kept_elsewhere.read_text()
    with elsewhere(tmp_path / "nieuw"):
        done = restore(later, erased=[kept_elsewhere])
        assert done.erased == 3
        states = {row.public_id: row.state for row in db.session.query(Item).filter(Item.public_id.in_(ids))}
        assert states == {ids[0]: State.DELETED, ids[2]: State.PUBLISHED}
        stranger = db.session.query(User).filter_by(name="Stranger").one()
        assert not stranger.active
        assert ledger.path().read_bytes() == kept_elsewhere.read_bytes()
    with elsewhere(tmp_path / "zonder"):
        assert restore(later).erased == 0, "without the ledger nobody knows"


def test_the_last_line_about_a_thing_counts() -> None:
    lines = [
        json.dumps(
            {"at": f"2026-11-25T1{hour}:00:00+00:00", "what": what, "id": key, "state": state}
        ).encode()
        for hour, what, key, state in (
            (1, "item", "a", "deleted"),
            (2, "item", "a", "published"),
            (3, "person", "b", "closed"),
            (0, "reply", "c", "hidden"),
            (4, "planet", "d", "deleted"),
        )
    ]
    found = erasures.taken_away([*lines, b'{"at": "2026-', b"[]", b"niets"])
    assert {key: taken.state for key, taken in found.items()} == {
        ("person", "b"): "closed",
        ("reply", "c"): "hidden",
    }


def test_what_was_hidden_after_the_backup_stays_hidden(made: Path, filled: World, tmp_path: Path) -> None:
    with transaction():
        item = make.discussion(filled.member, filled.open_group)
    later = tmp_path / "later.tar"
    backup.make(later)
    with transaction():
        moderation.hide(make.reader(filled.manager), Contribution(item), "Een reden")
    public_id, lines = item.public_id, ledger.path()
    with elsewhere(tmp_path / "nieuw"):
        assert restore(later, erased=[lines]).erased == 1
        assert db.session.query(Item).filter_by(public_id=public_id).one().state == State.HIDDEN


def test_ways_in_are_not_put_back(made: Path) -> None:
    """A session or token that was ended since the backup would live again."""
    with tarfile.open(made) as archive:
        names = archive.getnames()
    assert "tables/users.jsonl" in names
    assert not {"tables/user_sessions.jsonl", "tables/api_tokens.jsonl"} & set(names)


def test_only_into_an_empty_place(made: Path, filled: World) -> None:
    before = everything()
    with pytest.raises(BackupError, match="community here already"):
        restore(made)
    assert everything() == before


def _changed(source: Path, target: Path, name: str, content: bytes | None) -> Path:
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for entry in old.getmembers():
            data = old.extractfile(entry)
            assert data is not None
            body = data.read()
            if entry.name.startswith(name):
                if content is None:
                    continue
                body = content
            entry.size = len(body)
            new.addfile(entry, io.BytesIO(body))
    return target


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tables/users", b'{"id": 1}\n'),
        ("tables/items", None),
        ("files/", b"iets anders"),
        ("files/", None),
        ("manifest.json", None),
        ("manifest.json", b'{"format": 99}'),
    ],
)
def test_a_damaged_backup_is_refused_before_anything_is_written(
    made: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    broken = _changed(made, tmp_path / "broken.tar", name, content)
    with elsewhere(tmp_path / "nieuw"):
        with pytest.raises(BackupError):
            restore(broken)
        with db.engine.connect() as connection:
            assert tables.is_empty(connection)
        assert list(the_storage().checksums()) == []
        restore(made)  # the place is still good for a whole one


@pytest.mark.parametrize("content", [b"", b"geen tar", b"\0" * 4096])
def test_what_is_no_backup_is_refused_with_a_word(app: Flask, tmp_path: Path, content: bytes) -> None:
    odd = tmp_path / "odd.tar"
    odd.write_bytes(content)
    for path in (odd, tmp_path / "nergens.tar"):
        with pytest.raises(BackupError):
            restore(path)


def test_nothing_is_written_over_and_nothing_half_stays(filled: World, tmp_path: Path) -> None:
    target = tmp_path / "backup.tar"
    target.write_text("van gisteren")
    with pytest.raises(BackupError, match="is there already"):
        backup.make(target)
    assert target.read_text() == "van gisteren"
    with pytest.raises(BackupError, match="cannot be written"):
        backup.make(tmp_path / "geen" / "map.tar")
    assert sorted(path.name for path in tmp_path.glob("*tar*")) == ["backup.tar"]


def test_it_is_of_one_moment_while_people_go_on_writing(
    app: Flask, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the first table another reply is posted: the backup holds neither it nor a count of it."""
    with transaction():
        item = make.discussion(world.member)
        make.reply(item, world.member)
    write, busy = tables.write, []

    def and_meanwhile(connection: Any, table: Any, target: Any) -> Any:
        written = write(connection, table, target)
        if not busy:
            busy.append(table.name)
            with transaction():
                make.reply(db.session.get_one(Item, item.id), world.member, "Tussendoor")
        return written

    monkeypatch.setattr(tables, "write", and_meanwhile)
    target = tmp_path / "backup.tar"
    backup.make(target)
    with tarfile.open(target) as archive:
        replies, items = (archive.extractfile(f"tables/{name}.jsonl") for name in ("replies", "items"))
        assert replies is not None
        assert items is not None
        assert len(replies.read().splitlines()) == 1
        assert json.loads(items.read())["reply_count"] == 1
    assert db.session.query(Item).one().reply_count == 2
