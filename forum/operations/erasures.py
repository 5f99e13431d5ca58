"""What was deleted, hidden or closed: noted in the ledger, and done again in a database that was just put back."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, select

from forum.accounts import closing
from forum.core.events import ItemChanged, ReplyChanged, UserChanged
from forum.core.item import Item, Reply, State
from forum.core.user import User
from forum.lib.db import db
from forum.operations import ledger
from forum.operations.ledger import States

ITEM, REPLY, PERSON = "item", "reply", "person"
TABLES = {ITEM: "items", REPLY: "replies", PERSON: "users"}
CLOSED, OPEN, ERASED = "closed", "open", "erased"  # an account; erased: by the person, for good
TAKEN_AWAY = frozenset({State.DELETED.value, State.HIDDEN.value, CLOSED, ERASED})
# What goes with the account of who closed it: the same tables as in accounts.closing.
OWN = (*((model.__tablename__, "user_id") for model in closing.OWN),
       ("memberships", "user_id"), ("withheld", "person_id"), ("drafts", "owner_id"), ("person_follows", "person_id"))  # fmt: skip


def on_item_changed(event: ItemChanged) -> None:
    if event.access:
        query = select(Item.public_id, Item.state)  # door: a state only
        _note(ITEM, query.where(Item.id == event.item_id))


def on_reply_changed(event: ReplyChanged) -> None:
    if event.access:
        query = select(Reply.public_id, Reply.state)  # door: a state only
        _note(REPLY, query.where(Reply.id == event.reply_id))


def on_user_changed(event: UserChanged) -> None:
    if event.access:
        columns = select(User.public_id, User.deactivated_at, User.erased_at)
        _note(PERSON, columns.where(User.id == event.user_id))


def _note(what: str, query: Any) -> None:
    row = db.session.execute(query).one_or_none()
    if row is not None:
        ledger.note(what, row[0], _of_person(row) if what == PERSON else str(row[1]))


def _of_person(row: Any) -> str:
    if row.erased_at:
        return ERASED
    return CLOSED if row.deactivated_at else OPEN


def taken_away(lines: Iterable[bytes]) -> States:
    """What `lines`, oldest first, leave deleted, hidden or closed: by (what, public id)."""
    last = ledger.last_states(lines)
    return {key: found for key, found in last.items() if key[0] in TABLES and found.state in TAKEN_AWAY}


def replay(connection: Connection, tables: Iterable[Table], taken: States) -> int:
    """Delete, hide and close in a database that was just put back what was taken away since; gives how many."""
    by_name = {table.name: table for table in tables}
    done = 0
    for (what, public_id), last in taken.items():
        table = by_name[TABLES[what]]
        column = table.columns["deactivated_at" if what == PERSON else "state"]
        if last.state == ERASED:
            done += _erase(connection, by_name, public_id, last)
            continue
        if what == PERSON:
            value: object = ledger.moment_for(column, last.at)
            still = column.is_(None)
        else:
            value, still = last.state, column.not_in((last.state, State.DELETED.value))
        change = (
            table.update().where(table.columns["public_id"] == public_id, still).values({column.name: value})
        )
        done += connection.execute(change).rowcount
    return done


def _erase(connection: Connection, by_name: dict[str, Table], public_id: str, last: ledger.Last) -> int:
    """Take away again who somebody was that closed their account; of what a backup of an older version knows."""
    users = by_name[TABLES[PERSON]]
    values = closing.erased(public_id) | {
        name: ledger.moment_for(users.columns[name], last.at)
        for name in ("deactivated_at", "erased_at")
        if name in users.columns
    }
    known = {name: value for name, value in values.items() if name in users.columns}
    this = select(users.columns["id"]).where(users.columns["public_id"] == public_id).scalar_subquery()
    for name, column in OWN:
        if name in by_name:
            connection.execute(by_name[name].delete().where(by_name[name].columns[column] == this))
    changed = users.update().where(users.columns["public_id"] == public_id).values(known)
    return connection.execute(changed).rowcount
