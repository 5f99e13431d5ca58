"""A file beside the database: what was taken away or taken back, so that restoring an older backup does not bring it back.

A line for each change: when, what, of which thing, and its state then. No names, no texts, no addresses. It lies in the
data folder (`erasures.jsonl`): keep a copy where the backups are.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Column

from forum.lib import clock
from forum.lib.db import after_commit

NAME = "erasures.jsonl"


@dataclass(frozen=True)
class Last:
    """The state that something was left in, and since when."""

    state: str
    at: datetime


States = dict[tuple[str, str], Last]


def path() -> Path:
    """Where the lines of this site are."""
    data: Path = current_app.config["KENNISPLEIN"].data
    return data / NAME


def note(what: str, key: str, state: str) -> None:
    """Add a line once the present transaction is committed."""
    line = {"at": clock.now().isoformat(), "what": what, "id": key, "state": state}
    target = path()
    after_commit(lambda: _append(target, line))


def _append(target: Path, line: dict[str, Any]) -> None:
    # One write of one short line: several processes can add to the same file.
    descriptor = os.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, json.dumps(line).encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def last_states(lines: Iterable[bytes]) -> States:
    """How `lines`, oldest first, leave each thing: by (what, key). A line that a power cut left half is skipped.

    All lines count, also those of before a backup: the last one about a thing says how it is now.
    """
    found: States = {}
    for line in lines:
        try:
            entry = json.loads(line)
            last = Last(entry["state"], datetime.fromisoformat(entry["at"]))
            key = entry["what"], entry["id"]
        except (ValueError, KeyError, TypeError):
            continue
        if all(isinstance(word, str) for word in (*key, last.state)):
            found[key] = last
    return found


def moment_for(column: Column[Any], at: datetime) -> datetime:
    """`at` as this column of a reflected table keeps it: SQLite keeps no zone."""
    zoned = column.type.timezone  # type: ignore[attr-defined]
    return at if zoned else at.replace(tzinfo=None)
