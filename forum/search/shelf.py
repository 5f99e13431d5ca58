"""Where machines share one search index: its files, in the database, as one of them last wrote it."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, delete, insert, select, update

from forum.search.models import IndexFile, IndexState

CHUNK = 1024 * 1024
ONLY = 1  # there is one index, so one row that says which


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the index: its name, and the checksum of its content."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What lies on the shelf: `version` goes up at each change; 0 means nothing yet."""

    version: int
    generation: str
    entries: tuple[Entry, ...]


NOTHING = Contents(0, "", ())


class Taken(Protocol):
    """What lies on the shelf at one moment, whatever is put there meanwhile."""

    contents: Contents

    def read(self, name: str) -> Iterable[bytes]:
        """The content of a file, in pieces."""


class Shelf(Protocol):
    """A place that every machine can reach."""

    def version(self) -> int:
        """The version of what lies there; asked at each question, so it must be quick."""

    def take(self) -> AbstractContextManager[Taken]:
        """What lies there now."""

    def put(self, folder: Path, generation: str, names: Iterable[str], *, after: int) -> int | None:
        """Put these files of `folder` there instead of what lies there; the new version.

        None when what lies there is not version `after` any more: another machine was first.
        """


class DatabaseShelf:
    """A Shelf in two tables. All of a change is there, or nothing of it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def version(self) -> int:
        """See Shelf.version."""
        with self._engine.connect() as connection:
            return connection.scalar(select(IndexState.version)) or 0

    @contextmanager
    def take(self) -> Iterator[Taken]:
        """See Shelf.take."""
        with self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield _Taken(connection)

    def put(self, folder: Path, generation: str, names: Iterable[str], *, after: int) -> int | None:
        """See Shelf.put. A file keeps its content for ever under its name, but for the table of contents."""
        entries = tuple(Entry(name, checksum(folder / name)) for name in sorted(names))
        with self._engine.begin() as connection:
            present = _contents(connection)
            if present.version != after:
                return None
            there = set(present.entries)
            for gone in there - set(entries):
                connection.execute(delete(IndexFile).where(IndexFile.name == gone.name))
            for entry in entries:
                if entry not in there:
                    _write(connection, entry.name, folder / entry.name)
            values = {
                "version": after + 1,
                "generation": generation,
                "entries": [[entry.name, entry.sha256] for entry in entries],
            }
            if after:
                connection.execute(update(IndexState).values(values))
            else:
                connection.execute(insert(IndexState).values(id=ONLY, **values))
        return after + 1


class _Taken:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.contents = _contents(connection)

    def read(self, name: str) -> Iterator[bytes]:
        parts = select(IndexFile.content).where(IndexFile.name == name).order_by(IndexFile.part)
        yield from self._connection.scalars(parts.execution_options(yield_per=4))


def checksum(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _contents(connection: Connection) -> Contents:
    row = connection.execute(
        select(IndexState.version, IndexState.generation, IndexState.entries)
    ).one_or_none()
    if row is None:
        return NOTHING
    return Contents(row.version, row.generation, tuple(Entry(name, sha256) for name, sha256 in row.entries))


def _write(connection: Connection, name: str, path: Path) -> None:
    with path.open("rb") as file:
        part = 0
        while content := file.read(CHUNK):
            connection.execute(insert(IndexFile).values(name=name, part=part, content=content))
            part += 1
