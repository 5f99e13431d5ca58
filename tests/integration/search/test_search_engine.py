"""The Whoosh engine behind its protocol, with a real index in a real folder."""

import gc
import json
import multiprocessing
import os
import shutil
import signal
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forum.search.engine import IndexBusy, IndexDamaged, IndexDocument, Query
from forum.search.folder import IndexFolder
from forum.search.whoosh_engine import WhooshEngine
from tests.engines import MEMBER, PUBLIC, Opened, doc, keys

# --- labels -------------------------------------------------------------------------------------------


def test_only_a_shared_label_opens_a_document(engine: WhooshEngine) -> None:
    engine.apply([doc("item:1", "Kwetsbaar gezin", labels={"group:7"})])
    assert keys(engine, "gezin", MEMBER) == ["item:1"]
    assert keys(engine, "gezin", PUBLIC) == []
    assert keys(engine, "gezin", frozenset()) == []


def test_a_change_of_labels_opens_and_closes(engine: WhooshEngine) -> None:
    engine.apply([doc("item:1", "Wijkplan", labels={"group:7"})])
    assert keys(engine, "wijkplan") == []
    engine.apply([doc("item:1", "Wijkplan", labels=PUBLIC)])
    assert keys(engine, "wijkplan") == ["item:1"]
    engine.apply([doc("item:1", "Wijkplan", labels={"group:7"})])
    assert keys(engine, "wijkplan") == []
    assert keys(engine, "wijkplan", MEMBER) == ["item:1"]


def test_what_nobody_may_read_cannot_be_indexed() -> None:
    with pytest.raises(ValueError, match="without labels"):
        doc("item:1", "Titel", labels=())


def test_labels_must_be_given_and_be_a_set() -> None:
    with pytest.raises(TypeError):
        Query(text="x")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Query(text="x", labels="public")  # type: ignore[arg-type]


def test_the_answer_is_the_same_as_when_unreadable_things_do_not_exist(
    tmp_path: Path, opened: Opened
) -> None:
    visible = [
        doc(f"item:{n}", f"Speelplek {n}", "speelplek en groen " * n, group_id=n % 2) for n in range(1, 7)
    ]
    secret = [
        doc(f"item:{n}", "Speelplek", "speelplek groen geheimwoord", {"group:9"}) for n in range(50, 80)
    ]
    small, large = opened(tmp_path / "small"), opened(tmp_path / "large")
    small.rebuild(visible)
    large.rebuild([*secret, *visible])
    for text in (
        "speelplek",
        "groen",
        "groene speelplekken",
        "geheimwoord",
        "geheimwrood",
        "speelp",
        '"en groen"',
    ):
        assert small.search(Query(text=text, labels=PUBLIC)) == large.search(
            Query(text=text, labels=PUBLIC)
        ), text
    assert large.search(Query(text="geheimwoord", labels=frozenset({"group:9"}))).total == 30


# --- what was chosen besides words --------------------------------------------------------------------


def test_within_one_item_are_the_item_and_its_replies(engine: WhooshEngine) -> None:
    engine.apply(
        [
            doc("item:1", "Speelplek"),
            doc("reply:7", body="Die speelplek", kind="reply", parent="item:1"),
            doc("item:2", "Speelplek elders"),
            doc("reply:8", body="Een speelplek", labels={"group:7"}, kind="reply", parent="item:1"),
        ]
    )
    assert set(keys(engine, "speelplek", within="item:1")) == {"item:1", "reply:7"}
    assert keys(engine, "speelplek", within="item:9") == []


def test_an_unwanted_word_goes_in_all_its_forms(engine: WhooshEngine) -> None:
    engine.apply([doc("item:1", "Speelplek met bomen"), doc("item:2", "Speelplek met gras")])
    assert keys(engine, "speelplek", without=("boom",)) == ["item:2"]
    assert set(keys(engine, "speelplek", without=("gras bomen",))) == {"item:1", "item:2"}


def test_without_words_the_newest_come_first(engine: WhooshEngine) -> None:
    old, new = datetime(2020, 5, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC)
    engine.apply(
        [
            doc("item:1", "Oud", file_type="PDF", published_at=old),
            doc("item:2", "Nieuw", file_type="PDF", published_at=new),
            doc("item:3", "Anders", published_at=new),
        ]
    )
    assert keys(engine, "", file_type="PDF") == ["item:2", "item:1"]
    assert keys(engine, "") == []


# --- counts and what is left out ----------------------------------------------------------------------


def test_counts_are_made_on_the_readers_own_set(engine: WhooshEngine) -> None:
    engine.apply(
        [
            doc("item:1", "Plan", kind="poll", group_id=7, labels={"group:7"}),
            doc("item:2", "Plan", kind="poll", group_id=3),
            doc("item:3", "Plan", kind="document", group_id=3),
        ]
    )
    member = engine.search(Query(text="plan", labels=MEMBER))
    stranger = engine.search(Query(text="plan", labels=PUBLIC))
    assert (member.total, member.kind_counts, member.group_counts) == (
        3,
        {"poll": 2, "document": 1},
        {7: 1, 3: 2},
    )
    assert (stranger.total, stranger.kind_counts, stranger.group_counts) == (
        2,
        {"poll": 1, "document": 1},
        {3: 2},
    )


def test_filters_show_what_the_other_choices_would_give(engine: WhooshEngine) -> None:
    engine.apply(
        [
            doc("item:1", "Plan", kind="poll", group_id=7),
            doc("item:2", "Plan", kind="document", group_id=7),
            doc("item:3", "Plan", kind="document", group_id=3),
        ]
    )
    hits = engine.search(Query(text="plan", labels=PUBLIC, kinds=frozenset({"document"}), group_id=7))
    assert [hit.key for hit in hits.keys] == ["item:2"]
    assert hits.total == 1
    assert hits.kind_counts == {"poll": 1, "document": 1}
    assert hits.group_counts == {7: 1, 3: 1}


def test_excluded_keys_count_nowhere_and_take_their_replies_along(engine: WhooshEngine) -> None:
    engine.apply(
        [
            doc("item:1", "Uniekwoord", group_id=7),
            doc("reply:5", body="uniekwoord", group_id=7, parent="item:1", kind="reply"),
            doc("item:2", "Uniekwoord", group_id=3),
        ]
    )
    assert engine.search(Query(text="uniekwoord", labels=PUBLIC)).total == 3
    hits = engine.search(
        Query(text="uniekwoord", labels=PUBLIC, exclude_keys=frozenset({"item:1", "item:99"}))
    )
    assert ([hit.key for hit in hits.keys], hits.total) == (["item:2"], 1)
    assert (hits.kind_counts, hits.group_counts) == ({"discussion": 1}, {3: 1})
    typo = Query(text="uniekwood", labels=PUBLIC, exclude_keys=frozenset({"item:1", "item:2"}))
    assert engine.search(typo).suggestion is None


def test_pages_join_to_the_whole(engine: WhooshEngine) -> None:
    engine.apply(doc(f"item:{n}", "Vergadering", "punt " * n) for n in range(30))
    whole = keys(engine, "vergadering", limit=100)
    assert len(whole) == 30
    assert [
        key for start in range(0, 30, 7) for key in keys(engine, "vergadering", offset=start, limit=7)
    ] == whole
    assert keys(engine, "vergadering", offset=-5, limit=-1) == []


# --- writing ------------------------------------------------------------------------------------------


def test_applying_twice_changes_nothing_and_deleting_removes(engine: WhooshEngine) -> None:
    for _ in range(2):
        engine.apply([doc("item:1", "Kademuur"), doc("item:2", "Kademuur")], ["item:9"])
    assert engine.count() == 2
    engine.apply([doc("item:3", "Kademuur")], ["item:1", "item:2"])
    engine.apply([], ["item:1"])
    assert keys(engine, "kademuur") == ["item:3"]


def test_the_last_of_two_versions_in_one_batch_counts(engine: WhooshEngine) -> None:
    engine.apply([doc("item:1", "Oudewoord"), doc("item:1", "Nieuwewoord")], ["item:1"])
    assert keys(engine, "nieuwewoord") == ["item:1"]
    assert keys(engine, "oudewoord") == []


def test_another_process_of_readers_sees_a_commit(
    engine: WhooshEngine, tmp_path: Path, opened: Opened
) -> None:
    other = opened(tmp_path / "index")
    assert keys(other, "brugwachter") == []
    engine.apply([doc("item:1", "Brugwachter")])
    assert keys(other, "brugwachter") == ["item:1"]
    engine.rebuild([doc("item:2", "Brugwachter")])
    assert keys(other, "brugwachter") == ["item:2"]


def test_readers_go_on_while_a_new_index_is_built(engine: WhooshEngine) -> None:
    engine.apply([doc("item:1", "Brugwachter")])
    seen: list[list[str]] = []

    def documents() -> Iterable[IndexDocument]:
        seen.append(keys(engine, "brugwachter"))
        yield doc("item:2", "Brugwachter")
        seen.append(keys(engine, "brugwachter"))

    assert engine.rebuild(documents()) == 1
    assert seen == [["item:1"], ["item:1"]]
    assert keys(engine, "brugwachter") == ["item:2"]


def test_a_rebuild_that_fails_leaves_the_old_index(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.apply([doc("item:1", "Brugwachter")])

    def documents() -> Iterable[IndexDocument]:
        yield doc("item:2", "Brugwachter")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        engine.rebuild(documents())
    assert keys(engine, "brugwachter") == ["item:1"]
    assert len(list((tmp_path / "index").glob("index-*"))) == 1


def test_old_generations_are_cleared_away(engine: WhooshEngine, tmp_path: Path) -> None:
    for _ in range(4):
        engine.rebuild([doc("item:1", "Brugwachter")])
    assert len(list((tmp_path / "index").glob("index-*"))) == 2


def _hold_lock(folder: Path, ready: Path) -> None:
    with IndexFolder(folder).writing():
        ready.touch()
        time.sleep(60)


def test_one_process_writes_and_a_killed_one_gives_the_lock_back(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    ready = tmp_path / "ready"
    process = multiprocessing.get_context("spawn").Process(
        target=_hold_lock, args=(tmp_path / "index", ready)
    )
    process.start()
    try:
        for _ in range(600):
            if ready.exists():
                break
            time.sleep(0.05)
        with pytest.raises(IndexBusy):
            engine.apply([doc("item:1", "Sluis")])
        assert keys(engine, "sluis") == []
    finally:
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
    engine.apply([doc("item:1", "Sluis")])
    assert keys(engine, "sluis") == ["item:1"]


# --- damage -------------------------------------------------------------------------------------------


def test_no_index_is_noticed_and_gives_no_hits(tmp_path: Path, opened: Opened) -> None:
    engine = opened(tmp_path / "nothing")
    assert not engine.version_ok()
    assert engine.search(Query(text="plan", labels=PUBLIC)).total == 0
    assert engine.count() == 0
    with pytest.raises(IndexDamaged):
        engine.apply([doc("item:1", "Plan")])
    assert engine.rebuild([doc("item:1", "Plan")]) == 1
    assert engine.version_ok()
    assert engine.count() == 1


def test_a_deleted_index_is_noticed_and_can_be_made_again(engine: WhooshEngine, tmp_path: Path) -> None:
    engine.apply([doc("item:1", "Plan")])
    assert keys(engine, "plan") == ["item:1"]
    shutil.rmtree(tmp_path / "index")
    assert not engine.version_ok()
    assert keys(engine, "plan") == []
    engine.rebuild([doc("item:1", "Plan")])
    assert keys(engine, "plan") == ["item:1"]


# Whoosh forgets a file that it was opening when it finds it broken.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("damage", ["cut", "garbage", "gone", "toc", "name"])
def test_a_damaged_index_is_noticed_and_never_an_error(
    engine: WhooshEngine, tmp_path: Path, damage: str, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    engine.rebuild([doc(f"item:{n}", "Plan", "woord " * 50) for n in range(20)])
    (generation,) = [path for path in (tmp_path / "index").glob("index-*") if list(path.glob("*.seg"))]
    (segment,) = generation.glob("*.seg")
    if damage == "cut":
        segment.write_bytes(segment.read_bytes()[: segment.stat().st_size // 2])
    elif damage == "garbage":
        segment.write_bytes(os.urandom(segment.stat().st_size))
    elif damage == "gone":
        segment.unlink()
    elif damage == "toc":
        for toc in generation.glob("*.toc"):
            toc.write_bytes(b"x")
    else:
        (tmp_path / "index" / "current").write_text("../../etc")
    fresh = opened(tmp_path / "index")
    assert not fresh.version_ok()
    assert fresh.search(Query(text="plan", labels=PUBLIC)).total == 0
    assert fresh.rebuild([doc("item:1", "Plan")]) == 1
    assert fresh.version_ok()
    assert keys(fresh, "plan") == ["item:1"]
    caplog.clear()  # its tracebacks hold on to the files
    gc.collect()


def test_an_index_of_another_version_is_not_used(
    engine: WhooshEngine, tmp_path: Path, opened: Opened
) -> None:
    engine.apply([doc("item:1", "Plan")])
    current = IndexFolder(tmp_path / "index").current()
    assert current is not None
    (current / "versions.json").write_text(json.dumps({"analyzer": -1, "schema": 1}))
    fresh = opened(tmp_path / "index")
    assert not fresh.version_ok()
    assert keys(fresh, "plan") == []
    with pytest.raises(IndexDamaged):
        fresh.apply([doc("item:2", "Plan")])


def test_an_index_without_documents_is_no_damage(
    tmp_path: Path, opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    engine = opened(tmp_path / "empty")
    engine.rebuild([])
    assert engine.version_ok()
    assert keys(engine, "wachtlijst") == []
    assert engine.count() == 0
    assert caplog.records == []
    engine.apply([doc("item:1", title="Wachtlijst")])
    assert keys(engine, "wachtlijst") == ["item:1"]
