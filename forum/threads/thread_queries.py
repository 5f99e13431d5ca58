"""The questions to the database of an item's page. Each is made once for a reader, with the item left open: making one
takes longer than answering it."""

from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Integer,
    Label,
    ScalarSelect,
    Select,
    String,
    Subquery,
    bindparam,
    cast,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.orm import joinedload

from forum.access import Reader, visible
from forum.core.attachment import Attachment
from forum.core.follow import Follow, ReadMark
from forum.core.item import Item, Reply
from forum.lib.pages import PER_PAGE
from forum.notifications import queries as notifications
from forum.threads import drafts, themes
from forum.threads.models import Useful

I = TypeVar("I", bound=Item)  # noqa: E741

READERS = 500  # whose statements are kept, in each process
_ITEM = bindparam("item_id", type_=Integer)
_ITEM_PUBLIC_ID = bindparam("item_public_id", type_=String)


def values(item: Item) -> dict[str, Any]:
    """What is to be filled in."""
    return {"item_id": item.id, "item_public_id": item.public_id}


@lru_cache(maxsize=READERS)
def item(reader: Reader, model: type[I]) -> Select[I]:
    """The item of this kind with `public_id` that `reader` may read, with its author and group."""
    found = visible(model, reader).where(model.public_id == bindparam("public_id", type_=String))
    return found.options(joinedload(model.author), joinedload(model.group))


@lru_cache(maxsize=READERS)
def own(reader: Reader) -> Select[Any]:
    """What `reader` did with an item."""
    return select(*_own(reader))


@lru_cache(maxsize=READERS)
def unread(reader: Reader) -> Select[Any]:
    """The first reply that `reader` did not read yet, and how many stand before it."""
    columns, readable = _unread(reader)
    return select(*columns).select_from(readable)


@lru_cache(maxsize=READERS)
def overview(reader: Reader) -> Select[Any]:
    """All of that, and what the thread holds."""
    columns, readable = _unread(reader)
    return select(
        *_own(reader),
        *columns,
        func.count(readable.c.id).label("total"),
        func.max(readable.c.id).label("newest"),
        themes.together(_ITEM).label("themes"),
        exists().where(Attachment.item_id == _ITEM).label("files"),
    ).select_from(readable)


@lru_cache(maxsize=READERS)
def replies(reader: Reader) -> Select[Reply]:
    """The replies from `offset`, with their authors."""
    return (
        visible(Reply, reader)
        .where(Reply.item_id == _ITEM)
        .options(joinedload(Reply.author))
        .order_by(Reply.id)
        .limit(PER_PAGE)
        .offset(bindparam("offset", type_=Integer))
    )


def _user(reader: Reader) -> ColumnElement[int]:
    # Nobody: a user id that no row has, so that a visitor costs the same queries as a member.
    return literal(reader.user_id or 0)


def _of(model: type[Follow] | type[ReadMark], reader: Reader) -> ColumnElement[bool]:
    return (model.item_id == _ITEM) & (model.user_id == _user(reader))


def _mark(reader: Reader) -> ScalarSelect[int]:
    return select(ReadMark.last_reply_id).where(_of(ReadMark, reader)).scalar_subquery()


def _own(reader: Reader) -> list[Label[Any]]:
    read_at = select(ReadMark.read_at).where(_of(ReadMark, reader)).scalar_subquery()
    useful = (
        select(func.aggregate_strings(cast(Useful.reply_id, String), ","))
        .join(Reply, Reply.id == Useful.reply_id)  # door: the marks of the reader alone, as numbers
        .where(Reply.item_id == _ITEM, Useful.user_id == _user(reader))
        .scalar_subquery()
    )
    return [
        _mark(reader).label("mark"),
        read_at.label("read_at"),
        exists().where(_of(Follow, reader)).label("following"),
        useful.label("useful"),
        drafts.newest_reply(reader, _ITEM_PUBLIC_ID).label("draft"),
        notifications.unread_column(reader).label("notifications"),  # for the frame of the page
    ]


def _unread(reader: Reader) -> tuple[list[Label[Any]], Subquery]:
    here = visible(Reply, reader).where(Reply.item_id == _ITEM)
    mark = _mark(reader)
    readable = here.with_only_columns(Reply.id).subquery()
    first = here.where(Reply.id > mark).order_by(Reply.id).with_only_columns(Reply.public_id).limit(1)
    columns = [
        first.scalar_subquery().label("unread"),
        func.count(readable.c.id).filter(readable.c.id <= mark).label("read"),
    ]
    return columns, readable
