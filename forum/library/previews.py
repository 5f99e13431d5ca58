"""What a document looks like: pictures of its first pages, and tables of its sheets. Made by the worker, never in a request.

Nothing here asks who looks: the caller's document came through the door, and its pictures follow it (T21).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from markupsafe import Markup
from sqlalchemy import delete, insert, select

from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.library import tables
from forum.library.extraction import drawing
from forum.library.extraction.outcome import DRAWING_LIMITS
from forum.library.models import Document, DocumentPicture, DocumentTable
from forum.storage import pictures
from forum.storage.current import the_storage
from forum.work import outbox

DRAW = "library.draw"
# A lane of its own: the text of the next upload never waits for the pictures of this one.
LANE = "pictures"
THUMBNAIL = 0
# As large as a list shows it, on a screen with two points for one.
SMALL = (112, 144)
LARGEST = 8 * 1024 * 1024
MOST_PAGES = DRAWING_LIMITS.pictures
MOST_ROWS, MOST_COLUMNS = DRAWING_LIMITS.rows, DRAWING_LIMITS.columns


@dataclass(frozen=True)
class Shown:
    """A page as picture (with its size), or as table; neither when there is only text."""

    width: int = 0
    height: int = 0
    table: Markup | None = None
    more_rows: bool = False
    more_columns: bool = False


def shown(
    width: int | None = None,
    height: int | None = None,
    html: str | None = None,
    more_rows: bool | None = None,
    more_columns: bool | None = None,
) -> Shown:
    """A page of which a row says this."""
    table = Markup(html) if html else None  # noqa: S704 - `tables.to_html` made it
    return Shown(width or 0, height or 0, table, bool(more_rows), bool(more_columns))


def promise(document: Document) -> None:
    """Let the file of `document` (flushed) be drawn, in the present transaction; what was drawn of an earlier one goes."""
    for model in (DocumentPicture, DocumentTable):
        db.session.execute(delete(model).where(model.document_id == document.id))
    if drawing.draws(document.media_type):
        outbox.enqueue(DRAW, document_id=document.id)


def promise_missing() -> int:
    """Let every document be drawn of which nothing was: those of before, and those that failed. Gives how many."""
    nothing = [Document.id.not_in(select(model.document_id)) for model in (DocumentPicture, DocumentTable)]
    # door: work on every document, whoever may read it
    rows = db.session.execute(select(Document.id, Document.media_type).where(*nothing)).all()
    wanted = [row.id for row in rows if drawing.draws(row.media_type)]
    for document_id in wanted:
        outbox.enqueue(DRAW, document_id=document_id)
    return len(wanted)


def draw(sha256: str, media_type: str) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Draw a stored file and keep the pictures; gives the rows of both tables without the document. Needs no database."""
    drawn: list[dict[str, object]] = []
    found: list[dict[str, object]] = []
    for part in drawing.draw(the_storage().path(sha256), media_type):
        if isinstance(part, drawing.Table):
            found.append(
                {
                    "number": part.number,
                    "html": tables.to_html(part.rows),
                    "more_rows": part.more_rows,
                    "more_columns": part.more_columns,
                }
            )
            continue
        page = pictures.from_points(part.data, part.width, part.height)
        if part.number == 1:
            drawn.append(_kept(THUMBNAIL, pictures.written(page, SMALL)))
        drawn.append(_kept(part.number, pictures.written(page)))
    return drawn, found


def _kept(number: int, picture: pictures.Picture) -> dict[str, object]:
    stored = the_storage().put(BytesIO(picture.data), limit=LARGEST)
    return {"number": number, "sha256": stored.sha256, "width": picture.width, "height": picture.height}


def store(document_id: int, drawn: Iterable[dict[str, object]], found: Iterable[dict[str, object]]) -> None:
    """Note what was drawn of this document, in the place of what was there. Twice is once."""
    for model, rows in ((DocumentPicture, drawn), (DocumentTable, found)):
        db.session.execute(delete(model).where(model.document_id == document_id))
        if values := [{"document_id": document_id, **row} for row in rows]:
            db.session.execute(insert(model), values)


def pages(document: Document, numbers: Sequence[int] | None = None) -> dict[int, Shown]:
    """What can be shown of these pages (None: of all), by number; at most one question to the database."""
    if not drawing.draws(document.media_type):
        return {}
    if document.media_type == "application/pdf" or document.media_type.startswith("image/"):
        query = select(DocumentPicture).where(
            DocumentPicture.document_id == document.id, DocumentPicture.number != THUMBNAIL
        )
        if numbers is not None:
            query = query.where(DocumentPicture.number.in_(numbers))
        rows = db.session.scalars(query.order_by(DocumentPicture.number))
        return {row.number: shown(row.width, row.height) for row in rows}
    sheets = select(DocumentTable).where(DocumentTable.document_id == document.id)
    if numbers is not None:
        sheets = sheets.where(DocumentTable.number.in_(numbers))
    tables_shown = db.session.scalars(sheets.order_by(DocumentTable.number))
    return {row.number: shown(None, None, row.html, row.more_rows, row.more_columns) for row in tables_shown}


def checksum_of(document: Document, number: str) -> str:
    """The checksum of the picture with this number. Raises NotFound."""
    if not (number.isascii() and number.isdecimal() and len(number) < 4):
        raise NotFound
    query = select(DocumentPicture.sha256).where(
        DocumentPicture.document_id == document.id, DocumentPicture.number == int(number)
    )
    sha256 = db.session.scalar(query)
    if sha256 is None:
        raise NotFound
    return sha256


def is_used(sha256: str) -> bool:
    """Whether this is a picture of a document: for who clears storage."""
    query = select(DocumentPicture.number).where(DocumentPicture.sha256 == sha256)
    return db.session.scalar(query.limit(1)) is not None
