"""RTF, with striprtf."""

import re
from pathlib import Path

from striprtf import striprtf

from forum.library.extraction.encoding import read_some
from forum.library.extraction.sink import Sink

_TITLE = re.compile(r"\{\\title ([^{}]{1,1000})\}")
# Pictures as hexadecimal digits: of no use, and most of the file.
_PICTURE = re.compile(r"[0-9a-fA-F\s]{2000,}")


def read(path: Path, sink: Sink) -> None:
    """Send the text to the sink as one page."""
    # RTF is ASCII; accents are written out, and striprtf knows the code page that the file names.
    source = _PICTURE.sub(" ", read_some(path, sink).decode("cp1252", "replace"))
    title = _TITLE.search(source)
    if title:
        sink.title(_words("{\\rtf1\\ansi " + title.group(1) + "}"))
    sink.page(_words(source))


def _words(source: str) -> str:
    return str(striprtf.rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]
