"""The files that a document has and had, for who may read the document at this moment (T26)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.access import Reader, is_visible
from forum.core.user import User
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.library import reading
from forum.library.models import Document, DocumentVersion, VersionPage
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


def texts_of(document: Document, numbers: Sequence[int]) -> list[str]:
    """The texts of these versions (of `list_versions`, so the reader may read them), as far as they are compared; empty
    where none was read. At most two questions to the database."""
    found: dict[int, str] = {}
    if document.version in numbers:
        found[document.version] = _one_text(reading.texts(document.id), document.page_kind)
    if earlier := set(numbers) - {document.version}:
        # door: versions of a document that came through it
        query = (
            select(DocumentVersion.number, DocumentVersion.page_kind, VersionPage.text)
            .join(VersionPage, VersionPage.version_id == DocumentVersion.id)
            .where(DocumentVersion.document_id == document.id, DocumentVersion.number.in_(earlier))
            .order_by(DocumentVersion.number, VersionPage.number)
        )
        pages: dict[tuple[int, str], list[str]] = defaultdict(list)
        for number, kind, text in db.session.execute(query):
            pages[number, kind].append(text)
        found |= {number: _one_text(texts, kind) for (number, kind), texts in pages.items()}
    return [found.get(number, "")[:MOST_COMPARED] for number in numbers]


def _one_text(pages: Sequence[str], kind: str) -> str:
    return "\n\n".join(paragraphs(page) if kind == "page" else page for page in pages)
