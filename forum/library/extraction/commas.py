"""A table that is text: values with commas, semicolons or tabs between them."""

import csv
from pathlib import Path

from forum.library.extraction.encoding import decode, read_some
from forum.library.extraction.grid import send
from forum.library.extraction.sink import Sink

_SAMPLE = 20_000


def read(path: Path, sink: Sink) -> None:
    """Send it to the sink as one sheet; a text in which no table can be recognised gives none."""
    text = decode(read_some(path, sink))
    try:
        dialect = csv.Sniffer().sniff(text[:_SAMPLE], delimiters=",;\t|")
    except csv.Error:
        return
    send(sink, 1, csv.reader(text.splitlines(), dialect))
