"""The numbers kept beside the facts: how many replies an item has, and when something last happened.

They change in the transaction of their cause; `kennisplein repair counts` makes them anew from the facts.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, Update, func, select, update

from forum.core.group import Group
from forum.core.item import Item, Reply, State
from forum.lib.db import db
from forum.threads.models import Useful


def one_more(item_id: int, at: datetime) -> None:
    """A reply was added to the item."""
    _run(update(Item).where(Item.id == item_id).values(reply_count=Item.reply_count + 1, last_activity_at=at))
    group_id = select(Item.group_id).where(Item.id == item_id).scalar_subquery()  # door: part of an update
    _run(update(Group).where(Group.id == group_id).values(last_activity_at=at))


def recount(item_id: int) -> None:
    """Make the numbers of one item anew: a reply was deleted, hidden or restored.

    Whoever changes the state of a reply calls this, after a flush.
    """
    _run(_anew().where(Item.id == item_id))


def recount_group(group_id: int) -> None:
    """Find out anew when something last happened in a group: an item went or came."""
    here = select(func.max(Item.last_activity_at)).where(  # door: part of an update
        Item.group_id == Group.id, Item.state == State.PUBLISHED
    )
    newest = func.coalesce(here.correlate(Group).scalar_subquery(), Group.created_at)
    _run(update(Group).where(Group.id == group_id).values(last_activity_at=newest))


def recount_useful(reply_id: int) -> None:
    """Make the number of people who find one reply useful anew."""
    _run(update(Reply).where(Reply.id == reply_id).values(useful_count=_useful()))


def repair() -> int:
    """Make the numbers of all items and replies anew; gives how many rows were wrong."""
    wrong = (Item.reply_count != _replies()) | (Item.last_activity_at != _last_activity())
    wrong_useful = Reply.useful_count != _useful()
    total = (db.session.scalar(select(func.count(Item.id)).where(wrong)) or 0) + (
        db.session.scalar(select(func.count(Reply.id)).where(wrong_useful)) or 0
    )
    _run(_anew().where(wrong))
    _run(update(Reply).where(wrong_useful).values(useful_count=_useful()))
    return total


def _anew() -> Update:
    return update(Item).values(reply_count=_replies(), last_activity_at=_last_activity())


def _replies() -> ScalarSelect[Any]:
    return select(func.count()).where(*_published()).correlate(Item).scalar_subquery()


def _last_activity() -> ScalarSelect[Any]:
    newest = select(func.max(Reply.created_at)).where(*_published()).correlate(Item).scalar_subquery()
    return func.coalesce(newest, Item.published_at, Item.created_at)  # type: ignore[return-value]


def _published() -> tuple[Any, Any]:
    return Reply.item_id == Item.id, Reply.state == State.PUBLISHED


def _useful() -> ScalarSelect[Any]:
    return select(func.count()).where(Useful.reply_id == Reply.id).correlate(Reply).scalar_subquery()


def _run(statement: Update) -> None:
    # "fetch": rows in the session read their new numbers when they are next asked for.
    db.session.execute(statement.execution_options(synchronize_session="fetch"))
