"""Files in a local folder: what it does beyond the contract (test_storage_contract.py)."""

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

LIMIT = 1_000_000


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "files")


def test_the_same_content_twice_is_one_file_and_repairs_a_damaged_one(storage: LocalStorage) -> None:
    first = storage.put(io.BytesIO(b"plan"), limit=LIMIT)
    storage.path(first.sha256).write_bytes(b"pl")
    assert storage.put(io.BytesIO(b"plan"), limit=LIMIT) == first
    assert storage.path(first.sha256).read_bytes() == b"plan"
    assert len(files_under(storage.folder)) == 1


def test_delete_spares_what_was_put_a_moment_ago(storage: LocalStorage) -> None:
    sha256 = storage.put(io.BytesIO(b"plan"), limit=LIMIT).sha256
    assert storage.delete(sha256, unless_newer_than=timedelta(hours=1)) is False
    assert storage.exists(sha256)
    old = time.time() - 7200
    os.utime(storage.path(sha256), (old, old))
    assert storage.delete(sha256, unless_newer_than=timedelta(hours=1)) is True
    assert not storage.exists(sha256)


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
