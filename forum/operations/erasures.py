"""What was deleted, hidden or closed, kept beside the database, so that restoring an older backup does not bring it back.

A line for each change of who may read a thing: when, what, its public id, and its state then. No names, no texts.
It lies in the data folder (`erasures.jsonl`): keep a copy where the backups are.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Column, Connection, Table, select

from forum.accounts import closing
from forum.core.events import ItemChanged, ReplyChanged, UserChanged
from forum.core.item import Item, Reply, State
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import after_commit, db

NAME = "erasures.jsonl"
ITEM, REPLY, PERSON = "item", "reply", "person"
TABLES = {ITEM: "items", REPLY: "replies", PERSON: "users"}
CLOSED, OPEN, ERASED = "closed", "open", "erased"  # an account; erased: by the person, for good
TAKEN_AWAY = frozenset({State.DELETED.value, State.HIDDEN.value, CLOSED, ERASED})


def ledger() -> Path:
    """Where the lines of this site are."""
    data: Path = current_app.config["KENNISPLEIN"].data
    return data / NAME


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
    if row is None:
        return
    state = _of_person(row) if what == PERSON else str(row[1])
    line = {"at": clock.now().isoformat(), "what": what, "id": row[0], "state": state}
    path = ledger()
    after_commit(lambda: _append(path, line))


def _of_person(row: Any) -> str:
    if row.erased_at:
        return ERASED
    return CLOSED if row.deactivated_at else OPEN


def _append(path: Path, line: dict[str, Any]) -> None:
    # One write of one short line: several processes can add to the same file.
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, json.dumps(line).encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass(frozen=True)
class Taken:
    """The state that something was left in, and since when."""

    state: str
    at: datetime


def taken_away(lines: Iterable[bytes]) -> dict[tuple[str, str], Taken]:
    """What `lines`, oldest first, leave deleted, hidden or closed: by (what, public id).

    All lines count, also those of before a backup: the last one about a thing says how it is now. A line that a power
    cut left half is skipped.
    """
    found: dict[tuple[str, str], Taken] = {}
    for line in lines:
        try:
            entry = json.loads(line)
            key, taken = (
                (entry["what"], entry["id"]),
                Taken(entry["state"], datetime.fromisoformat(entry["at"])),
            )
        except (ValueError, KeyError, TypeError):
            continue
        if taken.state in TAKEN_AWAY and key[0] in TABLES:
            found[key] = taken
        else:
            found.pop(key, None)
    return found


def replay(connection: Connection, tables: Iterable[Table], taken: dict[tuple[str, str], Taken]) -> int:
    """Delete, hide and close in a database that was just put back what was taken away since; gives how many."""
    by_name = {table.name: table for table in tables}
    done = 0
    for (what, public_id), last in taken.items():
        table = by_name[TABLES[what]]
        column = table.columns["deactivated_at" if what == PERSON else "state"]
        if last.state == ERASED:
            done += _erase(connection, by_name, public_id, last.at)
            continue
        if what == PERSON:
            value: object = _moment(column, last.at)
            still = column.is_(None)
        else:
            value, still = last.state, column.not_in((last.state, State.DELETED.value))
        change = (
            table.update().where(table.columns["public_id"] == public_id, still).values({column.name: value})
        )
        done += connection.execute(change).rowcount
    return done


def _erase(connection: Connection, by_name: dict[str, Table], public_id: str, at: datetime) -> int:
    """Take away again who somebody was that closed their account; of what a backup of an older version knows."""
    users = by_name[TABLES[PERSON]]
    values = closing.erased(public_id) | {
        name: _moment(users.columns[name], at)
        for name in ("deactivated_at", "erased_at")
        if name in users.columns
    }
    known = {name: value for name, value in values.items() if name in users.columns}
    this = select(users.columns["id"]).where(users.columns["public_id"] == public_id).scalar_subquery()
    for name, column in (("expertise", "user_id"), ("memberships", "user_id"), ("withheld", "person_id")):
        if name in by_name:
            connection.execute(by_name[name].delete().where(by_name[name].columns[column] == this))
    changed = users.update().where(users.columns["public_id"] == public_id).values(known)
    return connection.execute(changed).rowcount


def _moment(column: Column[Any], at: datetime) -> datetime:
    zoned = column.type.timezone  # type: ignore[attr-defined]
    return at if zoned else at.replace(tzinfo=None)
