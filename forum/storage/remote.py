"""Files in object storage (the protocol S3), with a folder on this machine for those that are in use.

An object has the checksum as its name and never changes; so a copy on this machine is right for ever, and which
machine made it does not matter.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from forum.config import ObjectStorage
from forum.storage.local import LocalStorage
from forum.storage.store import NotStored, StorageAway, StoredFile, checked

if TYPE_CHECKING:  # these two are there for the type checker only
    from obstore.store import ClientConfig, RetryConfig

ROOM = 2 * 1024**3  # bytes of copies on this machine
_NAME = re.compile(r"[0-9a-f]{64}")
# A visitor waits for this: rather say soon that it does not work now.
_CLIENT: "ClientConfig" = {"connect_timeout": "5s", "timeout": "60s", "allow_http": True}
_RETRY: "RetryConfig" = {"max_retries": 2, "retry_timeout": timedelta(seconds=10)}


class RemoteStorage:
    """A place for files in one bucket (see the protocol `Storage`)."""

    def __init__(self, where: ObjectStorage, copies: Path) -> None:
        """Keep files as `where` says; `copies` is a folder on this machine that may be lost at any time."""
        self._copies = LocalStorage(copies)
        self._store = S3Store(
            where.bucket,
            prefix=where.prefix or None,
            region=where.region,
            endpoint=where.endpoint,
            access_key_id=where.key_id,
            secret_access_key=where.secret,
            client_options=_CLIENT,
            retry_config=_RETRY,
        )

    def put(self, source: BinaryIO, *, limit: int) -> StoredFile:
        """Keep the stream (see `Storage.put`). Raises TooLarge, StorageAway; whatever goes wrong, no rest is left."""
        stored = self._copies.put(source, limit=limit)
        try:
            with _answering():
                # Not in parts: a killed writer leaves nothing behind in the bucket. Also when it is there already:
                # it makes the age new, so that a clean-up that just decided to delete it does not.
                obstore.put(self._store, stored.sha256, self._copies.path(stored.sha256), use_multipart=False)
        except BaseException:
            self._copies.delete(stored.sha256)
            raise
        return stored

    def open(self, sha256: str) -> BinaryIO:
        """Open the file for reading, without leaving a copy here. Raises NotStored, StorageAway."""
        if self._copies.exists(checked(sha256)):
            return self._copies.open(sha256)
        file = tempfile.TemporaryFile(dir=self._copies.folder)  # noqa: SIM115 - the caller closes it
        try:
            for chunk in self._stream(sha256):
                file.write(chunk)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file

    def path(self, sha256: str) -> Path:
        """Give the path of a copy on this machine. Raises NotStored, StorageAway."""
        if self._copies.exists(checked(sha256)):
            place = self._copies.path(sha256)
            os.utime(place)  # the ones that nobody asked for go first
            return place
        stored = self._copies.put(_Reader(self._stream(sha256)), limit=2**63)  # type: ignore[arg-type]
        if stored.sha256 != sha256:
            self._copies.delete(stored.sha256)
            raise StorageAway("a file came back changed")
        self._make_room(spared=sha256)
        return self._copies.path(sha256)

    def size(self, sha256: str) -> int:
        """Give the size in bytes. Raises NotStored, StorageAway."""
        with _answering():
            return int(obstore.head(self._store, checked(sha256))["size"])

    def exists(self, sha256: str) -> bool:
        """Say whether the file is there. Raises StorageAway."""
        try:
            self.size(sha256)
        except NotStored:
            return False
        return True

    def delete(self, sha256: str, *, unless_newer_than: timedelta | None = None) -> bool:
        """Remove the file (see `Storage.delete`). Raises NotStored when the text is no checksum, StorageAway."""
        try:
            with _answering():
                age = datetime.now(UTC) - obstore.head(self._store, checked(sha256))["last_modified"]
                if unless_newer_than is not None and age < unless_newer_than:
                    return False
                obstore.delete(self._store, sha256)
        except NotStored:
            checked(sha256)
            return False
        self._copies.delete(sha256)
        return True

    def checksums(self) -> Iterator[str]:
        """Walk over all checksums, in the order of the bucket (S3: sorted). Raises StorageAway."""
        with _answering():
            for batch in obstore.list(self._store, chunk_size=1000):
                yield from (entry["path"] for entry in batch if _NAME.fullmatch(entry["path"]))

    def sweep(self, older_than: timedelta) -> int:
        """Remove what killed writers left behind, and copies that nobody asked for since; gives how many."""
        unused = [
            sha256
            for sha256 in list(self._copies.checksums())
            if self._copies.delete(sha256, unless_newer_than=older_than)
        ]
        return len(unused) + self._copies.sweep(older_than)

    def _stream(self, sha256: str) -> Iterator[memoryview]:
        with _answering():
            for chunk in obstore.get(self._store, sha256).stream(min_chunk_size=1 << 20):
                yield memoryview(chunk)

    def _make_room(self, spared: str) -> None:
        """Delete the copies that were asked for longest ago, until the others fit."""
        copies = []
        for sha256 in self._copies.checksums():
            try:
                facts = self._copies.path(sha256).stat()
            except (NotStored, FileNotFoundError):  # another process was first
                continue
            copies.append((facts.st_mtime, facts.st_size, sha256))
        used = sum(size for _at, size, _sha256 in copies)
        for _at, size, sha256 in sorted(copies):
            if used <= ROOM:
                return
            if sha256 != spared:
                self._copies.delete(sha256)
                used -= size


class _Reader:
    """Reads from a stream of chunks what is asked for, as a file does."""

    def __init__(self, chunks: Iterator[memoryview]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")

    def read(self, size: int) -> bytes:
        if not self._rest:
            self._rest = next(self._chunks, memoryview(b""))
        part, self._rest = self._rest[:size], self._rest[size:]
        return bytes(part)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (NotFoundError, FileNotFoundError) as error:
        raise NotStored("there is no file with this checksum") from error
    except (BaseError, PermissionError) as error:
        # Its text can hold addresses and keys: only its kind goes on.
        raise StorageAway(type(error).__name__) from None
