"""Reading documents, their text, and what there is in the library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import defer, joinedload

from forum.access import Reader, count_visible, get_group_at, is_visible, visible
from forum.access.audience import badge
from forum.core.group import Group
from forum.core.item import Audience, Item, State
from forum.core.theme import Theme, item_themes
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.pages import PER_PAGE, Page, offset
from forum.lib.templating import size
from forum.library import reading, rules, wording
from forum.library.models import Document, ExtractionState
from forum.library.reflow import paragraphs

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


@dataclass(frozen=True)
class Facet:
    """A theme or group, its key in the address, and how many documents this reader finds there."""

    key: str
    name: str
    count: int


@dataclass(frozen=True)
class PageText:
    """Text to read. `number` counts from 1, `name` is empty in a file without pages; `goes_on` says that
    the page began in the portion before."""

    number: int
    name: str
    text: str
    goes_on: bool


@dataclass(frozen=True)
class Portion:
    """A part of the text: portion `number` of `total`."""

    pages: Sequence[PageText]
    number: int
    total: int


def list_documents(
    reader: Reader, *, group: Group | None = None, theme: Theme | None = None, page: int = 1
) -> Page[DocumentLine]:
    """The documents that `reader` may read, newest first, narrowed to a group or theme that came through
    the door."""
    query = _readable(reader, group, theme)
    rows = _newest(query.limit(PER_PAGE).offset(offset(page)))
    return Page(rows, page, count_visible(query))


def newest_documents(reader: Reader, number: int) -> list[DocumentLine]:
    """The `number` documents that were added last; one query, nothing is counted."""
    return _newest(_readable(reader, None, None).limit(number))


def list_themes(reader: Reader, group: Group | None = None, only: Theme | None = None) -> list[Facet]:
    """The themes of the documents that `reader` may read, most used first, as many as fit beside a page;
    with `only` just that one."""
    readable = _readable(reader, group, only).with_only_columns(Document.id)
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


def list_groups(reader: Reader, theme: Theme | None = None, only: Group | None = None) -> list[Facet]:
    """The groups with documents that `reader` may read, most documents first, as many as fit beside a page;
    with `only` just that one."""
    readable = _readable(reader, only, theme).with_only_columns(Document.id, Document.group_id).subquery()
    query = (
        visible(Group, reader)
        .join(readable, readable.c.group_id == Group.id)
        .with_only_columns(Group.address, Group.name, func.count().label("documents"))
        .group_by(Group.address, Group.name)
        .order_by(func.count().desc(), Group.name)
        .limit(MOST_FACETS)
    )
    return [Facet(row.address, row.name, row.documents) for row in db.session.execute(query)]


def get_theme(reader: Reader, slug: str) -> tuple[Theme, str]:
    """A theme by its name in the address, and as it is spelled where `reader` may read.

    Raises:
        NotFound: it does not exist, or nothing in it is for `reader`.
    """
    readable = visible(Item, reader).with_only_columns(Item.id)
    name = (
        select(func.min(item_themes.c.name))
        .where(item_themes.c.theme_id == Theme.id, item_themes.c.item_id.in_(readable))
        .correlate(Theme)
        .scalar_subquery()
    )
    query = visible(Theme, reader).where(Theme.slug == slug).add_columns(name)
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def get_group(reader: Reader, address: str) -> Group:
    """A group by its address. Raises NotFound when `reader` may not know it."""
    return get_group_at(address, reader)


def pages_of(reader: Reader, document: Document) -> Sequence[str]:
    """The text of each page; page 3 is at place 2. Nothing when `reader` may not read the document (T21)."""
    return reading.texts(document.id) if is_visible(Document, document.id, reader) else ()


def portion_of(
    reader: Reader, document: Document, *, page: int | None = None, number: int = 1
) -> Portion | None:
    """The part of the text that holds page `page`, or else part `number`.

    None when there is no text, or it is not for `reader`. What does not exist gives the first or last part.
    """
    if document.extraction_state != ExtractionState.DONE:
        return None
    readable = visible(Document, reader).where(Document.id == document.id).with_only_columns(Document.id)
    lengths, texts = reading.beginning(readable)
    found = rules.portions(lengths)
    if not found:
        return None
    place = min(number, len(found)) - 1 if page is None else rules.portion_with(found, page)
    printed = document.page_kind == "page"
    pages = [
        PageText(
            piece.number,
            wording.page_name(document, piece.number),
            paragraphs(text) if printed else text,
            piece.start > 0,
        )
        for piece, text in reading.pieces(document.id, found[place], texts)
    ]
    return Portion(pages, place + 1, len(found))


def _newest(query: Select[Document]) -> list[DocumentLine]:
    rows = db.session.scalars(
        query.options(
            joinedload(Document.author),
            joinedload(Document.group),
            defer(Document.body_source),
            defer(Document.body_html),
        ).order_by(Document.published_at.desc(), Document.id.desc())
    )
    return [_line(document) for document in rows]


def _readable(reader: Reader, group: Group | None, theme: Theme | None) -> Select[Document]:
    # The kind is named although the join says it: there is an index on kind and date.
    query = visible(Document, reader).where(
        Document.state == State.PUBLISHED, Document.kind == Document.__mapper__.polymorphic_identity
    )
    if group is not None:
        query = query.where(Document.group_id == group.id)
    if theme is not None:
        in_theme = select(item_themes.c.item_id).where(item_themes.c.theme_id == theme.id)
        query = query.where(Document.id.in_(in_theme))
    return query


def _line(document: Document) -> DocumentLine:
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
    )
