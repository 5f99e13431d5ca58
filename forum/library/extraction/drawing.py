"""Drawing a document in a process of its own (`child`): its first pages as pictures, its sheets as tables.

The child sends points, not a picture in some format: what it says goes into no decoder, so a document that took it over
can at most draw something else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forum.library.extraction.child import Child, WorkerFailed
from forum.library.extraction.drawers import DRAWERS
from forum.library.extraction.outcome import DRAWING_LIMITS, Limits
from forum.library.extraction.said import record_of, storable

_LONGEST_LINE = 4 * 1024 * 1024
_ROUNDED = 2  # points that a page may be wider or higher than asked, because half a point becomes one
_CELL = 300


@dataclass(frozen=True, slots=True)
class Points:
    """Page `number` (from 1), three bytes for each point."""

    number: int
    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Table:
    """The beginning of sheet `number` (from 1). `more_rows` and `more_columns`: there are more than these."""

    number: int
    rows: list[list[str]]
    more_rows: bool
    more_columns: bool


def draws(media_type: str) -> bool:
    """Whether there is anything to draw of files of this type."""
    return media_type in DRAWERS


def draw(path: Path, media_type: str, *, limits: Limits = DRAWING_LIMITS) -> Iterator[Points | Table]:
    """What can be shown of the file at `path`, as it comes; of a bad file less or nothing.

    Raises only OSError, for a file that is not there, and WorkerFailed, for an installation that cannot start it.
    """
    size = path.stat().st_size
    if not draws(media_type) or not 0 < size <= limits.file:
        return
    child = Child(path, DRAWERS[media_type], limits)
    page = (limits.picture_width + _ROUNDED) * (limits.picture_height + _ROUNDED) * 3
    heard = _Heard(limits)
    for chunk in child.chunks(limits.pictures * page + limits.tables * _LONGEST_LINE):
        yield from heard.parts(chunk)
        if heard.nonsense:
            return
    if not heard.ready and not child.timed_out:
        raise WorkerFailed(f"the drawer of documents does not start (status {child.status})")


class _Heard:
    """Takes what comes apart: lines of JSON, and the points that follow some of them."""

    def __init__(self, limits: Limits) -> None:
        self.ready = False
        self.nonsense = False
        self._limits = limits
        self._left = bytearray()
        self._expected: tuple[int, int, int] | None = None
        self._last = 0

    def parts(self, chunk: bytes) -> Iterator[Points | Table]:
        self._left += chunk
        while not self.nonsense:
            if self._expected is not None:
                number, width, height = self._expected
                if len(self._left) < (size := width * height * 3):
                    return
                yield Points(number, width, height, bytes(self._left[:size]))
                del self._left[:size]
                self._expected = None
                continue
            end = self._left.find(b"\n")
            if end < 0:
                self.nonsense = len(self._left) > _LONGEST_LINE
                return
            record = record_of(bytes(self._left[:end]))
            del self._left[: end + 1]
            yield from self._understood(record)

    def _understood(self, record: dict[str, Any]) -> Iterator[Table]:
        self.ready = self.ready or "ready" in record
        if "picture" in record:
            self._expected = self._picture(record)
            self.nonsense = self._expected is None
        elif "table" in record:
            table = self._table(record)
            self.nonsense = table is None
            if table is not None:
                yield table

    def _next(self, number: object, most: int) -> int:
        """A number that comes after the one before, or 0."""
        if type(number) is not int or not self._last < number <= most:
            return 0
        self._last = number
        return number

    def _picture(self, record: dict[str, Any]) -> tuple[int, int, int] | None:
        limits, width, height = self._limits, record.get("width"), record.get("height")
        if type(width) is not int or not 0 < width <= limits.picture_width + _ROUNDED:
            return None
        if type(height) is not int or not 0 < height <= limits.picture_height + _ROUNDED:
            return None
        number = self._next(record.get("picture"), limits.pictures)
        return (number, width, height) if number else None

    def _table(self, record: dict[str, Any]) -> Table | None:
        limits, rows = self._limits, record.get("rows")
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            return None
        cells = [
            [storable(str(cell))[:_CELL] for cell in row[: limits.columns]] for row in rows[: limits.rows]
        ]
        number = self._next(record.get("table"), limits.tables)
        if not number or not cells:
            return None
        return Table(number, cells, bool(record.get("more_rows")), bool(record.get("more_columns")))
