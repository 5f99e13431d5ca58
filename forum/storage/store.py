"""What a place for files is to the rest of the house: one small protocol.

A file is known by the sha256 of its content and by nothing else: no name of a user ever becomes a path.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

_SHA256 = re.compile(r"[0-9a-f]{64}")


class StorageError(Exception):
    """Anything that a place for files can refuse."""


class TooLarge(StorageError):
    """The stream held more bytes than allowed; nothing was kept. `limit` is in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


class NotStored(StorageError):
    """There is no file with this checksum, or the text is not a checksum at all."""


class StorageAway(StorageError, OSError):
    """The place for files does not answer, or not as it should: nothing was kept, try again later."""

    cannot_keep = True  # the page for a failure says so (forum.lib.room)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is safely kept: its checksum (64 small hexadecimal digits) and size in bytes."""

    sha256: str
    size: int


class Storage(Protocol):
    """A place for files. Every method that takes a sha256 raises NotStored when it is no checksum.

    A place on another machine raises StorageAway from every method when it does not answer.
    """

    def put(self, source: BinaryIO, *, limit: int) -> StoredFile:
        """Read the stream to its end and keep it; once this returns, the file survives a power cut.

        The same content twice is one file. Raises TooLarge as soon as more than `limit` bytes came.
        """
        ...

    def open(self, sha256: str) -> BinaryIO:
        """Give the file, opened for reading; the caller closes it. Raises NotStored."""
        ...

    def path(self, sha256: str) -> Path:
        """Give a local path of the file, for reading only. Raises NotStored."""
        ...

    def size(self, sha256: str) -> int:
        """Give the size in bytes. Raises NotStored."""
        ...

    def exists(self, sha256: str) -> bool:
        """Say whether there is such a file; False for a text that is no checksum."""
        ...

    def delete(self, sha256: str, *, unless_newer_than: timedelta | None = None) -> bool:
        """Remove the file; True when something was removed. A file put more recently stays."""
        ...

    def sweep(self, older_than: timedelta) -> int:
        """Remove what killed writers left behind, but nothing younger; give the number removed."""
        ...

    def checksums(self) -> Iterator[str]:
        """Walk over the checksums of all files, in order, without loading them all."""
        ...


def checked(sha256: str) -> str:
    """Give the text back when it is a checksum. Raises NotStored otherwise ("../x", capitals, too short)."""
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise NotStored("this is not a checksum")
    return sha256
