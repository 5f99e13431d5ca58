"""Undo a deletion: for who deleted it, for thirty days. After that it is gone for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import Select, delete, select
from sqlalchemy.orm import joinedload

from forum.access import Action, Reader, get_visible, may, require, visible
from forum.core import kinds
from forum.core.events import ItemChanged, ReplyChanged
from forum.core.item import Item, Reply, State
from forum.lib import clock
from forum.lib.db import db, flush, transaction
from forum.lib.errors import NotFound
from forum.lib.events import publish as announce
from forum.lib.markup import plain, teaser
from forum.threads import counts
from forum.threads.models import Deletion

S = TypeVar("S", Item, Reply)
UNDO_WITHIN = timedelta(days=30)
MOST_SHOWN = 100
MINUTE = 23
AT_ONCE = 500  # taken away for good in one transaction


@dataclass(frozen=True)
class Removed:
    """Something that its reader deleted and can have back until `until`; `what` it is in words."""

    public_id: str
    title: str
    what: str
    reply: bool
    at: datetime
    until: datetime


def note(reader: Reader, subject: Item | Reply) -> None:
    """Delete `subject` (the caller checked that it may) so that it can be undone: remember who, when, and its state."""
    item_id, reply_id = (subject.id, None) if isinstance(subject, Item) else (None, subject.id)
    db.session.add(
        Deletion(item_id=item_id, reply_id=reply_id, by_id=reader.user_id, state_before=State(subject.state))
    )
    subject.state = State.DELETED
    flush()


def undo_item(reader: Reader, public_id: str) -> Item:
    """Bring back an item that `reader` deleted, with all that stood on it, as it was. Twice is once.

    Raises:
        NotFound: there is no such item, somebody else deleted it, it is too late, or they may not know of it any more.
        Forbidden: they may not decide about it any more.
    """
    # door: what the reader deleted themselves, and may still decide about
    query = select(Item, Deletion).join(Deletion, Deletion.item_id == Item.id).options(joinedload(Item.group))
    query = query.where(Item.public_id == public_id).with_for_update(of=Deletion)
    found = db.session.execute(_own(reader, query)).one_or_none()
    if found is None:
        return get_visible(Item, public_id, reader, joinedload(Item.author), joinedload(Item.group))
    item, deletion = found
    if not _still_theirs(reader, item):
        raise NotFound
    require(reader, Action.ITEM_DELETE, item)
    item.state = State(deletion.state_before)
    db.session.delete(deletion)
    flush()
    counts.recount(item.id)
    announce(ItemChanged(item.id, access=True))
    return item


def undo_reply(reader: Reader, public_id: str) -> tuple[Reply, Item]:
    """Bring back a reply that `reader` deleted; gives it with its item. Twice is once.

    Raises:
        NotFound, Forbidden: as for `undo_item`, or its item cannot be read.
    """
    # door: what the reader deleted themselves; its item comes through the door below
    query = select(Reply, Deletion).join(Deletion, Deletion.reply_id == Reply.id)
    query = query.where(Reply.public_id == public_id).with_for_update(of=Deletion)
    found = db.session.execute(_own(reader, query)).one_or_none()
    reply = found[0] if found else get_visible(Reply, public_id, reader)
    item = get_visible(Item, reply.item_id, reader, joinedload(Item.group))
    if found is None:
        return reply, item
    require(reader, Action.REPLY_DELETE, reply)
    reply.state = State(found[1].state_before)
    db.session.delete(found[1])
    flush()
    counts.recount(item.id)
    announce(ReplyChanged(reply.id, item.id, access=True))
    return reply, item


def list_removed(reader: Reader) -> list[Removed]:
    """What `reader` deleted and can have back, newest first; nothing of a place that they lost."""
    # door: what the reader deleted themselves
    items = select(Item, Deletion).join(Deletion, Deletion.item_id == Item.id).options(joinedload(Item.group))
    found = [
        Removed(item.public_id, item.title, str(kinds.of(item).label), False, gone.at, gone.at + UNDO_WITHIN)
        for item, gone in db.session.execute(_own(reader, items))
        if _still_theirs(reader, item) and may(reader, Action.ITEM_DELETE, item)
    ]
    readable = visible(Item, reader).with_only_columns(Item.id)
    replies = (  # door: own, on items that come through it
        select(Reply, Deletion)
        .join(Deletion, Deletion.reply_id == Reply.id)
        .where(Reply.item_id.in_(readable))
        .options(joinedload(Reply.item).joinedload(Item.group))
    )
    found += [
        Removed(
            reply.public_id,
            teaser(plain(reply.body_source), 80),
            _("Reactie"),
            True,
            gone.at,
            gone.at + UNDO_WITHIN,
        )
        for reply, gone in db.session.execute(_own(reader, replies))
        if may(reader, Action.REPLY_DELETE, reply)
    ]
    return sorted(found, key=lambda removed: removed.at, reverse=True)


def forget_hourly() -> None:
    """What the schedule calls, every minute."""
    if clock.now().minute == MINUTE:
        forget_old()


def forget_old() -> int:
    """Take away for good what was deleted longer ago than that: rows now, bytes when nothing uses them.

    What has no note yet (deleted by an older version, or again after a restore) gets one, so that
    its time begins now. Gives how many went.
    """
    with transaction():
        _adopt()
        old = select(Deletion).where(Deletion.at < clock.now() - UNDO_WITHIN).order_by(Deletion.id)
        gone = db.session.scalars(old.limit(AT_ONCE)).all()
        items = [row.item_id for row in gone if row.item_id]
        replies = [row.reply_id for row in gone if row.reply_id]
        db.session.execute(delete(Reply).where(Reply.id.in_(replies), Reply.state == State.DELETED))
        db.session.execute(delete(Item).where(Item.id.in_(items), Item.state == State.DELETED))
    return len(gone)


def _adopt() -> None:
    for model, column in ((Item, Deletion.item_id), (Reply, Deletion.reply_id)):
        noted = select(column).where(column.is_not(None))
        lost = (
            select(model.id).where(model.state == State.DELETED, model.id.not_in(noted)).limit(AT_ONCE)
        )  # door: ids
        for row_id in db.session.scalars(lost).all():
            db.session.add(Deletion(state_before=State.PUBLISHED, **{column.key: row_id}))
    flush()


def _own(reader: Reader, query: Select[S, Deletion]) -> Select[S, Deletion]:
    recent = Deletion.at > clock.now() - UNDO_WITHIN
    mine = Deletion.by_id == (reader.user_id or 0)
    return query.where(mine, recent).order_by(Deletion.id.desc()).limit(MOST_SHOWN)


def _still_theirs(reader: Reader, item: Item) -> bool:
    """Whether the place of a deleted item is still one that `reader` may know of."""
    return item.group is None or may(reader, Action.GROUP_READ_CONTENT, item.group)
