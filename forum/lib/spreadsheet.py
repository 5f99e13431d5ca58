"""A table as a CSV file that a spreadsheet opens as it is, and in which no cell is a formula."""

import csv
import io
from collections.abc import Iterable

# A cell that begins with one of these is a formula to a spreadsheet; the wide ones are to some.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def as_csv(head: Iterable[object], rows: Iterable[Iterable[object]]) -> bytes:
    """The table in UTF-8 with a mark, so that a Dutch spreadsheet reads it without questions: semicolons, all quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (head, *rows):
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text
