"""Excel since 2007, cell by cell: for sheets that calamine cannot hold, such as one with a stray cell in row
1,048,576, for which it asks all memory there is. Dates come out as the numbers that Excel stores.
"""

from pathlib import Path

from forum.library.extraction.ooxml import main_part, read_title
from forum.library.extraction.outcome import Full
from forum.library.extraction.package import Package, qualified
from forum.library.extraction.sink import Sink

_SHARED_FACTOR = 4  # shared texts may be this many times the text that we keep


def read(path: Path, sink: Sink) -> None:
    """Send the visible sheets to the sink, a page each; a hidden one is an empty page."""
    package = Package(path)
    package.check_all()
    sink.kind("sheet")
    read_title(package, sink)
    main = main_part(package, "xl/workbook.xml")
    shared = _Shared(sink.limits.text * _SHARED_FACTOR)
    for part in package.related(main, "sharedStrings"):
        shared.read(package, part)
    places = {relation.partition("#")[2]: name for relation, name in package.relations(main)}
    for name, relation, hidden in _sheets(package, main):
        part = places.get(relation, "")
        if not hidden and package.has(part):
            cells = _Cells(sink, shared.texts, name)
            package.parse(part, cells.start, cells.end, cells.words)
        sink.end_page()


def _sheets(package: Package, main: str) -> list[tuple[str, str, bool]]:
    """Give (name, id of the relation, is hidden) of all sheets in order."""
    found: list[tuple[str, str, bool]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            found.append((attributes.get("name", ""), qualified(attributes, "id"), hidden))

    package.parse(main, start)
    return found


class _Shared:
    """The texts that cells refer to by number."""

    def __init__(self, limit: int) -> None:
        self.texts: list[str] = []
        self._left = limit
        self._pieces: list[str] = []
        self._in_text = False
        self._phonetic = 0

    def read(self, package: Package, part: str) -> None:
        """Load them, as many as the limit allows."""
        try:
            package.parse(part, self._start, self._end, self._words)
        except Full:
            return

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag == "rPh":
            self._phonetic += 1
        self._in_text = tag == "t" and not self._phonetic

    def _end(self, tag: str) -> None:
        self._in_text = False
        if tag == "rPh":
            self._phonetic -= 1
        elif tag == "si":
            self.texts.append("".join(self._pieces))
            self._pieces = []

    def _words(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)
            self._left -= len(text)
            if self._left < 0:
                raise Full


class _Cells:
    """Handlers that send the cells of one sheet to the sink."""

    def __init__(self, sink: Sink, shared: list[str], name: str) -> None:
        self._sink = sink
        self._shared = shared
        self._name = name
        self._kind = ""
        self._pieces: list[str] = []
        self._in_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if tag == "c":
            self._kind = attributes.get("t", "n")
        self._in_value = tag in ("v", "t")

    def end(self, tag: str) -> None:
        """An element closes."""
        self._in_value = False
        if tag == "c":
            value = self._value("".join(self._pieces))
            self._pieces = []
            if value:
                self._sink.add(f"{self._name}\n" if self._name else "")
                self._name = ""
                self._sink.add(f"{value}\t")
        elif tag == "row" and not self._name:
            self._sink.add("\n")

    def words(self, text: str) -> None:
        """Characters inside an element."""
        if self._in_value:
            self._pieces.append(text)

    def _value(self, stored: str) -> str:
        if self._kind != "s":
            return stored.removesuffix(".0")
        number = int(stored) if stored.isdecimal() and len(stored) < 9 else -1
        return self._shared[number] if 0 <= number < len(self._shared) else ""
