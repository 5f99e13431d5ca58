"""List lines: items of all kinds as every list shows them. At most three queries for any number of lines."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import contains_eager, defer, with_polymorphic

from forum.access import Reader, count_visible, visible
from forum.access.audience import badge
from forum.core import kinds as registry
from forum.core.follow import Follow, ReadMark
from forum.core.group import Group
from forum.core.item import Audience, Item, Reply, State
from forum.core.theme import item_themes
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db
from forum.lib.pages import PER_PAGE, Page, offset

# What somebody never opened is new for so long, and only when it came after they did.
NEW_FOR = timedelta(days=30)


@dataclass(frozen=True)
class ItemLine:
    """One line of a list: the fields of the macro `item_line`. `item_id` is for who builds on it."""

    item_id: int
    public_id: str
    kind: str
    title: str
    url: str
    summary: str
    author_name: str
    author_public_id: str
    author_photo: str | None
    group_name: str | None
    group_url: str | None
    group_address: str | None
    published_at: datetime | None
    last_activity_at: datetime
    reply_count: int
    audience_label: str
    audience_icon: str
    unread: bool
    pinned: bool
    extra: str
    group_colour: str | None = None


def list_lines(
    reader: Reader,
    *,
    group_id: int | None = None,
    kinds: Collection[str] | None = None,
    author_id: int | None = None,
    theme_id: int | None = None,
    followed: bool = False,
    since: datetime | None = None,
    order: str = "active",
    page: int = 1,
    per_page: int = PER_PAGE,
    total: int | None = None,
) -> Page[ItemLine]:
    """The items that `reader` may read, a page at a time, narrowed by what is given.

    `order` is "active" (something happened last) or "new" (published last); in a group, what is pinned
    comes first. `followed` leaves what `reader` follows, `since` what was published then or later. `total` is
    how many there are, for who counted them already or does not show it. Give the page its address with
    `dataclasses.replace(page, address=…)` before `pager`.
    """
    query = visible(Item, reader).where(Item.state == State.PUBLISHED)
    if group_id is not None:
        query = query.where(Item.group_id == group_id)
    if kinds is not None:
        query = query.where(Item.kind.in_(kinds))
    if author_id is not None:
        query = query.where(Item.author_id == author_id)
    if theme_id is not None:
        query = query.where(
            Item.id.in_(select(item_themes.c.item_id).where(item_themes.c.theme_id == theme_id))
        )
    if followed:
        query = query.where(Item.id.in_(select(Follow.item_id).where(Follow.user_id == reader.user_id)))
    if since is not None:
        query = query.where(Item.published_at >= since)
    ordering: list[Any] = [Item.published_at.desc() if order == "new" else Item.last_activity_at.desc()]
    if group_id is not None and order != "new":
        ordering.insert(0, Item.pinned_at.is_(None))
    ordering.append(Item.id.desc())
    wanted = query.limit(per_page).offset(offset(page, per_page))
    lines = _lines(reader, wanted, ordering)
    return Page(lines, page, count_visible(query) if total is None else total, per_page)


def newest_lines(reader: Reader, *, kinds: Collection[str] | None = None, limit: int = 5) -> list[ItemLine]:
    """The `limit` items published last that `reader` may read; one query, nothing is counted."""
    query = visible(Item, reader).where(Item.state == State.PUBLISHED)
    if kinds is not None:
        query = query.where(Item.kind.in_(kinds))
    return _lines(reader, query.limit(limit), [Item.published_at.desc(), Item.id.desc()])


def lines_of(reader: Reader, items: Iterable[Item]) -> list[ItemLine]:
    """Lines for these items, in this order; left out is what `reader` may not read."""
    ids = [item.id for item in items]
    if not ids:
        return []
    lines = _lines(reader, visible(Item, reader).where(Item.id.in_(ids)), [Item.id])
    found = {line.item_id: line for line in lines}
    return [found[item_id] for item_id in ids if item_id in found]


def _lines(reader: Reader, wanted: Select[Item], ordering: list[Any]) -> list[ItemLine]:
    place = func.row_number().over(order_by=ordering).label("place")
    chosen = wanted.order_by(*ordering).with_only_columns(Item.id, place).subquery()
    # Columns of a kind's own table come along in the same query, for kinds that show some in a line.
    models = [kind.model for kind in registry.every() if kind.shows_extra]
    entity = with_polymorphic(Item, models)
    query = (
        select(entity, _unread(reader, entity).label("unread"))
        .join(chosen, chosen.c.id == entity.id)
        .join(entity.author)
        .outerjoin(entity.group)
        .options(
            contains_eager(entity.author),
            contains_eager(entity.group),
            defer(entity.body_source),
            defer(entity.body_html),
        )
        .order_by(chosen.c.place)
    )
    return [_line(item, bool(unread)) for item, unread in db.session.execute(query)]


def _unread(reader: Reader, entity: Any) -> ColumnElement[bool]:
    """Whether something is new for `reader`: replies after the last one seen, or the item itself."""
    if not reader.signed_in:
        return false()
    mark = (
        select(ReadMark.last_reply_id)
        .where(ReadMark.item_id == entity.id, ReadMark.user_id == reader.user_id)
        .correlate(entity)
        .scalar_subquery()
    )
    joined_at = select(User.created_at).where(User.id == reader.user_id).scalar_subquery()
    fresh = and_(
        mark.is_(None),
        entity.author_id != reader.user_id,
        entity.published_at > joined_at,
        entity.published_at > clock.now() - NEW_FOR,
    )
    newer_reply = exists().where(
        Reply.item_id == entity.id,
        Reply.id > mark,
        Reply.state == State.PUBLISHED,
        Reply.author_id != reader.user_id,
    )
    return or_(fresh, newer_reply)


def _line(item: Item, unread: bool) -> ItemLine:
    kind = registry.of(item)
    group: Group | None = item.group
    label, icon = badge(Audience(item.audience), group)
    return ItemLine(
        item_id=item.id,
        public_id=item.public_id,
        kind=item.kind,
        title=item.title,
        url=url_for(kind.page, public_id=item.public_id),
        summary=item.summary,
        author_name=item.author.name,
        author_public_id=item.author.public_id,
        author_photo=item.author.photo,
        group_name=group.name if group else None,
        group_colour=group.colour if group else None,
        group_url=url_for("groups.page", address=group.address) if group else None,
        group_address=group.address if group else None,
        published_at=item.published_at,
        last_activity_at=item.last_activity_at,
        reply_count=item.reply_count,
        audience_label=label,
        audience_icon=icon,
        unread=unread,
        pinned=item.pinned_at is not None,
        extra=kind.extra(item),  # noqa: S610  -- a field of Kind, not of Django
    )
