"""Follow an item, and know how far somebody has read it."""

from sqlalchemy import delete

from forum.access import Action, Reader, require
from forum.core.follow import Follow, ReadMark
from forum.core.item import Item
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import Forbidden
from forum.lib.upsert import upsert


def follow(reader: Reader, item: Item) -> None:
    """Let `reader` follow `item`, which came through the door. Twice is once.

    Raises:
        Forbidden: they may not follow it.
    """
    require(reader, Action.ITEM_FOLLOW, item)
    if reader.user_id is None:
        raise Forbidden
    follow_quietly(reader.user_id, item.id)


def unfollow(reader: Reader, item: Item) -> None:
    """Let `reader` no longer follow `item`. Always allowed."""
    db.session.execute(delete(Follow).where(Follow.user_id == reader.user_id, Follow.item_id == item.id))


def follow_quietly(user_id: int, item_id: int) -> None:
    """Follow without asking: who writes on an item wants to know how it goes on."""
    upsert(Follow, {"user_id": user_id, "item_id": item_id}, {})


def mark_read(user_id: int, item_id: int, last_reply_id: int) -> None:
    """Remember that this person saw the item up to this reply (0: only the item itself)."""
    mark = db.session.get(ReadMark, (user_id, item_id))
    if mark is not None and mark.last_reply_id > last_reply_id:
        last_reply_id = mark.last_reply_id
    upsert(
        ReadMark,
        {"user_id": user_id, "item_id": item_id},
        {"last_reply_id": last_reply_id, "read_at": clock.now()},
    )
    if mark is not None:
        db.session.expire(mark)
