"""Word: the text, then notes, then headers and footers (each once)."""

from pathlib import Path

from forum.library.extraction.ooxml import main_part, read_part, read_title
from forum.library.extraction.package import Package
from forum.library.extraction.sink import Sink

_FURTHER = ("footnotes", "endnotes", "diagramData", "header", "footer")


def read(path: Path, sink: Sink) -> None:
    """Send the document to the sink. Comments and deleted words are left out."""
    package = Package(path)
    main = main_part(package, "word/document.xml")
    sink.title(read_part(package, main, sink))
    read_title(package, sink)
    done = {main}
    for kind in _FURTHER:
        for name in package.related(main, kind):
            if name not in done:
                done.add(name)
                read_part(package, name, sink)
    sink.end_page()
