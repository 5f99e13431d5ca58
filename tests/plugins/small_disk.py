"""A disk of a few megabytes, that a test may fill or make read-only. Really: a file system of its own in memory."""

import errno
import os
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.plugins import requirements

SIZE = "24m"


def _mount(*arguments: str) -> bool:
    try:
        return (
            subprocess.run(["mount", *arguments], check=False, capture_output=True, timeout=20).returncode
            == 0
        )
    except OSError:
        return False


def _unmount(place: str) -> None:
    subprocess.run(["umount", "--lazy", place], capture_output=True, timeout=20, check=False)


@cache
def missing_small_disk() -> str | None:
    """Why tests with a full disk cannot run here, or None."""
    with tempfile.TemporaryDirectory() as place:
        if (
            os.name == "posix"
            and os.geteuid() == 0
            and _mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", place)
        ):
            _unmount(place)
            return None
    return (
        "no right to mount a small disk → run the tests as root on Linux (in a container: with CAP_SYS_ADMIN)"
    )


requirements.NEEDS["needs_small_disk"] = missing_small_disk


class SmallDisk:
    """The disk at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filler = path / "filler"

    def fill(self) -> None:
        """Leave not one byte."""
        with self._filler.open("ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def make_room(self) -> None:
        """Take away what `fill` put there."""
        self._filler.unlink()

    def read_only(self, on: bool) -> None:
        """Forbid writing, or allow it again. Nothing of it may be open for writing."""
        assert _mount("-o", f"remount,{'ro' if on else 'rw'}", str(self.path)), (
            "something is open for writing"
        )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """An empty disk of a few megabytes."""
    requirements.require(missing_small_disk())
    place = tmp_path / "disk"
    place.mkdir()
    assert _mount("-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place))
    try:
        yield SmallDisk(place)
    finally:
        _unmount(str(place))
