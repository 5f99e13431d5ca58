"""An OLE container that is no known old Office file: most often a newer one behind a password."""

from pathlib import Path

from forum.library.extraction.outcome import Reason, Refused
from forum.library.extraction.sink import Sink
from forum.storage.ole import top_names


def read(path: Path, _sink: Sink) -> None:
    """Raises Refused, always: encrypted, damaged (no list of contents), or unknown."""
    names = top_names(path)
    if "EncryptedPackage" in names:
        raise Refused(Reason.ENCRYPTED)
    raise Refused(Reason.UNKNOWN_TYPE if names else Reason.DAMAGED)
