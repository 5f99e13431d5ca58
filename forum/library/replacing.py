"""Another file in the place of the one that a document has: the address stays, the file before is kept."""

from flask_babel import gettext as _
from sqlalchemy import delete, insert, literal, select

from forum.access import Action, Reader, require
from forum.core.events import FileReplaced, ItemChanged
from forum.lib import clock
from forum.lib.db import db, flush
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.lib.events import publish as announce
from forum.library import keeping, previews, reading, wording
from forum.library.models import Document, DocumentPage, DocumentVersion, ExtractionState, VersionPage
from forum.library.rules import Validity
from forum.library.service import EXTRACT, EXTRACT_VERSION
from forum.library.uploads import Upload
from forum.work import outbox

LONGEST_REASON = 300
# What a document and an earlier version both know of a file.
FILE = ("sha256", "size", "filename", "media_type", "type_label")
READ = ("page_kind", "page_count")


def replace_file(reader: Reader, document: Document, upload: Upload, *, reason: str) -> None:
    """Give `document`, which came through the door, a kept file (`uploads.keep`); the one before becomes a version.

    Its text is read later, by the worker; until then the document is found by its title only. The same file, sent
    twice by one person with one reason, is once.

    Raises:
        Forbidden: `reader` may not.
        Invalid: there is no reason, or it is the file that it has already. Nothing was written.
    """
    require(reader, Action.ITEM_KEEP, document)
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid(_("Vertel kort waarom er een nieuwe versie is."), "reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(_("Dit is te lang. Gebruik hoogstens %(max)d tekens.", max=LONGEST_REASON), "reason")
    _hold(document)
    if document.sha256 == upload.sha256:
        if (document.version_by_id, document.version_reason) == (reader.user_id, reason):
            return
        raise Invalid(_("Dit is hetzelfde bestand als nu. Kies een ander bestand."), "file")
    facts = {
        "sha256": upload.sha256,
        "size": upload.size,
        "filename": upload.filename,
        "media_type": upload.type.media_type,
        "type_label": upload.type.label,
    }
    _put(reader, document, facts, reason)


def restore_version(reader: Reader, document: Document, number: int) -> None:
    """Put the file of an earlier version back, as a new version. The current file: nothing to do.

    Raises:
        Forbidden: `reader` may not.
        NotFound: there is no such version.
    """
    require(reader, Action.ITEM_KEEP, document)
    _hold(document)
    version = find_version(document, number)
    if version is None:
        if number == document.version:
            return
        raise NotFound
    if version.sha256 == document.sha256:
        return
    facts = {name: getattr(version, name) for name in FILE}
    _put(reader, document, facts, _("Versie %(number)s teruggezet", number=number))


def find_version(document: Document, number: int) -> DocumentVersion | None:
    """Earlier version `number` of a document that came through the door."""
    query = select(DocumentVersion).where(
        DocumentVersion.document_id == document.id, DocumentVersion.number == number
    )
    return db.session.scalars(query).one_or_none()


def _put(reader: Reader, document: Document, facts: dict[str, object], reason: str) -> None:
    if reader.user_id is None:  # the policy refused already; this is for who changes the policy
        raise Forbidden
    _keep(document)
    for name, value in facts.items():
        setattr(document, name, value)
    document.page_kind, document.page_count = "none", 0
    document.extraction_state, document.extraction_reason = ExtractionState.PENDING, ""
    document.extracted_at = None
    document.version += 1
    document.version_at = clock.now()
    document.version_by_id = reader.user_id
    document.version_reason = reason
    # Nobody looked at this file yet; and what was wrong with the one before is why it came.
    document.verified_at = document.verified_by_id = None
    if wording.holds(document) != Validity.CURRENT:
        document.validity, document.review_on, document.successor_id = Validity.CURRENT, None, None
    keeping.settle_all(document)
    flush()
    outbox.enqueue(EXTRACT, document_id=document.id)
    previews.promise(document)
    announce(ItemChanged(document.id))
    announce(FileReplaced(document.id, reader.user_id))


def _keep(document: Document) -> None:
    """The file as it is becomes an earlier version, with its text as far as it was read."""
    version = DocumentVersion(
        document_id=document.id,
        number=document.version,
        uploader_id=document.version_by_id or document.author_id,
        reason=document.version_reason,
        created_at=document.version_at or document.published_at or document.created_at,
        **{name: getattr(document, name) for name in (*FILE, *READ)},
    )
    db.session.add(version)
    flush()
    pages = select(literal(version.id), DocumentPage.number, DocumentPage.text).where(
        DocumentPage.document_id == document.id
    )
    db.session.execute(insert(VersionPage).from_select(["version_id", "number", "text"], pages))
    db.session.execute(delete(DocumentPage).where(DocumentPage.document_id == document.id))
    reading.mark(document.id, ())
    if document.extraction_state == ExtractionState.PENDING:
        outbox.enqueue(EXTRACT_VERSION, version_id=version.id)


def _hold(document: Document) -> None:
    """Wait for others who change its file, then read it anew. SQLite locked everything at BEGIN."""
    # door: a lock on a document that came through it
    db.session.execute(select(Document.id).where(Document.id == document.id).with_for_update())
    db.session.refresh(
        document,
        [*FILE, *READ, "version", "version_at", "version_by_id", "version_reason", "extraction_state"],
    )
