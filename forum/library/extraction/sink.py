"""Where a parser puts its words: page by page to the parent, so that what is read is not lost in a crash."""

import json
from typing import BinaryIO

from forum.library.extraction.normalise import clean
from forum.library.extraction.outcome import Full, Limits, PageKind, Reason
from forum.library.extraction.titles import sensible


class Sink:
    """Collects pieces into pages, cleans them, and writes one JSON line per page to `out`."""

    def __init__(self, out: BinaryIO, limits: Limits) -> None:
        self.limits = limits
        self.truncated = False
        self.has_text = False
        self._out = out
        self._pieces: list[str] = []
        self._collected = 0
        self._written = 0
        self._pages = 0

    def ready(self) -> None:
        """Tell the parent that everything is loaded: from here on it is the file that goes wrong."""
        self._line({"ready": True})

    def kind(self, kind: PageKind) -> None:
        """Say what a page of this document is."""
        self._line({"kind": kind})

    def title(self, title: str | None) -> None:
        """Offer a title; a meaningless one is dropped, and what is offered later wins."""
        title = sensible(title)
        if title:
            self._line({"title": title})

    def add(self, piece: str) -> None:
        """Add words to the current page. Raises Full when there is enough."""
        if piece:
            self._pieces.append(piece)
            self._collected += len(piece)
            if self._collected + self._written > self.limits.text:
                raise Full

    def end_page(self) -> None:
        """Close the current page, empty or not. Raises Full when there are enough pages or words."""
        page = clean("".join(self._pieces))
        self._pieces, self._collected = [], 0
        size = len(page.encode("utf-8"))
        room = self.limits.text - self._written
        if size > room:
            page = page.encode("utf-8")[:room].decode("utf-8", "ignore")
            self.truncated = True
        self._written += min(size, room)
        self._pages += 1
        self.has_text = self.has_text or any(character.isalnum() for character in page)
        self._line({"page": page})
        if self.truncated or self._pages >= self.limits.pages:
            raise Full

    def page(self, text: str) -> None:
        """Add a whole page at once. Raises Full as `add` and `end_page` do."""
        self.add(text)
        self.end_page()

    def picture(self, number: int, width: int, height: int, points: bytes) -> None:
        """Send page `number` as points, three bytes each: who receives it needs no decoder, which could be attacked."""
        self._line({"picture": number, "width": width, "height": height})
        self._out.write(points)
        self._out.flush()

    def table(self, number: int, rows: list[list[str]], *, more_rows: bool, more_columns: bool) -> None:
        """Send the beginning of sheet `number` as rows of cells."""
        self._line({"table": number, "rows": rows, "more_rows": more_rows, "more_columns": more_columns})

    def finish(self, reason: Reason | None) -> None:
        """Send what is left of an unfinished page, and how it ended."""
        if self._pieces:
            try:
                self.end_page()
            except Full:
                pass
        self._line({"end": reason, "truncated": self.truncated})

    def _line(self, record: dict[str, object]) -> None:
        self._out.write(json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n")
        self._out.flush()
