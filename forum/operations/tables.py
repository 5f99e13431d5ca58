"""All rows of a database as lines of JSON, and back: the same on SQLite and PostgreSQL.

The tables are read from the database itself, not from our models: a backup is also made before a migration and put
back from an older version.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

from sqlalchemy import Column, Connection, DateTime, LargeBinary, MetaData, Table, func, insert, select, text

from forum.lib.db import db

# The first tells what the schema is, and is in the manifest; the next two are about processes, not about people; the search index
# is made anew; marks of who searched must end with their week, also in a backup. The others let somebody in: one that was ended since must not come back to life.
LEFT_OUT = frozenset(
    {
        "alembic_version", "heartbeats", "content_version", "index_state", "index_files", "search_salts",
        "search_marks", "user_sessions", "api_tokens", "sign_in_requests", "address_changes",
    }
)  # fmt: skip
BATCH = 500


@dataclass(frozen=True)
class Written:
    """What was written of one table: how many rows, and the checksum of the lines."""

    rows: int
    sha256: str


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees the database as it is at this moment, whatever is written meanwhile."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        # SQLite in WAL mode: a transaction that reads sees one moment, from its first question on.
        connection.execute(text("SELECT count(*) FROM alembic_version"))
        yield connection
        connection.rollback()


def reflect(connection: Connection) -> list[Table]:
    """The tables with content, in an order in which each stands behind those that it points at."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in LEFT_OUT]


def revision_of(connection: Connection) -> str | None:
    """Which migration the database stands at; None for one without tables."""
    if not db.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def is_empty(connection: Connection) -> bool:
    """Whether no table with content has a row."""
    return all(connection.execute(select(table).limit(1)).first() is None for table in reflect(connection))


def write(connection: Connection, table: Table, target: BinaryIO) -> Written:
    """Write every row of `table` to `target`, one JSON object on each line, by primary key."""
    digest, rows = hashlib.sha256(), 0
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    for row in connection.execute(query).mappings():
        line = json.dumps({key: _plain(value) for key, value in row.items()}, ensure_ascii=False)
        encoded = line.encode() + b"\n"
        digest.update(encoded)
        target.write(encoded)
        rows += 1
    return Written(rows, digest.hexdigest())


def read(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Insert the rows of `lines` into the empty `table`; gives how many."""
    # A row may point at one of its own table that comes later: such columns are filled in afterwards.
    own = [
        column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)
    ]
    later: list[dict[str, Any]] = []
    batch: list[dict[str, Any]] = []
    rows = 0
    for line in lines:
        row = _values(table, json.loads(line))
        later += [row.copy()] if any(row.get(column.name) is not None for column in own) else []
        row.update({column.name: None for column in own})
        batch.append(row)
        rows += 1
        if len(batch) == BATCH:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)
    for row in later:
        key = [column == row[column.name] for column in table.primary_key.columns]
        values = {column.name: row[column.name] for column in own}
        connection.execute(table.update().where(*key).values(values))
    _go_on_counting(connection, table)
    return rows


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        # SQLite keeps no zone: what we wrote there is UTC.
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def _values(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _typed(table.columns[name], value) for name, value in row.items()}


def _typed(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        moment = datetime.fromisoformat(value)
        return moment if column.type.timezone else moment.astimezone(UTC).replace(tzinfo=None)
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    return value


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL counts ids apart from the rows: the next one must come after the highest."""
    if connection.dialect.name != "postgresql" or "id" not in table.columns:
        return
    sequence = connection.scalar(
        text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": f'"{table.name}"'}
    )
    highest = connection.scalar(select(func.max(table.columns["id"])))
    if sequence and highest:
        connection.execute(
            text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest}
        )
