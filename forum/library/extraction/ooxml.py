"""The words in a part of a Word or PowerPoint file: text, tables, groups and boxes alike."""

from forum.library.extraction.package import Package, first_text, qualified
from forum.library.extraction.sink import Sink

# Left out: the old-fashioned double of a drawing, words that were moved away, and numbers that the
# program fills in by itself.
_SKIPPED = frozenset({"Fallback", "moveFrom"})
_FILLED_IN = ("slidenum", "datetime")
_LONG = 1000  # characters; longer is no title
# How a paragraph (Word) or a shape (PowerPoint) says that it is the title of the whole.
_TITLE_STYLES = frozenset({"title", "titel", "ctrtitle"})


class Words:
    """Handlers for the XML reader that send the words of a part to the sink."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._skipping = 0
        self._cells = 0
        self._in_text = False
        self._titled = False
        self.title: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        filled_in = tag == "fld" and attributes.get("type", "").startswith(_FILLED_IN)
        if self._skipping or filled_in or tag in _SKIPPED:
            self._skipping += 1
        elif tag == "t":
            self._in_text = True
        elif tag in ("pStyle", "ph"):
            self._style(attributes)
        elif tag == "tab":
            self._sink.add("\t")
        elif tag in ("br", "cr", "txbxContent"):
            self._sink.add("\n")
        elif tag == "noBreakHyphen":
            self._sink.add("-")
        elif tag == "tc":
            self._cells += 1

    def _style(self, attributes: dict[str, str]) -> None:
        style = attributes.get("type") or qualified(attributes, "val")
        if style.lower() in _TITLE_STYLES and not self.title:
            self._titled = True

    def end(self, tag: str) -> None:
        """An element closes."""
        if self._skipping:
            self._skipping -= 1
        elif tag == "t":
            self._in_text = False
        elif tag == "p":
            self._titled = self._titled and not self.title
            self._sink.add("\t" if self._cells else "\n")
        elif tag == "tc":
            self._cells -= 1
            self._sink.add("\t")
        elif tag in ("tr", "txbxContent"):
            self._sink.add("\n")

    def words(self, text: str) -> None:
        """Characters inside an element."""
        if self._in_text and not self._skipping:
            self._sink.add(text.replace("\n", " "))
            if self._titled and len(self.title) < _LONG:
                self.title += text


def read_part(package: Package, name: str, sink: Sink) -> str:
    """Send the words of one part to the sink; give its first paragraph that is styled as a title."""
    words = Words(sink)
    package.parse(name, words.start, words.end, words.words)
    sink.add("\n")
    return words.title


def main_part(package: Package, usual: str) -> str:
    """Give the name of the main part, as the package states it, else the usual one."""
    stated = package.related("", "officeDocument")
    return stated[0] if stated else usual


def read_title(package: Package, sink: Sink) -> None:
    """Offer the title in the document's properties."""
    sink.title(first_text(package, "docProps/core.xml", "title"))
