"""Read a thread: one page of replies with all that is shown beside them, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, exists, func, literal, or_, select
from sqlalchemy.orm import joinedload

from forum.access import Action, Reader, get_visible, may, visible
from forum.access.audience import AudienceLine, describe_item
from forum.core.attachment import Attachment
from forum.core.follow import Follow, ReadMark
from forum.core.item import Item, Reply
from forum.lib.db import db
from forum.lib.pages import PER_PAGE, Page, offset
from forum.threads import drafts, themes
from forum.threads.models import Useful

I = TypeVar("I", bound=Item)  # noqa: E741


@dataclass(frozen=True)
class ReplyView:
    """A reply with what `reader` may do and did with it."""

    reply: Reply
    attachments: Sequence[Attachment]
    mine: bool
    useful_by_me: bool
    may_react: bool
    may_edit: bool
    may_delete: bool
    unread: bool


@dataclass(frozen=True)
class Place:
    """Where a reply stands: on which page of its item."""

    public_id: str
    page_number: int


@dataclass(frozen=True)
class Thread:
    """What stands below an item on its page. `last_shown_id` is the newest reply on this page, or 0."""

    item: Item
    page: Page[ReplyView]
    attachments: Sequence[Attachment]
    themes: Sequence[str]
    audience: AudienceLine
    signed_in: bool
    may_moderate: bool
    may_reply: bool
    may_edit: bool
    may_delete: bool
    may_move: bool
    may_follow: bool
    following: bool
    first_unread: Place | None
    last_read_id: int | None
    last_read_at: datetime | None
    last_shown_id: int
    draft: str | None  # the public id of the reply that this reader is still writing here


@dataclass(frozen=True)
class _Standing:
    last_read_id: int | None
    last_read_at: datetime | None
    following: bool
    total: int
    read: int
    first_unread: str | None
    themes: Sequence[str]
    files: bool
    draft: str | None


def get_item(model: type[I], public_id: str, reader: Reader) -> I:
    """The item with this public id, with its author and group loaded.

    Raises:
        NotFound: it does not exist as a `model`, or `reader` may not know.
    """
    return get_visible(model, public_id, reader, joinedload(model.author), joinedload(model.group))


def get_reply(public_id: str, reader: Reader) -> tuple[Reply, Item]:
    """A reply and its item, both through the door.

    Raises:
        NotFound: either does not exist, or `reader` may not know.
    """
    reply = get_visible(Reply, public_id, reader, joinedload(Reply.author))
    item = get_visible(Item, reply.item_id, reader, joinedload(Item.author), joinedload(Item.group))
    return reply, item


def thread_of(reader: Reader, item: Item, page_number: int = 1) -> Thread:
    """The thread of `item`, which came through the door (`get_item`), at this page of its replies.

    A page after the last one gives the last one.
    """
    standing = _standing(reader, item)
    pages = max(1, -(-standing.total // PER_PAGE))
    number = min(page_number, pages)
    found = _replies(reader, item, number) if standing.total else []
    rows = [row for row, _marked in found]
    attached = _attachments(item, rows) if standing.files else defaultdict(list)
    views = [_view(reader, row, attached[row.id], marked, standing.last_read_id) for row, marked in found]
    return Thread(
        item=item,
        page=Page(views, number, standing.total),
        attachments=attached[None],
        themes=standing.themes,
        audience=describe_item(item),
        signed_in=reader.signed_in,
        may_moderate=may(reader, Action.MODERATE, item),
        may_reply=may(reader, Action.ITEM_TAKE_PART, item),
        may_edit=may(reader, Action.ITEM_EDIT, item),
        may_delete=may(reader, Action.ITEM_DELETE, item),
        may_move=may(reader, Action.ITEM_MOVE, item),
        may_follow=may(reader, Action.ITEM_FOLLOW, item),
        following=standing.following,
        first_unread=_first_unread(standing),
        last_read_id=standing.last_read_id,
        last_read_at=standing.last_read_at,
        last_shown_id=rows[-1].id if rows else 0,
        draft=standing.draft,
    )


def place_of(reader: Reader, reply: Reply) -> Place:
    """On which page of its item a reply, which came through the door, stands for `reader`."""
    before = visible(Reply, reader).where(Reply.item_id == reply.item_id, Reply.id < reply.id)
    count = db.session.scalar(select(func.count()).select_from(before.subquery())) or 0
    return Place(reply.public_id, count // PER_PAGE + 1)


def _standing(reader: Reader, item: Item) -> _Standing:
    here = visible(Reply, reader).where(Reply.item_id == item.id)
    mark = select(ReadMark.last_reply_id).where(_of(ReadMark, reader, item)).scalar_subquery()
    read_at = select(ReadMark.read_at).where(_of(ReadMark, reader, item)).scalar_subquery()
    readable = here.with_only_columns(Reply.id).subquery()
    unread = here.where(Reply.id > mark).order_by(Reply.id).with_only_columns(Reply.public_id).limit(1)
    row = db.session.execute(
        select(
            mark.label("mark"),
            read_at.label("read_at"),
            unread.scalar_subquery().label("unread"),
            drafts.newest_reply(reader, item).label("draft"),
            themes.together(item).label("themes"),
            exists().where(_of(Follow, reader, item)).label("following"),
            exists().where(Attachment.item_id == item.id).label("files"),
            func.count(readable.c.id).label("total"),
            func.count(readable.c.id).filter(readable.c.id <= mark).label("read"),
        ).select_from(readable)
    ).one()
    names = themes.apart(row.themes)
    return _Standing(
        row.mark,
        row.read_at,
        bool(row.following),
        row.total,
        row.read,
        row.unread,
        names,
        bool(row.files),
        row.draft,
    )


def _of(model: type[Follow] | type[ReadMark], reader: Reader, item: Item) -> ColumnElement[bool]:
    # Nobody's mark: a user id that no row has, so that a visitor costs the same queries as a member.
    return (model.item_id == item.id) & (model.user_id == literal(reader.user_id or 0))


def _replies(reader: Reader, item: Item, number: int) -> list[tuple[Reply, bool]]:
    """One page of replies, each with whether `reader` called it useful."""
    marked = exists().where(Useful.reply_id == Reply.id, Useful.user_id == literal(reader.user_id or 0))
    query = (
        visible(Reply, reader)
        .add_columns(marked.label("marked"))
        .where(Reply.item_id == item.id)
        .options(joinedload(Reply.author))
        .order_by(Reply.id)
        .limit(PER_PAGE)
        .offset(offset(number))
    )
    return [(reply, bool(marked)) for reply, marked in db.session.execute(query)]


def _attachments(item: Item, rows: Collection[Reply]) -> dict[int | None, list[Attachment]]:
    """The files of the item (under None) and of each reply. They follow what they are attached to, and all
    that is asked for here came through the door."""
    query = (
        select(Attachment)  # door: they follow what came through it
        .where(
            Attachment.item_id == item.id,
            or_(Attachment.reply_id.is_(None), Attachment.reply_id.in_([row.id for row in rows])),
        )
        .order_by(Attachment.id)
    )
    found: dict[int | None, list[Attachment]] = defaultdict(list)
    for attachment in db.session.scalars(query):
        found[attachment.reply_id].append(attachment)
    return found


def _first_unread(standing: _Standing) -> Place | None:
    if standing.first_unread is None:
        return None
    return Place(standing.first_unread, standing.read // PER_PAGE + 1)


def _view(
    reader: Reader, reply: Reply, attachments: Sequence[Attachment], marked: bool, last_read_id: int | None
) -> ReplyView:
    mine = reader.signed_in and reply.author_id == reader.user_id
    return ReplyView(
        reply=reply,
        attachments=attachments,
        mine=mine,
        useful_by_me=marked,
        may_react=not mine and may(reader, Action.REPLY_REACT, reply),
        may_edit=may(reader, Action.REPLY_EDIT, reply),
        may_delete=may(reader, Action.REPLY_DELETE, reply),
        unread=last_read_id is not None and reply.id > last_read_id and not mine,
    )
