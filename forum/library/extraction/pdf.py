"""PDF, page by page, with pdfium."""

from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from forum.library.extraction.normalise import join_broken_words
from forum.library.extraction.outcome import Reason, Refused
from forum.library.extraction.sink import Sink

_LOOK_FOR_PICTURES = 20  # pages
_LOCKED = ("password", "security")


def read(path: Path, sink: Sink) -> None:
    """Send the pages to the sink. Raises Refused when it is encrypted, damaged, or only pictures."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = any(word in str(error).lower() for word in _LOCKED)
        raise Refused(Reason.ENCRYPTED if locked else Reason.DAMAGED) from error
    sink.kind("page")
    sink.title(document.get_metadata_value("Title"))
    failed = 0
    for number in range(len(document)):
        try:
            text = _page_text(document, number)
        except pypdfium2.PdfiumError:
            text = ""
            failed += 1
        sink.page(text)
    if sink.has_text:
        sink.truncated = sink.truncated or failed > 0
    elif len(document) and failed == len(document):
        raise Refused(Reason.DAMAGED)
    elif _shows_something(document):
        raise Refused(Reason.SCANNED)


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            return join_broken_words(text.get_text_range())
        finally:
            text.close()
    finally:
        page.close()


def _shows_something(document: pypdfium2.PdfDocument) -> bool:
    """Say whether the first pages hold pictures or drawings, so that the absence of text is a scan."""
    for number in range(min(len(document), _LOOK_FOR_PICTURES)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            continue
        if raw.FPDFPage_CountObjects(page.raw) > 0:
            return True
    return False
