"""PowerPoint: a page per slide, with the speaker's notes, in the order of the show."""

from pathlib import Path

from forum.library.extraction.ooxml import main_part, read_part, read_title
from forum.library.extraction.package import Package, qualified
from forum.library.extraction.sink import Sink

_FURTHER = ("diagramData", "notesSlide")


def read(path: Path, sink: Sink) -> None:
    """Send the slides to the sink."""
    package = Package(path)
    sink.kind("slide")
    read_title(package, sink)
    main = main_part(package, "ppt/presentation.xml")
    for number, slide in enumerate(_slides(package, main)):
        title = read_part(package, slide, sink)
        sink.title(title if number == 0 else None)
        for kind in _FURTHER:
            for name in package.related(slide, kind):
                read_part(package, name, sink)
        sink.end_page()


def _slides(package: Package, main: str) -> list[str]:
    """Give the names of the slides in order; a slide that is missing is skipped."""
    ids: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sldId":
            ids.append(qualified(attributes, "id"))

    package.parse(main, start)
    slides = {
        relation.partition("#")[2]: name
        for relation, name in package.relations(main)
        if relation.startswith("slide#") and package.has(name)
    }
    ordered = [slides[identifier] for identifier in ids if identifier in slides]
    return ordered or sorted(slides.values())
