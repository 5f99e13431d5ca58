"""The text of a document: storing what was read, and giving it back.

Nothing here asks who reads: the caller's document came through the door, and its text follows it.
"""

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select

from forum.lib import clock
from forum.lib.db import db, flush
from forum.library.extraction.outcome import Extraction
from forum.library.models import Document, DocumentPage, ExtractionState
from forum.library.rules import LONGEST_TITLE, Piece, title_from
from forum.library.wording import TRUNCATED


def store(document: Document, found: Extraction) -> None:
    """Give `document` (flushed) the text, or the reason why there is none. Twice is once.

    A title that was made from the file name gives way to the title that stands in the file.
    """
    db.session.execute(delete(DocumentPage).where(DocumentPage.document_id == document.id))
    rows = [
        {"document_id": document.id, "number": number, "text": page}
        for number, page in enumerate(found.pages, start=1)
    ]
    if rows:
        db.session.execute(insert(DocumentPage), rows)
    document.page_kind = found.page_kind
    document.page_count = len(found.pages) if found.page_kind != "none" else 0
    document.extraction_state = ExtractionState.DONE if found.reason is None else ExtractionState.FAILED
    document.extraction_reason = found.reason.value if found.reason else TRUNCATED if found.truncated else ""
    document.extracted_at = clock.now()
    if found.title and document.edited_at is None and document.title == title_from(document.filename):
        document.title = found.title[:LONGEST_TITLE]
    flush()


def texts(document_id: int) -> Sequence[str]:
    """The text of each page, in order."""
    query = select(DocumentPage.text).where(DocumentPage.document_id == document_id)
    return db.session.scalars(query.order_by(DocumentPage.number)).all()


def lengths(document_id: int) -> list[tuple[int, int]]:
    """Number and length of each page, in order."""
    query = select(DocumentPage.number, func.length(DocumentPage.text))
    rows = db.session.execute(
        query.where(DocumentPage.document_id == document_id).order_by(DocumentPage.number)
    )
    return [(number, length) for number, length in rows]


def pieces(document_id: int, wanted: Sequence[Piece]) -> list[tuple[Piece, str]]:
    """The text of these pieces, in the order asked."""
    numbers = {piece.number for piece in wanted}
    query = select(DocumentPage.number, DocumentPage.text).where(
        DocumentPage.document_id == document_id, DocumentPage.number.in_(numbers)
    )
    found: dict[int, str] = {row.number: row.text for row in db.session.execute(query)}
    return [(piece, found.get(piece.number, "")[piece.start : piece.stop]) for piece in wanted]


def is_used(sha256: str) -> bool:
    """Whether a document holds the bytes with this checksum, whatever its state: for who clears storage."""
    query = select(Document.id).where(Document.sha256 == sha256)  # door: a yes or no, for housekeeping only
    return db.session.scalar(query.limit(1)) is not None
