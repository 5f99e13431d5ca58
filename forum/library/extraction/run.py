"""Reading the text of a document in a process of its own (`child`)."""

import resource
import signal
from pathlib import Path

from forum.library.extraction.child import Child, WorkerFailed
from forum.library.extraction.outcome import (
    DEFAULT_LIMITS,
    PAGE_KINDS,
    Extraction,
    Limits,
    PageKind,
    Reason,
)
from forum.library.extraction.readers import READERS
from forum.library.extraction.said import record_of, storable

_OVERHEAD = 2 * 1024 * 1024
_GAVE_UP = (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL)
_TRY_NEXT = (Reason.DAMAGED, Reason.TOO_LARGE)


def extract(path: Path, media_type: str, *, limits: Limits = DEFAULT_LIMITS) -> Extraction:
    """Give the text of the file at `path`, or the reason why there is none.

    `media_type` is what `forum.storage.types.detect` said. A bad file never raises; only a file that is
    not there does (OSError), and an installation that cannot start the reader (WorkerFailed).
    """
    size = path.stat().st_size
    if size == 0:
        return Extraction(reason=Reason.EMPTY)
    readers = READERS.get(media_type, ())
    if not readers:
        return Extraction(reason=Reason.UNKNOWN_TYPE)
    if size > limits.file:
        return Extraction(reason=Reason.TOO_LARGE)
    found: Extraction | None = None
    for reader in readers:
        child = Child(path, reader, limits)
        said = b"".join(child.chunks(limits.text * 2 + _OVERHEAD))
        outcome, stopped_by = _outcome(said, child, limits)
        found = _better(found, outcome)
        if stopped_by not in _TRY_NEXT:
            break
    assert found is not None  # noqa: S101 - for the type checker: there was at least one reader
    return found


def _better(one: Extraction | None, other: Extraction) -> Extraction:
    """Give the outcome with most text; without text, the reason that was found first."""
    if one is None or len(other.text) > len(one.text):
        return other
    return one


def _outcome(output: bytes, child: Child, limits: Limits) -> tuple[Extraction, Reason | None]:
    """Give what was found, and what stopped the child, also when there was text before that."""
    ready, ended, truncated = False, False, False
    reason: Reason | None = None
    title: str | None = None
    kind: PageKind = "none"
    pages: list[str] = []
    for line in output.split(b"\n")[:-1]:  # a line without an end was cut off
        record = record_of(line)
        if isinstance(record.get("page"), str) and len(pages) < limits.pages:
            pages.append(storable(record["page"]))
        elif record.get("kind") in PAGE_KINDS:
            kind = record["kind"]
        elif isinstance(record.get("title"), str):
            title = storable(record["title"])
        elif "ready" in record:
            ready = True
        elif "end" in record:
            ended = True
            truncated = record.get("truncated") is True
            reason = Reason(record["end"]) if record["end"] in list(Reason) else None
    if not ready and not child.timed_out:
        raise WorkerFailed(f"the reader of documents does not start (status {child.status})")
    if not ended:
        reason = _why(child, limits)
    if any(any(character.isalnum() for character in page) for page in pages):
        return Extraction(tuple(pages), kind, title, truncated=truncated or reason is not None), reason
    return Extraction(title=title, page_kind=kind, reason=reason or Reason.EMPTY), reason


def _why(child: Child, limits: Limits) -> Reason:
    """Say why a child ended without a word."""
    if child.timed_out or child.status == -signal.SIGXCPU:
        return Reason.TIMEOUT
    if child.too_much or child.status == -signal.SIGKILL:
        return Reason.TOO_LARGE
    # Libraries in C and Rust end the process when they get no memory: seen from here, it just dies. What it
    # took tells why; when our own process is larger than that, how it died is all there is to go by.
    if child.peak > _own_peak():
        return Reason.TOO_LARGE if child.peak > limits.memory // 4 else Reason.DAMAGED
    return Reason.TOO_LARGE if -child.status in _GAVE_UP else Reason.DAMAGED


def _own_peak() -> int:
    """What this process itself took at most, in bytes: Linux counts it as the child's too, from before its
    exec, so a child's peak says something only above it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
