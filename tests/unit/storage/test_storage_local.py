"""Files in a local folder: complete or not there at all, and never outside the folder."""

import hashlib
import io
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from forum.storage.local import LocalStorage
from forum.storage.store import NotStored, Storage, StoredFile, TooLarge

LIMIT = 1_000_000


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "files")


def test_a_file_comes_back_as_it_was_put(storage: LocalStorage) -> None:
    place: Storage = storage
    content = b"jeugdzorg" * 100_000
    stored = place.put(io.BytesIO(content), limit=LIMIT)
    sha256 = hashlib.sha256(content).hexdigest()
    assert stored == StoredFile(sha256, len(content))
    assert place.exists(sha256)
    assert place.size(sha256) == len(content)
    assert place.path(sha256) == storage.folder / sha256[:2] / sha256[2:4] / sha256
    with place.open(sha256) as file:
        assert file.read() == content
    assert list(place.checksums()) == [sha256]


def test_the_same_content_twice_is_one_file_and_repairs_a_damaged_one(storage: LocalStorage) -> None:
    first = storage.put(io.BytesIO(b"plan"), limit=LIMIT)
    storage.path(first.sha256).write_bytes(b"pl")
    assert storage.put(io.BytesIO(b"plan"), limit=LIMIT) == first
    assert storage.path(first.sha256).read_bytes() == b"plan"
    assert len(files_under(storage.folder)) == 1


def test_exactly_the_limit_is_kept_and_one_byte_more_leaves_nothing(storage: LocalStorage) -> None:
    assert storage.put(io.BytesIO(b"x" * 10), limit=10).size == 10
    before = files_under(storage.folder)
    with pytest.raises(TooLarge) as caught:
        storage.put(io.BytesIO(b"y" * 11), limit=10)
    assert caught.value.limit == 10
    assert files_under(storage.folder) == before


def test_an_endless_stream_is_refused_early(storage: LocalStorage) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"0" * size

    endless = Endless()
    with pytest.raises(TooLarge):
        storage.put(endless, limit=LIMIT)  # type: ignore[arg-type]
    assert endless.given <= LIMIT + 1


def test_a_stream_that_breaks_leaves_nothing(storage: LocalStorage) -> None:
    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionError("gone")
            return super().read(3)

    with pytest.raises(ConnectionError):
        storage.put(Breaks(b"abcdef"), limit=LIMIT)
    assert files_under(storage.folder) == []


@pytest.mark.parametrize(
    "name",
    ["", "../../etc/passwd", "a" * 63, "a" * 65, "A" * 64, "g" * 64, "a" * 64 + "\n", "٣" * 64],
)
def test_what_is_no_checksum_never_becomes_a_path(storage: LocalStorage, name: str) -> None:
    assert not storage.exists(name)
    for action in (storage.path, storage.size, storage.open, storage.delete):
        with pytest.raises(NotStored):
            action(name)


def test_an_unknown_checksum_is_not_stored(storage: LocalStorage) -> None:
    assert not storage.exists("0" * 64)
    assert storage.delete("0" * 64) is False
    with pytest.raises(NotStored):
        storage.open("0" * 64)


def test_delete_spares_what_was_put_a_moment_ago(storage: LocalStorage) -> None:
    sha256 = storage.put(io.BytesIO(b"plan"), limit=LIMIT).sha256
    assert storage.delete(sha256, unless_newer_than=timedelta(hours=1)) is False
    assert storage.exists(sha256)
    old = time.time() - 7200
    os.utime(storage.path(sha256), (old, old))
    assert storage.delete(sha256, unless_newer_than=timedelta(hours=1)) is True
    assert not storage.exists(sha256)


def test_only_the_owner_may_read_the_files(storage: LocalStorage) -> None:
    path = storage.path(storage.put(io.BytesIO(b"plan"), limit=LIMIT).sha256)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


WRITER = """
import sys
from pathlib import Path
from forum.storage.local import LocalStorage

class Slow:
    def read(self, size):
        print("writing", flush=True)
        sys.stdin.readline()
        return b"0" * size

LocalStorage(Path(sys.argv[1])).put(Slow(), limit=10**9)
"""


def test_a_killed_writer_leaves_only_something_to_sweep(storage: LocalStorage) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(storage.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert writer.stdin
    assert writer.stdout
    assert writer.stdout.readline() == b"writing\n"
    writer.stdin.write(b"\n")
    writer.stdin.flush()
    assert writer.stdout.readline() == b"writing\n"
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    assert list(storage.checksums()) == []
    assert len(files_under(storage.folder)) == 1
    assert storage.sweep(timedelta(hours=1)) == 0, "a living writer could still be busy"
    assert storage.sweep(timedelta(0)) == 1
    assert files_under(storage.folder) == []
