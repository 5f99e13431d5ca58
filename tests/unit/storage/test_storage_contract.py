"""What every place for files promises: complete or not there at all, and never outside its place."""

import hashlib
import io
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from forum.storage.store import NotStored, Storage, StoredFile, TooLarge

LIMIT = 1_000_000


def test_a_file_comes_back_as_it_was_put(storage: Storage) -> None:
    content = b"jeugdzorg" * 100_000
    stored = storage.put(io.BytesIO(content), limit=LIMIT)
    sha256 = hashlib.sha256(content).hexdigest()
    assert stored == StoredFile(sha256, len(content))
    assert storage.exists(sha256)
    assert storage.size(sha256) == len(content)
    assert storage.path(sha256).read_bytes() == content
    with storage.open(sha256) as file:
        assert file.read() == content
        assert file.seek(0, io.SEEK_END) == len(content)
    assert list(storage.checksums()) == [sha256]


def test_an_empty_file_is_a_file(storage: Storage) -> None:
    stored = storage.put(io.BytesIO(), limit=LIMIT)
    assert (storage.size(stored.sha256), storage.path(stored.sha256).read_bytes()) == (0, b"")


def test_the_same_content_twice_is_one_file(storage: Storage) -> None:
    first = storage.put(io.BytesIO(b"plan"), limit=LIMIT)
    assert storage.put(io.BytesIO(b"plan"), limit=LIMIT) == first
    assert list(storage.checksums()) == [first.sha256]


def test_checksums_come_in_order(storage: Storage) -> None:
    put = [storage.put(io.BytesIO(bytes([number])), limit=LIMIT).sha256 for number in range(12)]
    assert list(storage.checksums()) == sorted(put)


def test_exactly_the_limit_is_kept_and_one_byte_more_leaves_nothing(storage: Storage, tmp_path: Path) -> None:
    kept = storage.put(io.BytesIO(b"x" * 10), limit=10)
    assert kept.size == 10
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    with pytest.raises(TooLarge) as caught:
        storage.put(io.BytesIO(b"y" * 11), limit=10)
    assert caught.value.limit == 10
    assert list(storage.checksums()) == [kept.sha256]
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before


def test_an_endless_stream_is_refused_early(storage: Storage) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"0" * size

    endless = Endless()
    with pytest.raises(TooLarge):
        storage.put(endless, limit=LIMIT)  # type: ignore[arg-type]
    assert endless.given <= LIMIT + 1


def test_a_stream_that_breaks_leaves_nothing(storage: Storage, tmp_path: Path) -> None:
    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionError("gone")
            return super().read(3)

    with pytest.raises(ConnectionError):
        storage.put(Breaks(b"abcdef"), limit=LIMIT)
    assert list(storage.checksums()) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "name",
    ["", "../../etc/passwd", "a" * 63, "a" * 65, "A" * 64, "g" * 64, "a" * 64 + "\n", "٣" * 64],
)
def test_what_is_no_checksum_never_becomes_a_path(storage: Storage, name: str) -> None:
    assert not storage.exists(name)
    actions: list[Callable[[str], object]] = [storage.path, storage.size, storage.open, storage.delete]
    for action in actions:
        with pytest.raises(NotStored):
            action(name)


def test_an_unknown_checksum_is_not_stored(storage: Storage) -> None:
    assert not storage.exists("0" * 64)
    assert storage.delete("0" * 64) is False
    actions: list[Callable[[str], object]] = [storage.path, storage.size, storage.open]
    for action in actions:
        with pytest.raises(NotStored):
            action("0" * 64)


def test_delete_spares_what_was_put_a_moment_ago(storage: Storage) -> None:
    sha256 = storage.put(io.BytesIO(b"plan"), limit=LIMIT).sha256
    assert storage.delete(sha256, unless_newer_than=timedelta(hours=1)) is False
    assert storage.exists(sha256)
    assert storage.delete(sha256) is True
    assert not storage.exists(sha256)
    with pytest.raises(NotStored):
        storage.path(sha256)


def test_only_the_owner_may_read_the_files(storage: Storage) -> None:
    path = storage.path(storage.put(io.BytesIO(b"plan"), limit=LIMIT).sha256)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_sweeping_takes_no_file_away(storage: Storage) -> None:
    sha256 = storage.put(io.BytesIO(b"plan"), limit=LIMIT).sha256
    os.utime(storage.path(sha256), (0, 0))
    storage.sweep(timedelta(days=2))
    assert storage.path(sha256).read_bytes() == b"plan"
