"""The first pages of a PDF as points, with pdfium."""

import contextlib
import math
from pathlib import Path

import pypdfium2

from forum.library.extraction.outcome import Reason, Refused
from forum.library.extraction.sink import Sink


def read(path: Path, sink: Sink) -> None:
    """Send the points of each page to the sink; one that cannot be drawn is left out. Raises Refused."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Refused(Reason.DAMAGED) from error
    # What people filled in on a form is drawn too. Nothing runs: pdfium was built without JavaScript.
    with contextlib.suppress(pypdfium2.PdfiumError):
        document.init_forms()
    for number in range(min(len(document), sink.limits.pictures)):
        with contextlib.suppress(pypdfium2.PdfiumError):
            _draw(document, number, sink)


def _draw(document: pypdfium2.PdfDocument, number: int, sink: Sink) -> None:
    page = document[number]
    try:
        width, height = page.get_size()
        if not (0 < width < math.inf and 0 < height < math.inf):
            return
        scale = min(sink.limits.picture_width / width, sink.limits.picture_height / height)
        bitmap = page.render(scale=scale, rev_byteorder=True)
        try:
            _send(bitmap, number + 1, sink)
        finally:
            bitmap.close()
    finally:
        page.close()


def _send(bitmap: pypdfium2.PdfBitmap, number: int, sink: Sink) -> None:
    """The points, three bytes each, without what fills a row up to a multiple of four."""
    points, row = memoryview(bitmap.buffer).cast("B"), bitmap.width * 3
    rows = (points[start : start + row] for start in range(0, bitmap.height * bitmap.stride, bitmap.stride))
    sink.picture(number, bitmap.width, bitmap.height, b"".join(rows))
