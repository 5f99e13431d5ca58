"""Files that burst end in a reason or in a part of their text, soon, and cost this process nothing."""

import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from forum.library.extraction.outcome import Extraction, Limits, Reason
from forum.library.extraction.run import extract
from forum.storage.types import detect
from tests import bombs
from tests.plugins.services import PATIENCE

GROWTH = 60 * 1024  # kilobytes


def read(path: Path, limits: Limits | None = None) -> Extraction:
    """Detect and extract, and see to it that this process hardly grows and no child stays behind."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = extract(path, detect(path, "stuk.bin").media_type, limits=limits or Limits())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH
    left = [
        entry
        for entry in Path("/proc").glob("[0-9]*/cmdline")
        if entry.exists() and str(path).encode() in _content(entry)
    ]
    assert left == []
    return found


def _content(entry: Path) -> bytes:
    try:
        return entry.read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: bombs.flat_zip(256), Reason.UNKNOWN_TYPE),
        (lambda: bombs.nested_zip(5, 16, 10), Reason.UNKNOWN_TYPE),
        (lambda: bombs.word_of_one_word(200), Reason.TOO_LARGE),
        (bombs.laughing_word, Reason.DAMAGED),
        (bombs.laughing_workbook, Reason.DAMAGED),
        (lambda: bombs.packed_pdf(1024), Reason.TOO_LARGE),
    ],
    ids=["zip", "nested zip", "word", "laughing word", "laughing excel", "packed pdf"],
)
def test_a_bomb_ends_in_a_reason(tmp_path: Path, make: Callable[[], bytes], reason: Reason) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(make())
    found = read(path)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("make", "pages"),
    [
        (lambda: bombs.word_of_one_word(50), 1),
        (lambda: bombs.word_of_paragraphs(1_000_000), 1),
        (lambda: bombs.endless_pdf(100_000), 5_000),
    ],
    ids=["word of one word", "word of paragraphs", "pdf of 100,000 pages"],
)
def test_what_is_merely_long_gives_its_beginning(
    tmp_path: Path, make: Callable[[], bytes], pages: int
) -> None:
    path = tmp_path / "long"
    path.write_bytes(make())
    found = read(path)
    assert len(found.pages) == pages
    assert found.truncated
    assert len(found.text) <= 5_000_000 + 2 * pages


def test_a_gigabyte_on_one_line_is_read_no_further_than_needed(tmp_path: Path) -> None:
    path = tmp_path / "line.csv"
    with path.open("wb") as file:
        file.write(b"jeugdzorg," * 10_000)
        file.seek(200 * bombs.MEGABYTE)  # a hole: as long as it says, without filling the disk
        file.write(b",eind")
    found = extract(path, "text/csv")
    assert found.text.startswith("jeugdzorg,jeugdzorg")
    assert found.truncated
    assert "eind" not in found.text


@pytest.mark.parametrize(
    "content", [b"<!doctype html>" + b"<div>" * 1_000_000 + b"x", b"{\\rtf1 " + b"{" * 40_000_000]
)
def test_what_takes_too_long_is_ended(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "slow"
    path.write_bytes(content)
    started = time.monotonic()
    found = read(path, Limits(seconds=1))
    assert found.reason == Reason.TIMEOUT
    assert time.monotonic() - started < PATIENCE


@pytest.mark.parametrize("content", [b"<!--" * 500_000, b"[" * 1_000_000, b"**a" * 300_000, b"# " * 500_000])
def test_markdown_made_to_be_slow_is_read_in_time(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "slow.md"
    path.write_bytes(content)
    assert extract(path, "text/markdown").reason in (None, Reason.EMPTY)
