"""Several machines share one index: what one writes the others find at once, whatever is killed, lost or damaged."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, event, func, select, update

from forum import config as configuration
from forum.config import ConfigError
from forum.lib.db import db
from forum.search import indexer
from forum.search.current import EXTENSION, the_engine
from forum.search.engine import IndexBusy, IndexDamaged
from forum.search.models import IndexFile, IndexState
from forum.search.shared_engine import SharedEngine
from forum.search.shelf import DatabaseShelf
from tests.engines import MEMBER, doc, keys

Machine = Callable[[str], SharedEngine]


@pytest.fixture
def machine(app: Flask, tmp_path: Path) -> Iterator[Machine]:
    """`machine("a")`: a process on machine a; again: another process there."""
    made: list[SharedEngine] = []

    def make(name: str) -> SharedEngine:
        made.append(SharedEngine(tmp_path / name, DatabaseShelf(db.engine), nullcontext, lock_seconds=0.5))
        return made[-1]

    yield make
    for engine in made:
        engine.close()


def folder_of(engine: SharedEngine) -> Path:
    found = engine._folder.current()
    assert found
    return found


def test_what_one_writes_all_find_at_once(machine: Machine) -> None:
    web, worker, beside = machine("a"), machine("b"), machine("a")
    assert not web.version_ok()
    worker.rebuild([doc("item:1", "Wijkplan")])
    for engine in (web, worker, beside):
        assert engine.version_ok()
        assert keys(engine, "wijkplan") == ["item:1"]
    worker.apply([doc("item:2", "Wijkplan twee"), doc("item:3", "Wijkplan", labels={"group:7"})])
    for engine in (web, beside, machine("c")):
        assert sorted(keys(engine, "wijkplan")) == ["item:1", "item:2"]
        assert len(keys(engine, "wijkplan", MEMBER)) == 3
    worker.apply([doc("item:2", "Wijkplan twee", labels={"group:7"})], ["item:1"])
    for engine in (web, beside):
        assert keys(engine, "wijkplan") == []
        assert engine.count() == 2


def test_the_writer_may_move_to_another_machine(machine: Machine) -> None:
    one, other = machine("a"), machine("b")
    one.rebuild([doc("item:1", "Brug")])
    for number in range(2, 12):
        writer = one if number % 2 else other
        writer.apply([doc(f"item:{number}", "Brug")])
        assert one.count() == other.count() == number


def test_a_rebuild_on_one_machine_replaces_the_index_of_all(machine: Machine) -> None:
    one, other = machine("a"), machine("b")
    one.rebuild([doc("item:1", "Brug")])
    assert keys(other, "brug") == ["item:1"]
    other.rebuild([doc("item:2", "Molen")])
    assert (keys(one, "brug"), keys(one, "molen")) == ([], ["item:2"])


def test_only_what_is_new_is_fetched(machine: Machine) -> None:
    one, other = machine("a"), machine("b")
    one.rebuild([doc(f"item:{number}", "Brug", "een lang verhaal " * 50) for number in range(20)])
    assert other.count() == 20
    known = {path.name for path in folder_of(other).iterdir()}
    fetched: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        fetched.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    one.apply([doc("item:99", "Molen")])
    fetched.clear()
    assert keys(other, "molen") == ["item:99"]
    contents = [one for one in fetched if "index_files.content" in one]
    new = {path.name for path in folder_of(other).iterdir()} - known
    assert 1 <= len(contents) <= len(new) <= 3
    fetched.clear()
    assert keys(other, "molen") == ["item:99"]
    assert len([one for one in fetched if "index_state" in one]) == 1  # nothing new: one quick question
    assert not [one for one in fetched if "index_files" in one]
    event.remove(db.engine, "before_cursor_execute", note)


def test_a_copy_that_cannot_be_brought_up_to_date_answers_nothing(machine: Machine) -> None:
    """Rather nothing than a count of what was closed since."""
    one, other = machine("a"), machine("b")
    one.rebuild([doc("item:1", "Brug")])
    assert keys(other, "brug") == ["item:1"]
    one.apply([doc("item:1", "Brug", labels={"group:7"})])
    with other._syncing():  # somebody is busy with the copy of that machine, for too long
        assert keys(machine("b"), "brug") == []
        assert machine("b").count() == 0
    assert keys(machine("b"), "brug") == []
    assert keys(machine("b"), "brug", MEMBER) == ["item:1"]


def test_a_damaged_file_is_noticed(machine: Machine, app: Flask) -> None:
    one = machine("a")
    one.rebuild([doc("item:1", "Brug")])
    with db.engine.begin() as connection:
        connection.execute(update(IndexFile).where(IndexFile.name.like("%.seg")).values(content=b"kapot"))
    assert keys(machine("b"), "brug") == []
    assert keys(one, "brug") == ["item:1"]


def test_a_copy_that_is_lost_is_fetched_again(machine: Machine, tmp_path: Path) -> None:
    one = machine("a")
    one.rebuild([doc("item:1", "Brug")])
    assert keys(machine("b"), "brug") == ["item:1"]
    shutil.rmtree(tmp_path / "b")
    assert keys(machine("b"), "brug") == ["item:1"]


def test_a_writer_that_was_killed_before_it_shared_loses_nothing_and_confuses_nobody(
    machine: Machine,
) -> None:
    one, other = machine("a"), machine("b")
    one.rebuild([doc("item:1", "Brug")])
    one._copy.apply([doc("item:2", "Brug")])  # written here; killed before the others could have it
    assert keys(other, "brug") == ["item:1"]
    other.apply(
        [doc("item:3", "Brug")]
    )  # another machine took over: its table of contents has the same number
    assert sorted(keys(machine("a"), "brug")) == ["item:1", "item:3"]
    one.apply([doc("item:2", "Brug")])
    for engine in (one, other, machine("a"), machine("b")):
        assert sorted(keys(engine, "brug")) == ["item:1", "item:2", "item:3"]


def test_two_machines_that_write_at_once(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock was lost (its connection broke): the second is refused, and its work is done again later."""
    one, other = machine("a"), machine("b")
    one.rebuild([doc("item:1", "Brug")])
    put = one._shelf.put

    def late(folder: Path, generation: str, names: object, *, after: int) -> int | None:
        other.apply([doc("item:2", "Brug")])
        return put(folder, generation, names, after=after)  # type: ignore[arg-type]

    monkeypatch.setattr(one._shelf, "put", late)
    with pytest.raises(IndexBusy):
        one.apply([doc("item:3", "Brug")])
    monkeypatch.undo()
    assert sorted(keys(other, "brug")) == ["item:1", "item:2"]
    one.apply([doc("item:3", "Brug")])
    assert sorted(keys(other, "brug")) == sorted(keys(one, "brug")) == ["item:1", "item:2", "item:3"]


def test_old_files_do_not_stay_on_the_shelf(machine: Machine) -> None:
    one = machine("a")
    one.rebuild([doc("item:1", "Brug")])
    for number in range(2, 9):
        one.apply([doc(f"item:{number}", "Brug")])
    with db.engine.connect() as connection:
        [entries] = connection.scalars(select(IndexState.entries)).all()
        names = set(connection.scalars(select(IndexFile.name)))
        assert connection.scalar(select(func.count()).select_from(IndexState)) == 1
    assert {name for name, _checksum in entries} == names


def test_without_an_index_the_caller_rebuilds(machine: Machine) -> None:
    one = machine("a")
    with pytest.raises(IndexDamaged):
        one.apply([doc("item:1", "Brug")])
    one.rebuild([doc("item:1", "Brug")])
    with db.engine.begin() as connection:  # the tables were emptied: a restored backup
        connection.execute(delete(IndexState))
        connection.execute(delete(IndexFile))
    assert not machine("a").version_ok()


def test_the_site_uses_it_when_it_is_told_to(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(
        app.extensions, EXTENSION, SharedEngine(tmp_path / "x", DatabaseShelf(db.engine), nullcontext)
    )
    indexer.drain()
    assert the_engine().version_ok()
    settings = {"KENNISPLEIN_ENV": "test", "KENNISPLEIN_DATA": str(tmp_path), "SEARCH_INDEX": "shared"}
    assert configuration.load({**settings, "DATABASE_URL": "postgresql://x/y"}).shared_index
    with pytest.raises(ConfigError, match="wants PostgreSQL"):
        configuration.load(settings)
    with pytest.raises(ConfigError, match="SEARCH_INDEX must be"):
        configuration.load({**settings, "SEARCH_INDEX": "elastic"})
