"""Files in a local folder: `ab/cd/abcd…`, written beside it first and then renamed.

A process may be killed at any moment: what was confirmed is complete and on disk, what was not is a left
over in `incoming/` that `sweep` removes later.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from forum.storage.store import NotStored, StoredFile, TooLarge, checked

CHUNK = 256 * 1024
INCOMING = "incoming"


class LocalStorage:
    """A place for files in one folder (see the protocol `Storage`)."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made when it is not there; only the owner may enter it."""
        self.folder = folder.resolve()
        self._incoming = self.folder / INCOMING
        self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, source: BinaryIO, *, limit: int) -> StoredFile:
        """Keep the stream (see `Storage.put`). Raises TooLarge; whatever goes wrong, no rest is left."""
        temporary = self._incoming / f"{secrets.token_hex(16)}.part"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(descriptor, "wb") as target:
                stored = _copy(source, target, limit)
                target.flush()
                os.fsync(target.fileno())
            self._move(temporary, stored.sha256)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return stored

    def open(self, sha256: str) -> BinaryIO:
        """Open the file for reading. Raises NotStored."""
        return self.path(sha256).open("rb")

    def path(self, sha256: str) -> Path:
        """Give the path of the file. Raises NotStored."""
        place = self._place(sha256)
        if not place.is_file():
            raise NotStored("there is no file with this checksum")
        return place

    def size(self, sha256: str) -> int:
        """Give the size in bytes. Raises NotStored."""
        return self.path(sha256).stat().st_size

    def exists(self, sha256: str) -> bool:
        """Say whether the file is there."""
        try:
            self.path(sha256)
        except NotStored:
            return False
        return True

    def delete(self, sha256: str, *, unless_newer_than: timedelta | None = None) -> bool:
        """Remove the file (see `Storage.delete`). Raises NotStored when the text is no checksum."""
        place = self._place(sha256)
        try:
            if unless_newer_than is not None and _age(place) < unless_newer_than.total_seconds():
                return False
            place.unlink()
        except FileNotFoundError:
            return False
        return True

    def checksums(self) -> Iterator[str]:
        """Walk over all checksums, in order."""
        for first in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for second in sorted(first.glob("[0-9a-f][0-9a-f]")):
                yield from sorted(entry.name for entry in second.iterdir())

    def sweep(self, older_than: timedelta) -> int:
        """Remove what killed writers left behind, but nothing younger; give the number removed.

        Choose a time far longer than the slowest upload: a living writer's file must not go.
        """
        removed = 0
        for leftover in self._incoming.glob("*.part"):
            try:
                if _age(leftover) >= older_than.total_seconds():
                    leftover.unlink()
                    removed += 1
            except FileNotFoundError:
                continue
        return removed

    def _place(self, sha256: str) -> Path:
        checked(sha256)
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def _move(self, temporary: Path, sha256: str) -> None:
        place = self._place(sha256)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Also when the file is already there: it makes the age new (so that a clean-up that just decided
        # to delete it does not) and repairs a file that was damaged on disk.
        os.replace(temporary, place)
        for folder in (place.parent, place.parent.parent, self.folder):
            _sync_folder(folder)


def _copy(source: BinaryIO, target: BinaryIO, limit: int) -> StoredFile:
    digest = hashlib.sha256()
    size = 0
    while chunk := source.read(min(CHUNK, limit - size + 1)):
        size += len(chunk)
        if size > limit:
            raise TooLarge(limit)
        digest.update(chunk)
        target.write(chunk)
    return StoredFile(digest.hexdigest(), size)


def _age(path: Path) -> float:
    # The clock of the file system, not the (freezable) clock of the forum: it dates the file too.
    return time.time() - path.stat().st_mtime


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
