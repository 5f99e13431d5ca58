"""Spreadsheets, a page per sheet: Excel of all ages and OpenDocument, with calamine."""

from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO

import python_calamine as calamine

from forum.library.extraction.odf import read_title as read_odf_title
from forum.library.extraction.odf import refuse_encrypted
from forum.library.extraction.ooxml import read_title
from forum.library.extraction.outcome import Reason, Refused
from forum.library.extraction.package import Package
from forum.library.extraction.sink import Sink

_ZIP = b"PK"


def read(path: Path, sink: Sink) -> None:
    """Send the sheets to the sink; a hidden sheet is an empty page. Raises Refused."""
    with path.open("rb") as file:
        book = opened(path, file, sink)
    sink.kind("sheet")
    failed = 0
    for sheet in book.sheets_metadata:
        if (
            sheet.typ == calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == calamine.SheetVisibleEnum.Visible
        ):
            try:
                _read_sheet(book, sheet.name, sink)
            except calamine.CalamineError:
                failed += 1
        sink.end_page()
    if failed and not sink.has_text:
        raise Refused(Reason.DAMAGED)
    sink.truncated = sink.truncated or failed > 0


def opened(path: Path, file: BinaryIO, sink: Sink | None = None) -> calamine.CalamineWorkbook:
    """The workbook, after a look whether it may be unpacked; the title in it goes to `sink`. Raises Refused."""
    if file.read(2) == _ZIP:
        package = Package(path)
        package.check_all()
        refuse_encrypted(package)
        if sink is not None:
            read_title(package, sink)
            read_odf_title(package, sink)
    file.seek(0)
    try:
        return calamine.CalamineWorkbook.from_filelike(file)
    except calamine.PasswordError as error:
        raise Refused(Reason.ENCRYPTED) from error
    except calamine.CalamineError as error:
        raise Refused(Reason.ENCRYPTED if "password" in str(error).lower() else Reason.DAMAGED) from error


def _read_sheet(book: calamine.CalamineWorkbook, name: str, sink: Sink) -> None:
    rows = book.get_sheet_by_name(name).iter_rows()
    titled = False
    for row in rows:
        cells = [shown(cell) for cell in row if cell not in ("", None)]
        if cells:
            if not titled:  # only above something: a sheet called "Blad1" without content stays empty
                sink.add(f"{name}\n")
                titled = True
            sink.add("\t".join(cells))
            sink.add("\n")


def shown(cell: object) -> str:
    """Give a cell as a person would read it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
