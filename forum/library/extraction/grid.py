"""The beginning of each sheet as a table, with calamine."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import python_calamine as calamine

from forum.library.extraction.outcome import Limits
from forum.library.extraction.sheets import opened, shown
from forum.library.extraction.sink import Sink

LONGEST_CELL = 300


def read(path: Path, sink: Sink) -> None:
    """Send the visible sheets to the sink. Raises Refused."""
    with path.open("rb") as file:
        book = opened(path, file)
        for number, sheet in enumerate(book.sheets_metadata[: sink.limits.tables], start=1):
            visible = sheet.visible == calamine.SheetVisibleEnum.Visible
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet and visible:
                try:
                    rows = book.get_sheet_by_name(sheet.name).iter_rows()
                    send(sink, number, ([shown(cell) for cell in row] for row in rows))
                except calamine.CalamineError:
                    continue


def send(sink: Sink, number: int, rows: Iterable[list[str]]) -> None:
    """Send the first rows and columns of a sheet, without empty rows and columns around and between them."""
    limits: Limits = sink.limits
    filled = (row for row in rows if any(cell.strip() for cell in row))
    kept = list(islice(filled, limits.rows + 1))
    used = [
        place
        for place in range(max(map(len, kept), default=0))
        if any(place < len(row) and row[place].strip() for row in kept)
    ]
    columns = used[: limits.columns]
    cells = [
        [row[place][:LONGEST_CELL] if place < len(row) else "" for place in columns]
        for row in kept[: limits.rows]
    ]
    if cells:
        more_columns = len(used) > len(columns)
        sink.table(number, cells, more_rows=len(kept) > limits.rows, more_columns=more_columns)
