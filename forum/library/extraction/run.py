"""Reading a document in a process of its own, which may crash, hang or burst without harm."""

import contextlib
import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import sysconfig
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from forum.library.extraction.outcome import (
    DEFAULT_LIMITS,
    PAGE_KINDS,
    Extraction,
    Limits,
    PageKind,
    Reason,
)
from forum.library.extraction.readers import READERS

# Where the child finds the forum and the parsers. It starts without `site`, which reads and runs files that
# it has no need of, and would take a third of its starting time.
_PATH = os.pathsep.join(
    dict.fromkeys(
        [
            str(Path(__file__).resolve().parents[3]),
            sysconfig.get_path("purelib"),
            sysconfig.get_path("platlib"),
        ]
    )
)
_CHUNK = 256 * 1024
_OVERHEAD = 2 * 1024 * 1024
_GRACE = 2.0
_GAVE_UP = (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL)
_TRY_NEXT = (Reason.DAMAGED, Reason.TOO_LARGE)


class WorkerFailed(RuntimeError):
    """The reading process did not even start: our installation is at fault, not the file. Try later."""


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
        run = _Run(path, reader, limits)
        outcome, stopped_by = _outcome(run.finish(), run, limits)
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


class _Run:
    """One child: what it said, and how it ended."""

    def __init__(self, path: Path, reader: str, limits: Limits) -> None:
        self.limits = limits
        self.timed_out = False
        self.too_much = False
        self.peak = 0
        self.status = 0
        self._deadline = time.monotonic() + limits.seconds
        self._process = subprocess.Popen(  # noqa: S603 - our own module; the path is an argument, no shell
            [
                sys.executable, "-P", "-S", "-m", "forum.library.extraction.worker",
                str(path.absolute()), reader, json.dumps(asdict(limits)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            cwd="/",
            env={"PYTHONPATH": _PATH, "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )  # fmt: skip

    def finish(self) -> bytes:
        """Wait until the child is gone, one way or the other; give what it said, up to a maximum."""
        try:
            output = self._read()
        finally:
            self._end()
        return output

    def _read(self) -> bytes:
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 - for the type checker: we asked for a pipe
        maximum = self.limits.text * 2 + _OVERHEAD
        said = bytearray()
        with stdout, selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            while True:
                left = self._deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    self.timed_out = True
                    return bytes(said)
                chunk = os.read(stdout.fileno(), _CHUNK)
                if not chunk:
                    return bytes(said)
                said += chunk
                if len(said) > maximum:
                    self.too_much = True
                    return bytes(said)

    def _end(self) -> None:
        """Collect the child, and kill its whole group: what it may have started, or itself if it stays."""
        pid = self._process.pid
        until = time.monotonic() + (0 if self.timed_out or self.too_much else _GRACE)
        # Only looking (WNOWAIT): as long as it is not collected, nobody else can get its number.
        while not os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            if time.monotonic() >= until:
                self.timed_out = not self.too_much
                break
            time.sleep(0.001)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        _, status, usage = os.wait4(pid, 0)
        self.status = os.waitstatus_to_exitcode(status)
        self.peak = usage.ru_maxrss * 1024
        self._process.returncode = self.status  # so that Popen does not wait for it once more


def _outcome(output: bytes, run: _Run, limits: Limits) -> tuple[Extraction, Reason | None]:
    """Give what was found, and what stopped the child, also when there was text before that."""
    ready, ended, truncated = False, False, False
    reason: Reason | None = None
    title: str | None = None
    kind: PageKind = "none"
    pages: list[str] = []
    for line in output.split(b"\n")[:-1]:  # a line without an end was cut off
        record = _record(line)
        if isinstance(record.get("page"), str) and len(pages) < limits.pages:
            pages.append(_storable(record["page"]))
        elif record.get("kind") in PAGE_KINDS:
            kind = record["kind"]
        elif isinstance(record.get("title"), str):
            title = _storable(record["title"])
        elif "ready" in record:
            ready = True
        elif "end" in record:
            ended = True
            truncated = record.get("truncated") is True
            reason = Reason(record["end"]) if record["end"] in list(Reason) else None
    if not ready and not run.timed_out:
        raise WorkerFailed(f"the reader of documents does not start (status {run.status})")
    if not ended:
        reason = _why(run, limits)
    if any(any(character.isalnum() for character in page) for page in pages):
        return Extraction(tuple(pages), kind, title, truncated=truncated or reason is not None), reason
    return Extraction(title=title, page_kind=kind, reason=reason or Reason.EMPTY), reason


def _why(run: _Run, limits: Limits) -> Reason:
    """Say why a child ended without a word."""
    if run.timed_out or run.status == -signal.SIGXCPU:
        return Reason.TIMEOUT
    if run.too_much or run.status == -signal.SIGKILL:
        return Reason.TOO_LARGE
    # Libraries in C and Rust end the process when they get no memory: seen from here, it just dies. What it
    # took tells why; when our own process is larger than that, how it died is all there is to go by.
    if run.peak > _own_peak():
        return Reason.TOO_LARGE if run.peak > limits.memory // 4 else Reason.DAMAGED
    return Reason.TOO_LARGE if -run.status in _GAVE_UP else Reason.DAMAGED


def _own_peak() -> int:
    """What this process itself took at most, in bytes: Linux counts it as the child's too, from before its
    exec, so a child's peak says something only above it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _record(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _storable(text: str) -> str:
    """Once more on this side, for a child that a document took over: no NUL, no lone surrogate."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
