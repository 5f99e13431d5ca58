"""Plain text, and tables as text."""

from pathlib import Path

from forum.library.extraction.encoding import decode, read_some
from forum.library.extraction.sink import Sink


def read(path: Path, sink: Sink) -> None:
    """Send the text to the sink as one page. There is no metadata, so no title."""
    sink.page(decode(read_some(path, sink)))
