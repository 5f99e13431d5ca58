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
from sqlalchemy import Connection, Table, select

from forum.core.events import ItemChanged, ReplyChanged, UserChanged
from forum.core.item import Item, Reply, State
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import after_commit, db

NAME = "erasures.jsonl"
ITEM, REPLY, PERSON = "item", "reply", "person"
TABLES = {ITEM: "items", REPLY: "replies", PERSON: "users"}
CLOSED, OPEN = "closed", "open"  # an account
TAKEN_AWAY = frozenset({State.DELETED.value, State.HIDDEN.value, CLOSED})


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
        _note(PERSON, select(User.public_id, User.deactivated_at).where(User.id == event.user_id))


def _note(what: str, query: Any) -> None:
    row = db.session.execute(query).one_or_none()
    if row is None:
        return
    state = (CLOSED if row[1] else OPEN) if what == PERSON else str(row[1])
    line = {"at": clock.now().isoformat(), "what": what, "id": row[0], "state": state}
    path = ledger()
    after_commit(lambda: _append(path, line))


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
        if what == PERSON:
            zoned = column.type.timezone  # type: ignore[attr-defined]
            value: object = last.at if zoned else last.at.replace(tzinfo=None)
            still = column.is_(None)
        else:
            value, still = last.state, column.not_in((last.state, State.DELETED.value))
        change = (
            table.update().where(table.columns["public_id"] == public_id, still).values({column.name: value})
        )
        done += connection.execute(change).rowcount
    return done
