"""Reading the text as background work: may run twice, may be killed, never loses a document."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.lib import clock
from forum.lib.db import db, transaction
from forum.library import jobs
from forum.library.extraction import run
from forum.library.extraction.child import WorkerFailed
from forum.library.extraction.outcome import Extraction, Reason
from forum.library.models import Document, DocumentPage, ExtractionState
from forum.search.models import IndexChange
from forum.work.models import Task
from tests import documents


def _now(made):
    db.session.rollback()
    return db.session.get(Document, made.id)


def _pages():
    return db.session.scalar(select(func.count()).select_from(DocumentPage))


def test_a_second_run_changes_nothing(world):
    made = documents.document(world.member, content=documents.pdf("een", "twee"), filename="a.pdf")
    jobs.extract(made.id)
    first = _now(made).extracted_at
    notes = db.session.scalar(select(func.count()).select_from(IndexChange))
    jobs.extract(made.id)
    assert (_now(made).extracted_at, _pages()) == (first, 2)
    assert db.session.scalar(select(func.count()).select_from(IndexChange)) == notes


def test_a_document_that_is_gone_is_no_error(world):
    jobs.extract(999)
    assert _pages() == 0


def test_a_worker_that_dies_leaves_the_work_for_the_next(world, work, monkeypatch):
    made = documents.document(world.member, content=documents.pdf("woord"), filename="a.pdf")

    def die(*_arguments):
        raise WorkerFailed("no process")

    with monkeypatch.context() as patched:
        patched.setattr(run, "extract", die)
        work()
    assert _now(made).extraction_state == ExtractionState.PENDING
    with transaction() as session:
        task = session.scalars(select(Task).where(Task.name == "library.extract")).one()
        assert task.done_at is None
        task.run_at = clock.now() - timedelta(seconds=1)
    work()
    assert (_now(made).extraction_state, _pages()) == (ExtractionState.DONE, 1)


def test_no_transaction_is_open_while_a_file_is_read(world, monkeypatch):
    made = documents.document(world.member)
    seen = []

    def look(*_arguments):
        seen.append(db.session().in_transaction())
        return Extraction(("tekst",))

    monkeypatch.setattr(run, "extract", look)
    jobs.extract(made.id)
    assert seen == [False]


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_kept_and_shown_and_the_file_stays(world, browser_of, monkeypatch, reason):
    made = documents.document(world.member, None, content=b"inhoud", title="Een stuk")
    monkeypatch.setattr(run, "extract", lambda *_arguments: Extraction(reason=reason))
    jobs.extract(made.id)
    assert (_now(made).extraction_state, _now(made).extraction_reason) == (
        ExtractionState.FAILED,
        reason.value,
    )
    browser = browser_of(None)
    page = browser.get(f"/documenten/{made.public_id}").text
    assert "kp-notice" in page
    assert "Lees de tekst" not in page
    with browser.get(f"/documenten/{made.public_id}/bestand") as file:
        assert file.data == b"inhoud"


def test_text_that_was_cut_off_is_told(world, browser_of, monkeypatch):
    made = documents.document(world.member, None)
    monkeypatch.setattr(run, "extract", lambda *_arguments: Extraction(("Het begin",), truncated=True))
    jobs.extract(made.id)
    page = browser_of(None).get(f"/documenten/{made.public_id}").text
    assert "Je kunt een deel van de tekst doorzoeken" in page
    assert "Het begin" in page
