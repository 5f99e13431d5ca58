"""OpenDocument text and presentation: the words of content.xml, and a text's headers and footers."""

from pathlib import Path

from forum.library.extraction.outcome import Reason, Refused
from forum.library.extraction.package import Package, first_text, qualified
from forum.library.extraction.sink import Sink

_SKIPPED = frozenset({"annotation", "tracked-changes", "note-citation", "binary-data", "scripts", "forms"})
_PARAGRAPHS = frozenset({"p", "h"})
_MARGINS = frozenset({"header", "header-left", "header-first", "footer", "footer-left", "footer-first"})
_MAX_SPACES = 100
_MANIFEST = 1024 * 1024


def read(path: Path, sink: Sink) -> None:
    """Send the document to the sink: a page per slide for a presentation, else one page."""
    package = Package(path)
    refuse_encrypted(package)
    read_title(package, sink)
    words = _Words(sink)
    package.parse("content.xml", words.start, words.end, words.words)
    if words.slides:
        return
    if package.has("styles.xml"):
        margins = _Words(sink, only_in=_MARGINS)
        package.parse("styles.xml", margins.start, margins.end, margins.words)
    sink.end_page()


def refuse_encrypted(package: Package) -> None:
    """Raise Refused(encrypted) when the manifest says that parts are encrypted."""
    if package.has("META-INF/manifest.xml"):
        with package.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(_MANIFEST):
                raise Refused(Reason.ENCRYPTED)


def read_title(package: Package, sink: Sink) -> None:
    """Offer the title in the document's properties."""
    sink.title(first_text(package, "meta.xml", "title"))


class _Words:
    """Handlers that send the words of paragraphs to the sink; `only_in` narrows it to those elements."""

    def __init__(self, sink: Sink, only_in: frozenset[str] = frozenset()) -> None:
        self.slides = False
        self._sink = sink
        self._only_in = only_in
        self._open = 0 if only_in else 1
        self._skipping = 0
        self._paragraphs = 0
        self._cells = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if self._skipping or tag in _SKIPPED:
            self._skipping += 1
        elif tag in self._only_in:
            self._open += 1
        elif tag in _PARAGRAPHS:
            if self._paragraphs and self._open:
                self._sink.add(" ")  # a note or a text box in the middle of a sentence
            self._paragraphs += 1
        elif tag == "presentation":
            self.slides = True
            self._sink.kind("slide")
        elif tag == "table-cell":
            self._cells += 1
        elif self._paragraphs and self._open:
            self._space(tag, attributes)

    def _space(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "s":
            count = qualified(attributes, "c")
            self._sink.add(" " * min(int(count) if count.isdecimal() else 1, _MAX_SPACES))
        elif tag == "tab":
            self._sink.add("\t")
        elif tag == "line-break":
            self._sink.add("\n")

    def end(self, tag: str) -> None:
        """An element closes."""
        if self._skipping:
            self._skipping -= 1
        elif tag in self._only_in:
            self._open -= 1
        elif tag in _PARAGRAPHS:
            self._paragraphs -= 1
            if self._open:
                self._sink.add("\t" if self._cells or self._paragraphs else "\n")
        elif tag == "table-cell":
            self._cells -= 1
            self._sink.add("\t")
        elif tag == "table-row":
            self._sink.add("\n")
        elif tag == "page" and self.slides:
            self._sink.end_page()

    def words(self, text: str) -> None:
        """Characters inside an element."""
        if self._paragraphs and self._open and not self._skipping:
            self._sink.add(text.replace("\n", " "))
