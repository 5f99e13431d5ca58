"""Reading documents, their text, and what there is in the library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    cast,
    extract,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import defer, joinedload

from forum.access import Reader, count_visible, get_group_at, is_visible, visible
from forum.access.audience import badge
from forum.core.folder import Folder
from forum.core.group import Group
from forum.core.item import Audience, State
from forum.core.theme import Theme, item_themes
from forum.core.user import User
from forum.lib.db import db
from forum.lib.pages import PER_PAGE, Page, offset
from forum.lib.templating import size
from forum.library import previews, reading, rules, wording
from forum.library.models import Document, DocumentPicture, ExtractionState
from forum.library.reflow import paragraphs, without_leaders, without_margins

MOST_FACETS = 30


@dataclass(frozen=True)
class DocumentLine:
    """A line of the library: the fields of the macro `document_line`."""

    title: str
    url: str
    download_url: str
    type: str
    pages: int
    size_text: str
    summary: str
    author_name: str
    author_public_id: str
    group_name: str | None
    group_url: str | None
    published_at: datetime | None
    audience_label: str
    audience_icon: str
    state: str
    group_colour: str | None = None
    mark: str = ""
    picture_url: str | None = None
    picture_width: int = 0
    picture_height: int = 0


@dataclass(frozen=True)
class Facet:
    """A theme or group, its key in the address, and how many documents this reader finds there."""

    key: str
    name: str
    count: int


@dataclass(frozen=True)
class Wish:
    """Which documents somebody wants to see. Group and theme came through the door; the rest may be anything.

    `organisation` is where its owner works, `year` that of publication, `file_type` a label ("PDF"); `loose`: in no folder.
    """

    group: Group | None = None
    theme: Theme | None = None
    organisation: str | None = None
    year: int | None = None
    file_type: str | None = None
    folder: Folder | None = None
    loose: bool = False


EVERYTHING = Wish()


@dataclass(frozen=True)
class Facets:
    """What else a list can be narrowed by, each with counts of the reader's own set."""

    organisations: Sequence[Facet]
    years: Sequence[Facet]
    file_types: Sequence[Facet]


@dataclass(frozen=True)
class PageText:
    """Text to read. `number` counts from 1, `name` is empty in a file without pages; `goes_on` says that
    the page began in the portion before. `shown` is how it looks, when that was made."""

    number: int
    name: str
    text: str
    goes_on: bool
    shown: previews.Shown | None = None


@dataclass(frozen=True)
class Portion:
    """A part of the text: portion `number` of `total`."""

    pages: Sequence[PageText]
    number: int
    total: int

    @property
    def is_seen(self) -> bool:
        """Whether any page of it can be shown as it looks."""
        return any(page.shown for page in self.pages)


def list_documents(reader: Reader, wish: Wish = EVERYTHING, page: int = 1) -> Page[DocumentLine]:
    """The documents that `reader` may read and that fit, newest first."""
    query = _readable(reader, wish)
    rows = _newest(query.limit(PER_PAGE).offset(offset(page)))
    return Page(rows, page, count_visible(query))


def newest_documents(reader: Reader, number: int) -> list[DocumentLine]:
    """The `number` documents that were added last; one query, nothing is counted."""
    return _newest(_readable(reader, EVERYTHING).limit(number))


def list_facets(reader: Reader, wish: Wish) -> Facets:
    """Organisations, years and types of the documents that fit, in one question. Where people work is told to people
    with an account only, as their pages are."""
    fitting = _readable(reader, wish).with_only_columns(
        Document.published_at, Document.type_label, _owner().label("owner_id")
    )
    documents = fitting.subquery()
    year = cast(extract("year", documents.c.published_at), Integer)
    counts = [
        select(literal("year"), cast(year, String).label("name"), func.count()).group_by(year),
        select(literal("type"), documents.c.type_label.label("name"), func.count()).group_by(
            documents.c.type_label
        ),
    ]
    if reader.signed_in:
        # door: where the owners work of documents that came through it
        works = select(literal("organisation"), User.organisation.label("name"), func.count())
        works = works.join_from(documents, User, User.id == documents.c.owner_id)
        counts.append(works.where(User.organisation != "").group_by(User.organisation))
    found: dict[str, list[Facet]] = {"organisation": [], "year": [], "type": []}
    for what, name, count in db.session.execute(union_all(*counts)):
        if name:
            found[what].append(Facet(name, name, count))
    most = sorted(found["organisation"], key=lambda facet: (-facet.count, facet.name))[:MOST_FACETS]
    types = sorted(found["type"], key=lambda facet: (-facet.count, facet.name))[:MOST_FACETS]
    return Facets(most, sorted(found["year"], key=lambda facet: facet.key, reverse=True), types)


def list_themes(reader: Reader, wish: Wish = EVERYTHING) -> list[Facet]:
    """The themes of the documents that `reader` may read and that fit, most used first, as many as fit beside a page;
    with a theme just that one."""
    only = wish.theme
    readable = _readable(reader, wish).with_only_columns(Document.id)
    query = (
        visible(Theme, reader)
        .join(item_themes, item_themes.c.theme_id == Theme.id)
        .where(item_themes.c.item_id.in_(readable), Theme.id == only.id if only else true())
        .with_only_columns(
            Theme.slug, func.min(item_themes.c.name).label("name"), func.count().label("documents")
        )
        .group_by(Theme.slug)
        .order_by(func.count().desc(), Theme.slug)
        .limit(MOST_FACETS)
    )
    return [Facet(row.slug, row.name, row.documents) for row in db.session.execute(query)]


def list_groups(reader: Reader, wish: Wish = EVERYTHING) -> list[Facet]:
    """The groups with documents that `reader` may read and that fit, most documents first, as many as fit beside a
    page; with a group just that one."""
    readable = _readable(reader, wish).with_only_columns(Document.id, Document.group_id).subquery()
    query = (
        visible(Group, reader)
        .join(readable, readable.c.group_id == Group.id)
        .with_only_columns(Group.address, Group.name, func.count().label("documents"))
        .group_by(Group.address, Group.name)
        .order_by(func.count().desc(), Group.name)
        .limit(MOST_FACETS)
    )
    return [Facet(row.address, row.name, row.documents) for row in db.session.execute(query)]


def get_group(reader: Reader, address: str) -> Group:
    """A group by its address. Raises NotFound when `reader` may not know it."""
    return get_group_at(address, reader)


def pages_of(reader: Reader, document: Document) -> Sequence[str]:
    """The text of each page; page 3 is at place 2. Nothing when `reader` may not read the document (T21)."""
    return reading.texts(document.id) if is_visible(Document, document.id, reader) else ()


def portion_of(
    reader: Reader, document: Document, *, page: int | None = None, number: int = 1, plain: bool = False
) -> Portion | None:
    """The part of the text that holds page `page`, or else part `number`, with how its pages look. `plain`: without
    pictures, and without the lines that stand above or below every page.

    None when there is nothing to show, or it is not for `reader`. What does not exist gives the first or last part.
    """
    if document.extraction_state != ExtractionState.DONE:
        return None if plain else _only_seen(document)
    readable = visible(Document, reader).where(Document.id == document.id).with_only_columns(Document.id)
    lengths, texts, seen = reading.beginning(readable)
    found = rules.portions(lengths)
    if not found:
        return None
    place = min(number, len(found)) - 1 if page is None else rules.portion_with(found, page)
    printed = document.page_kind == "page"
    if place and not printed:
        seen |= previews.pages(document, [piece.number for piece in found[place]])
    pieces = reading.pieces(document.id, found[place], texts)
    if plain and printed:
        bare = without_margins([without_leaders(text) for _piece, text in pieces])
        pieces = [(piece, text) for (piece, _text), text in zip(pieces, bare, strict=True)]
    pages = [
        PageText(
            piece.number,
            wording.page_title(document, piece.number, text if piece.start == 0 else ""),
            paragraphs(text) if printed else text,
            piece.start > 0,
            seen.get(piece.number) if piece.start == 0 and not (plain and printed) else None,
        )
        for piece, text in pieces
    ]
    return Portion(pages, place + 1, len(found))


def _only_seen(document: Document) -> Portion | None:
    """How the first pages look of a document without text: a scan, a picture, or a file that is still being read."""
    pages = [
        PageText(number, wording.page_name(document, number), "", goes_on=False, shown=shown)
        for number, shown in previews.pages(document).items()
    ]
    return Portion(pages, 1, 1) if pages else None


def _newest(query: Select[Document]) -> list[DocumentLine]:
    small = and_(DocumentPicture.document_id == Document.id, DocumentPicture.number == previews.THUMBNAIL)
    rows = db.session.execute(
        query.outerjoin(DocumentPicture, small)
        .add_columns(DocumentPicture.width, DocumentPicture.height)
        .options(
            joinedload(Document.author),
            joinedload(Document.group),
            defer(Document.body_source),
            defer(Document.body_html),
        )
        .order_by(Document.published_at.desc(), Document.id.desc())
    )
    return [_line(document, width or 0, height or 0) for document, width, height in rows]


def _owner() -> ColumnElement[int]:
    return func.coalesce(Document.owner_id, Document.author_id)


def _readable(reader: Reader, wish: Wish) -> Select[Document]:
    # The kind is named although the join says it: there is an index on kind and date.
    query = visible(Document, reader).where(
        Document.state == State.PUBLISHED, Document.kind == Document.__mapper__.polymorphic_identity
    )
    if wish.group is not None:
        query = query.where(Document.group_id == wish.group.id)
    if wish.theme is not None:
        in_theme = select(item_themes.c.item_id).where(item_themes.c.theme_id == wish.theme.id)
        query = query.where(Document.id.in_(in_theme))
    if wish.year is not None:
        query = query.where(extract("year", Document.published_at) == wish.year)
    if wish.folder is not None:
        query = query.where(Document.folder_id == wish.folder.id)
    elif wish.loose:
        query = query.where(Document.folder_id.is_(None))
    if wish.file_type:
        query = query.where(Document.type_label == wish.file_type)
    if wish.organisation and reader.signed_in:
        # door: only narrows
        query = query.where(_owner().in_(select(User.id).where(User.organisation == wish.organisation)))
    return query


def _line(document: Document, width: int, height: int) -> DocumentLine:
    group = document.group
    label, icon = badge(Audience(document.audience), group)
    pending = document.extraction_state == ExtractionState.PENDING
    return DocumentLine(
        title=document.title,
        url=url_for("library.page", public_id=document.public_id),
        download_url=url_for("library.file", public_id=document.public_id),
        type=wording.type_name(document),
        pages=document.page_count if document.page_kind == "page" else 0,
        size_text=size(document.size),
        summary=document.summary,
        author_name=document.author.name,
        author_public_id=document.author.public_id,
        group_name=group.name if group else None,
        group_colour=group.colour if group else None,
        group_url=url_for("groups.page", address=group.address) if group else None,
        published_at=document.published_at,
        audience_label=label,
        audience_icon=icon,
        state=wording.state(document) if pending else "",
        mark=wording.standing(document),
        picture_url=url_for("library.picture", public_id=document.public_id, number=previews.THUMBNAIL)
        if width
        else None,
        picture_width=width,
        picture_height=height,
    )
