"""The one that writes the index: who waits for whom."""

import pytest

from forum.access import ANONYMOUS
from forum.core.item import Audience, Item
from forum.lib.db import db, transaction
from forum.search import indexer, outbox, service
from forum.search.models import IndexChange


def found(text: str) -> int:
    return service.search(ANONYMOUS, text).total


@pytest.fixture
def imported(world, work):
    """Sixty texts that wait for the index, and one that somebody added after them."""
    work()
    with transaction():
        texts = [
            Item(
                kind="discussion",
                title=f"Bulkstuk {number}",
                body_source="",
                body_html="<p>" + "bulk " * 200 + "</p>",
                author_id=world.member.id,
                audience=Audience.PUBLIC,
                state="published",
            )
            for number in range(61)
        ]
        db.session.add_all(texts)
        db.session.flush()
        texts[-1].title = "Spoedbericht"
        for text in texts:
            outbox.note(outbox.ITEM, text.id)
    return texts


def test_what_somebody_adds_does_not_wait_for_a_large_import(
    imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "CHARACTERS", 10_000)
    notes = indexer._next_notes()
    done = indexer._apply(notes)
    assert len(done) == indexer.STEP
    assert (found("spoedbericht"), found("bulkstuk")) == (1, indexer.STEP - 1)
    indexer._done([note.id for note in done])
    assert indexer.drain() == 61 - indexer.STEP
    assert found("bulkstuk") == 60
    assert db.session.query(IndexChange).count() == 0


def test_what_was_closed_comes_before_what_was_added(imported, world) -> None:
    with transaction():
        outbox.note(outbox.ITEM, imported[0].id, access=True)
        outbox.note(outbox.ITEM, imported[1].id)
    first, second, *_others = indexer._next_notes()
    assert (first.subject_id, first.access) == (imported[0].id, True)
    assert second.subject_id == imported[1].id
