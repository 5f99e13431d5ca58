"""Reading the text of a document: work for the worker."""

from forum.core.events import ItemChanged
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.lib.events import publish
from forum.library import keeping, previews, reading
from forum.library.extraction import run
from forum.library.models import Document, DocumentVersion, ExtractionState
from forum.storage.current import the_storage

# Once an hour is often enough: a day to look again has no time.
MINUTE = 41


def extract(document_id: int) -> None:
    """Read the file and store its text or the reason why there is none.

    The reading takes up to 20 seconds and happens outside any transaction. A worker that is killed loses
    nothing: the task is still there, and whoever comes second finds the work done.
    """
    document = _waiting(document_id)
    if document is None:
        db.session.rollback()
        return
    sha256, media_type = document.sha256, document.media_type
    db.session.rollback()
    found = run.extract(the_storage().path(sha256), media_type)
    with transaction():
        document = _waiting(document_id)
        if document is not None and document.sha256 == sha256:
            reading.store(document, found)
            publish(ItemChanged(document.id))


def extract_version(version_id: int) -> None:
    """Read the text of a file that was replaced before it was read, so that it can be compared."""
    version = db.session.get(DocumentVersion, version_id)
    if version is None:
        return
    sha256, media_type = version.sha256, version.media_type
    db.session.rollback()
    found = run.extract(the_storage().path(sha256), media_type)
    with transaction():
        version = db.session.get(DocumentVersion, version_id)
        if version is not None:
            reading.store_version(version, found)


def draw(document_id: int) -> None:
    """Draw the first pages, or the sheets, of a document's file; outside any transaction, as `extract`."""
    # door: work on every document, whoever may read it; its pictures follow the document
    document = db.session.get(Document, document_id)
    if document is None:
        db.session.rollback()
        return
    sha256, media_type = document.sha256, document.media_type
    db.session.rollback()
    drawn, found = previews.draw(sha256, media_type)
    with transaction():
        # door: as above, after the work
        document = db.session.get(Document, document_id, with_for_update=True)
        if document is not None and document.sha256 == sha256:
            previews.store(document_id, drawn, found)


def remind_hourly() -> None:
    """What the schedule calls, every minute: tell owners whose documents must be looked at again."""
    if clock.now().minute == MINUTE:
        with transaction():
            keeping.remind(clock.local(clock.now()).date())


def _waiting(document_id: int) -> Document | None:
    # door: work on every document, whoever may read it; the text follows the document
    document = db.session.get(Document, document_id)
    if document is None or document.extraction_state != ExtractionState.PENDING:
        return None
    return document
