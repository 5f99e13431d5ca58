"""Read a thread: one page of replies with all that is shown beside them, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import joinedload

from forum.access import Action, Reader, get_visible, may, visible
from forum.access.audience import AudienceLine, describe_item
from forum.core.attachment import Attachment
from forum.core.item import Item, Reply
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.pages import PER_PAGE, offset
from forum.threads import themes, thread_queries

I = TypeVar("I", bound=Item)  # noqa: E741


@dataclass(frozen=True)
class ReplyView:
    """A reply with what a reader may do with it."""

    reply: Reply
    attachments: Sequence[Attachment]
    mine: bool
    may_react: bool
    may_edit: bool
    may_delete: bool


@dataclass(frozen=True)
class Place:
    """Where a reply stands: on which page of its item."""

    public_id: str
    page_number: int


@dataclass(frozen=True)
class ReplyRow:
    """Which reply it is, and whose."""

    id: int
    public_id: str
    author_id: int


@dataclass(frozen=True)
class Outline:
    """What every reader of one standing to the place of an item sees of its thread: `number` is the page of replies,
    `total` and `newest_id` (or 0) are about all pages."""

    number: int
    total: int
    newest_id: int
    rows: tuple[ReplyRow, ...]
    themes: tuple[str, ...]
    audience: AudienceLine

    @property
    def last_shown_id(self) -> int:
        """The newest reply on this page, or 0."""
        return self.rows[-1].id if self.rows else 0


@dataclass(frozen=True)
class Own:
    """What one reader did with an item: how far they read, what they follow and marked, what they are still writing
    there (the public id of a draft of a reply). And on how many subjects something is new for them."""

    last_read_id: int | None
    last_read_at: datetime | None
    following: bool
    useful: frozenset[int]
    draft: str | None
    notifications: int


@dataclass(frozen=True)
class Thread:
    """What stands below an item on its page, for one reader. `replies` are there when they were asked for."""

    item: Item
    outline: Outline
    own: Own
    replies: Sequence[ReplyView] | None
    attachments: Sequence[Attachment] | None
    signed_in: bool
    first_unread: Place | None
    may_moderate: bool
    may_reply: bool
    may_edit: bool
    may_delete: bool
    may_move: bool
    may_follow: bool


def get_item(model: type[I], public_id: str, reader: Reader) -> I:
    """The item with this public id, with its author and group loaded.

    Raises:
        NotFound: it does not exist as a `model`, or `reader` may not know.
    """
    found = db.session.scalars(thread_queries.item(reader, model), {"public_id": public_id}).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_reply(public_id: str, reader: Reader) -> tuple[Reply, Item]:
    """A reply and its item, both through the door.

    Raises:
        NotFound: either does not exist, or `reader` may not know.
    """
    reply = get_visible(Reply, public_id, reader, joinedload(Reply.author))
    item = get_visible(Item, reply.item_id, reader, joinedload(Item.author), joinedload(Item.group))
    return reply, item


def thread_of(reader: Reader, item: Item, page_number: int = 1, outline: Outline | None = None) -> Thread:
    """The thread of `item`, which came through the door (`get_item`), at this page of its replies.

    A page after the last one gives the last one. With the `outline` that a reader of the same standing was shown, while
    nothing was written since, the replies themselves are not read.
    """
    shown = _shown(reader, item, page_number) if outline is None else _as_shown(reader, item, outline)
    return Thread(
        item=item,
        outline=shown.outline,
        own=shown.own,
        first_unread=shown.first_unread,
        replies=shown.replies,
        attachments=shown.attachments,
        signed_in=reader.signed_in,
        may_moderate=may(reader, Action.MODERATE, item),
        may_reply=may(reader, Action.ITEM_TAKE_PART, item),
        may_edit=may(reader, Action.ITEM_EDIT, item),
        may_delete=may(reader, Action.ITEM_DELETE, item),
        may_move=may(reader, Action.ITEM_MOVE, item),
        may_follow=may(reader, Action.ITEM_FOLLOW, item),
    )


def place_of(reader: Reader, reply: Reply) -> Place:
    """On which page of its item a reply, which came through the door, stands for `reader`."""
    before = visible(Reply, reader).where(Reply.item_id == reply.item_id, Reply.id < reply.id)
    count = db.session.scalar(select(func.count()).select_from(before.subquery())) or 0
    return Place(reply.public_id, count // PER_PAGE + 1)


class _Shown(NamedTuple):
    outline: Outline
    own: Own
    first_unread: Place | None
    replies: Sequence[ReplyView] | None = None
    attachments: Sequence[Attachment] | None = None


def _shown(reader: Reader, item: Item, page_number: int) -> _Shown:
    row = db.session.execute(thread_queries.overview(reader), thread_queries.values(item)).one()
    own = _own(row)
    number = min(page_number, max(1, -(-row.total // PER_PAGE)))
    values = {**thread_queries.values(item), "offset": offset(number)}
    rows = db.session.scalars(thread_queries.replies(reader), values).all() if row.total else []
    attached = _attachments(item, rows) if row.files else defaultdict(list)
    outline = Outline(
        number=number,
        total=row.total,
        newest_id=row.newest or 0,
        rows=tuple(ReplyRow(reply.id, reply.public_id, reply.author_id) for reply in rows),
        themes=tuple(themes.apart(row.themes)),
        audience=describe_item(item),
    )
    views = [_view(reader, reply, attached[reply.id]) for reply in rows]
    return _Shown(outline, own, _first_unread(row), views, attached[None])


def _as_shown(reader: Reader, item: Item, outline: Outline) -> _Shown:
    own = _own(db.session.execute(thread_queries.own(reader), thread_queries.values(item)).one())
    if own.last_read_id is None or own.last_read_id >= outline.newest_id:
        return _Shown(outline, own, None)
    row = db.session.execute(thread_queries.unread(reader), thread_queries.values(item)).one()
    return _Shown(outline, own, _first_unread(row))


def _own(row: Row[Any]) -> Own:
    useful = frozenset(map(int, row.useful.split(","))) if row.useful else frozenset()
    return Own(row.mark, row.read_at, bool(row.following), useful, row.draft, row.notifications)


def _first_unread(row: Row[Any]) -> Place | None:
    return Place(row.unread, row.read // PER_PAGE + 1) if row.unread is not None else None


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


def _view(reader: Reader, reply: Reply, attachments: Sequence[Attachment]) -> ReplyView:
    mine = reader.signed_in and reply.author_id == reader.user_id
    return ReplyView(
        reply=reply,
        attachments=attachments,
        mine=mine,
        may_react=not mine and may(reader, Action.REPLY_REACT, reply),
        may_edit=may(reader, Action.REPLY_EDIT, reply),
        may_delete=may(reader, Action.REPLY_DELETE, reply),
    )
