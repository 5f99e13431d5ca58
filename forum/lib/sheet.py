"""A sheet to print: a name, a sentence, a QR code and an address, on A4 or A5."""

import io
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from forum.lib import qr, sheet_street

SIZES = {"a4": A4, "a5": A5}
TITLE, TEXT = "sheet-title", "sheet-text"
QUIET = 4  # white squares around a code, as its standard asks


@dataclass(frozen=True)
class Sheet:
    """What stands on the sheet. `address` is the whole one, for the code; people read it without its scheme."""

    site: str
    kicker: str
    title: str
    sentence: str
    address: str
    logo: bytes | None = None  # a PNG, instead of the name of the site


def pdf(sheet: Sheet, size: str, title_font: Path, text_font: Path) -> bytes:
    """The sheet as a PDF of one page; `size` is a key of SIZES.

    Raises:
        KeyError: there is no such size.
    """
    _know(TITLE, title_font)
    _know(TEXT, text_font)
    width, height = SIZES[size]
    unit = width / 100  # one hundredth of the width, so that both sizes look the same
    out = io.BytesIO()
    page = Canvas(out, pagesize=(width, height), lang="nl")
    page.setTitle(sheet.title)
    page.setAuthor(sheet.site)
    top = height - 10 * unit
    if sheet.logo:
        top = _logo(page, sheet.logo, top, unit)
    else:
        top = _lines(page, sheet.site, TEXT, 4 * unit, top, unit, most=1)
    top = _lines(page, sheet.kicker, TEXT, 4 * unit, top - 6 * unit, unit, most=1)
    top = _lines(page, sheet.title, TITLE, _fitting(sheet.title, unit), top - 1 * unit, unit, most=4)
    top = _lines(page, sheet.sentence, TEXT, 4.4 * unit, top - 3 * unit, unit, most=3)
    side = min(58 * unit, top - 32 * unit)
    _code(page, sheet.address, (width - side) / 2, top - 3 * unit - side, side)
    shown = sheet.address.partition("://")[2]
    _lines(page, shown, TEXT, _narrow(shown, unit), 27 * unit, unit, most=1)
    sheet_street.draw(page, unit)
    page.showPage()
    page.save()
    return out.getvalue()


def _logo(page: Canvas, logo: bytes, top: float, unit: float) -> float:
    """Draw it in the middle, as large as fits; gives the height below it."""
    picture = ImageReader(io.BytesIO(logo))
    wide, high = picture.getSize()
    scale = min(60 * unit / wide, 9 * unit / high)
    wide, high = wide * scale, high * scale
    # Its top somewhat higher than that of a line of text: letters have air above them.
    page.drawImage(picture, 50 * unit - wide / 2, top + 1.5 * unit - high, wide, high, mask="auto")
    return top + 1.5 * unit - high


@cache
def _know(name: str, font: Path) -> None:
    pdfmetrics.registerFont(TTFont(name, str(font)))


def _fitting(title: str, unit: float) -> float:
    return (9 if len(title) <= 40 else 6.6 if len(title) <= 110 else 5) * unit


def _narrow(line: str, unit: float) -> float:
    at_one = pdfmetrics.stringWidth(line, TEXT, 1)
    return min(5 * unit, 84 * unit / max(at_one, 1))


def _lines(page: Canvas, text: str, font: str, size: float, top: float, unit: float, *, most: int) -> float:
    """Write `text` in the middle, downwards from `top`; what does not fit in `most` lines ends in dots. Gives the
    height below it."""
    lines = _wrapped(_printable(text, font), font, size, 84 * unit)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][:-1].rstrip()}…"]
    page.setFont(font, size)
    for line in lines:
        top -= size * 1.2
        page.drawCentredString(50 * unit, top, line)
    return top


def _printable(text: str, font: str) -> str:
    """`text` in the letters that `font` has: an unknown one without its accents, or not at all."""
    known = pdfmetrics.getFont(font).face.charToGlyph
    signs = (sign if ord(sign) in known else unicodedata.normalize("NFKD", sign) for sign in text)
    return "".join(part for sign in signs for part in sign if ord(part) in known)


def _wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    lines: list[str] = []
    for line in simpleSplit(text, font, size, width):
        rest = line
        while (fits := _fits(rest, font, size, width)) < len(rest):  # one word, too long for a line
            lines.append(rest[:fits])
            rest = rest[fits:]
        lines.append(rest)
    return lines


def _fits(line: str, font: str, size: float, width: float) -> int:
    """How many signs of `line` fit; at least one."""
    number = len(line)
    while number > 1 and pdfmetrics.stringWidth(line[:number], font, size) > width:
        number -= 1
    return number


def _code(page: Canvas, address: str, left: float, bottom: float, side: float) -> None:
    squares = qr.matrix(address)
    one = side / (len(squares) + 2 * QUIET)
    for row, line in enumerate(reversed(squares)):
        for column, dark in enumerate(line):
            if dark:
                x, y = left + (column + QUIET) * one, bottom + (row + QUIET) * one
                page.rect(x, y, one, one, stroke=0, fill=1)
