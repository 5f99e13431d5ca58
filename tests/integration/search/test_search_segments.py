"""What a commit costs who searches: the new part and nothing else, and no copy of the files in memory."""

import gc
import os
from pathlib import Path

import pytest

from forum.search import postings, segments
from forum.search.engine import Query
from forum.search.tidy import open_index
from forum.search.whoosh_engine import WhooshEngine
from tests.engines import PUBLIC, doc, keys, local


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    engine = local(tmp_path / "index")
    engine.rebuild(doc(f"item:{number}", "Wijkplan", "brug " * number) for number in range(1, 300))
    return engine


def test_a_commit_costs_only_the_part_that_is_new(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    facts = segments.Facts

    def noted(leaf: object) -> segments.Facts:
        found = facts(leaf)
        read.append(found.size)
        return found

    monkeypatch.setattr(segments, "Facts", noted)
    assert len(keys(engine, "brug", limit=200)) == 200
    assert engine.version_ok()
    for number in range(1, 4):
        engine.apply([doc("item:1000", "Wijkplan", "molen"), doc(f"item:{number}", "Dorp")])
        assert engine.version_ok()
        assert keys(engine, "molen") == ["item:1000"]
        assert engine.count() == 300
    assert sum(size >= 299 for size in read) == 1
    assert len(keys(engine, "wijkplan", limit=200)) == 200
    assert engine.search(Query(text="brug", labels=PUBLIC)).total == 296
    engine.close()


def test_the_files_of_merged_parts_are_closed(engine: WhooshEngine) -> None:
    def opened() -> int:
        return len(os.listdir("/proc/self/fd"))

    keys(engine, "brug")
    gc.collect()
    before = opened()
    for number in range(30):
        engine.apply([doc(f"item:{2000 + number}", "Molen")])
        assert len(keys(engine, "molen", limit=50)) == number + 1
    assert opened() < before + 10
    engine.close()
    assert opened() < before


def test_a_file_that_was_changed_since_is_noticed(engine: WhooshEngine, tmp_path: Path) -> None:
    assert engine.version_ok()
    (segment,) = (tmp_path / "index").glob("index-*/*.seg")
    os.truncate(segment, 100)
    assert not engine.version_ok()
    engine.close()


def test_the_files_are_read_where_they_lie(engine: WhooshEngine, tmp_path: Path) -> None:
    (segment,) = (tmp_path / "index").glob("index-*/*.seg")
    with open_index(segment.parent).storage.open_file(segment.name) as file:
        whole = segment.read_bytes()
        part = file.subset(10, 20)
        assert (part.get(5, 4), part.get(15, 99), part.get(20, 1)) == (whole[15:19], whole[25:30], b"")
        part.seek(-2, os.SEEK_END)
        assert (part.tell(), part.read(), part.read(1)) == (18, whole[28:30], b"")
        with pytest.raises(ValueError, match="before"):
            part.seek(-1)
    keys(engine, "brug")
    assert segment.name not in Path("/proc/self/maps").read_text()
    engine.close()


def test_terms_of_many_chunks_come_whole(engine: WhooshEngine) -> None:
    """More documents than stand in one chunk, asked for in any order."""
    hits = engine.search(Query(text="brug wijkplan", labels=PUBLIC, limit=200))
    assert hits.total == 299
    assert engine.search(Query(text='"wijkplan"', labels=PUBLIC)).total == 299
    assert engine.search(Query(text='"brug brug brug"', labels=PUBLIC)).total == 297
    engine.close()


def test_what_was_asked_for_long_ago_is_forgotten() -> None:
    remembered = segments.Remembered()
    many = postings.Postings.of([1] * 100_000, [1] * 100_000, b"\0\1")
    for number in range(20):
        remembered.keep("one", ("body", (f"word{number}",)), many)
        remembered.get("one", ("body", ("word0",)))
    assert remembered.get("one", ("body", ("word0",))) is many
    assert remembered.get("one", ("body", ("word1",))) is None
    assert remembered.get("one", ("body", ("word19",))) is many
