"""From bytes to text, when nobody says for sure what the bytes mean."""

import codecs
from pathlib import Path
from typing import BinaryIO

from forum.library.extraction.sink import Sink

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDEST = 4  # bytes for one character


def read_some(path: Path, sink: Sink) -> bytes:
    """Give the beginning of the file, as much as can be of use; the sink learns that there was more."""
    most = sink.limits.text * _WIDEST
    with path.open("rb") as file:
        data = file.read(most)
        sink.truncated = sink.truncated or _more(file)
    return data


def decode(data: bytes, declared: str | None = None) -> str:
    """Give the text: by its byte order mark, else what was declared, else UTF-8, else Windows-1252.

    Never raises: what cannot be read becomes the replacement character.
    """
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(marked, "replace")
    for name in (declared, "utf-8"):
        if name:
            try:
                codec = codecs.lookup(name)
                # Only real character sets: "zip" and "rot13" are codecs as well.
                if getattr(codec, "_is_text_encoding", True):
                    return data.decode(codec.name)
            except UnicodeDecodeError as error:
                # Cut in the middle of the last character is no reason to doubt all others.
                if len(data) - error.start < _WIDEST and error.start and name == "utf-8":
                    return data[: error.start].decode("utf-8")
            except (LookupError, UnicodeError, ValueError):
                continue
    return data.decode("cp1252", "replace")


def _more(file: BinaryIO) -> bool:
    return bool(file.read(1))
