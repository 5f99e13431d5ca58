"""The files that a document has and had, for who may read the document at this moment (T26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.access import Reader, is_visible
from forum.core.user import User
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.library import reading
from forum.library.models import Document, DocumentVersion
from forum.library.reflow import paragraphs

# Characters of one text that are compared: enough for a book.
MOST_COMPARED = 1_000_000


@dataclass(frozen=True)
class Version:
    """A file of a document. `by` is the name of who brought it; `current` says that it is the file as it is now."""

    number: int
    at: datetime
    by: str
    by_id: int
    by_public_id: str
    reason: str
    sha256: str
    size: int
    filename: str
    media_type: str
    current: bool


def list_versions(reader: Reader, document: Document) -> list[Version]:
    """Every file of `document`, the current one first.

    Raises:
        NotFound: `reader` may not read the document (any more).
    """
    if not is_visible(Document, document.id, reader):
        raise NotFound
    # door: versions of a document that came through it just above
    query = select(DocumentVersion).where(DocumentVersion.document_id == document.id)
    earlier = db.session.scalars(query.order_by(DocumentVersion.number.desc())).all()
    newest_by = document.version_by_id or document.author_id
    people = {newest_by, *(row.uploader_id for row in earlier)}
    # door: the names of who wrote something that the reader may read
    named = db.session.execute(select(User.id, User.name, User.public_id).where(User.id.in_(people)))
    names = {row.id: row for row in named}
    at = document.version_at or document.published_at or document.created_at
    rows: list[tuple[Document | DocumentVersion, int, datetime, int, str]] = [
        (document, document.version, at, newest_by, document.version_reason),
        *((row, row.number, row.created_at, row.uploader_id, row.reason) for row in earlier),
    ]
    return [
        Version(
            number=number,
            at=moment,
            by=names[by].name,
            by_id=by,
            by_public_id=names[by].public_id,
            reason=reason,
            sha256=row.sha256,
            size=row.size,
            filename=row.filename,
            media_type=row.media_type,
            current=row is document,
        )
        for row, number, moment, by, reason in rows
    ]


def get_version(reader: Reader, document: Document, number: int) -> Version:
    """Version `number`, also when it is the current one. Raises NotFound as `list_versions`, or: there is none."""
    for version in list_versions(reader, document):
        if version.number == number:
            return version
    raise NotFound


def text_of(reader: Reader, document: Document, number: int) -> str:
    """The text of version `number` as far as it is compared; empty when none was read.

    Raises:
        NotFound: `reader` may not read the document (any more), or there is no such version.
    """
    if not is_visible(Document, document.id, reader):
        raise NotFound
    if number == document.version:
        pages, kind = reading.texts(document.id), document.page_kind
    else:
        # door: a version of a document that came through it just above
        query = select(DocumentVersion).where(
            DocumentVersion.document_id == document.id, DocumentVersion.number == number
        )
        version = db.session.scalars(query).one_or_none()
        if version is None:
            raise NotFound
        kind = version.page_kind
        pages = reading.texts_of_version(version.id)
    return _one_text(pages, kind)[:MOST_COMPARED]


def _one_text(pages: Sequence[str], kind: str) -> str:
    return "\n\n".join(paragraphs(page) if kind == "page" else page for page in pages)
