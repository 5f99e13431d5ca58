"""The text of a document: storing what was read, and giving it back.

Nothing here asks who reads: the caller's document came through the door, and its text follows it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, case, delete, func, insert, select, tuple_

from forum.lib import clock
from forum.lib.db import db, flush
from forum.library import likeness
from forum.library.extraction.outcome import Extraction
from forum.library.models import (
    Document,
    DocumentBand,
    DocumentPage,
    DocumentPicture,
    DocumentTable,
    DocumentVersion,
    ExtractionState,
    VersionPage,
)
from forum.library.previews import Shown, shown
from forum.library.rules import LONGEST_TITLE, PORTION, Piece, title_from
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
    mark(document.id, found.pages)
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


def mark(document_id: int, pages: Sequence[str]) -> None:
    """Note by which marks a text is known, in the place of those of an earlier one."""
    db.session.execute(delete(DocumentBand).where(DocumentBand.document_id == document_id))
    rows = [
        {"document_id": document_id, "band": band, "mark": number}
        for band, number in enumerate(likeness.bands(pages))
    ]
    if rows:
        db.session.execute(insert(DocumentBand), rows)


def store_version(version: DocumentVersion, found: Extraction) -> None:
    """Give an earlier version the text that was not read yet when another file came. Twice is once."""
    db.session.execute(delete(VersionPage).where(VersionPage.version_id == version.id))
    rows = [
        {"version_id": version.id, "number": number, "text": page}
        for number, page in enumerate(found.pages, start=1)
    ]
    if rows:
        db.session.execute(insert(VersionPage), rows)
    version.page_kind = found.page_kind
    version.page_count = len(found.pages) if found.page_kind != "none" else 0
    flush()


def texts_of_version(version_id: int) -> Sequence[str]:
    """The text of each page of an earlier version, in order."""
    query = select(VersionPage.text).where(VersionPage.version_id == version_id)
    return db.session.scalars(query.order_by(VersionPage.number)).all()


def pages_at(numbers: Mapping[int, int]) -> dict[int, str]:
    """The text of one page of each of these documents: {document id: number} to {document id: text}."""
    if not numbers:
        return {}
    wanted = tuple_(DocumentPage.document_id, DocumentPage.number).in_(list(numbers.items()))
    rows = db.session.execute(select(DocumentPage.document_id, DocumentPage.text).where(wanted))
    return {row.document_id: row.text for row in rows}


def beginning(document_id: Select[Any]) -> tuple[list[tuple[int, int]], dict[int, str], dict[int, Shown]]:
    """Number and length of each page, in order, and the text of those that begin in the first portion: mostly that is
    all that is shown. And how the pages look, tables as far as that portion goes. One question to the database;
    `document_id` is a query of the door for one id."""
    length = func.length(DocumentPage.text)
    before = func.sum(length).over(order_by=DocumentPage.number) - length
    text = case((before < PORTION, DocumentPage.text))
    table = case((before < PORTION, DocumentTable.html))
    more = (DocumentTable.more_rows, DocumentTable.more_columns)
    query = select(
        DocumentPage.number, length, text, DocumentPicture.width, DocumentPicture.height, table, *more
    )
    for model in (DocumentPicture, DocumentTable):
        same = (model.document_id == DocumentPage.document_id) & (model.number == DocumentPage.number)
        query = query.outerjoin(model, same)
    query = query.where(DocumentPage.document_id.in_(document_id)).order_by(DocumentPage.number)
    rows = db.session.execute(query).all()
    texts = {row[0]: row[2] for row in rows if row[2] is not None}
    seen = {row[0]: shown(*row[3:]) for row in rows if row[3] or row[5]}
    return [(row[0], row[1]) for row in rows], texts, seen


def pieces(document_id: int, wanted: Sequence[Piece], known: Mapping[int, str]) -> list[tuple[Piece, str]]:
    """The text of these pieces, in the order asked; of the pages in `known` it is known already."""
    missing = {piece.number for piece in wanted} - known.keys()
    found = dict(known)
    if missing:
        query = select(DocumentPage.number, DocumentPage.text).where(
            DocumentPage.document_id == document_id, DocumentPage.number.in_(missing)
        )
        found.update((number, text) for number, text in db.session.execute(query))
    return [(piece, found.get(piece.number, "")[piece.start : piece.stop]) for piece in wanted]


def is_used(sha256: str) -> bool:
    """Whether a document holds or held the bytes with this checksum, whatever its state: for who clears storage."""
    # door: a yes or no, for housekeeping only
    queries = (select(model.id).where(model.sha256 == sha256) for model in (Document, DocumentVersion))
    return any(db.session.scalar(query.limit(1)) is not None for query in queries)
