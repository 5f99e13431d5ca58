"""A process of its own that opens one file of a stranger: it may crash, hang or burst without harm."""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from forum.library.extraction.outcome import Limits

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
_GRACE = 2.0


class WorkerFailed(RuntimeError):
    """The reading process did not even start: our installation is at fault, not the file. Try later."""


class Child:
    """One process that runs `reader` on a file: what it says, and how it ended."""

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

    def chunks(self, maximum: int) -> Iterator[bytes]:
        """What it says, as it comes, up to `maximum` bytes. When this ends the child is gone, one way or the other."""
        try:
            yield from self._read(maximum)
        finally:
            self._end()

    def _read(self, maximum: int) -> Iterator[bytes]:
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 - for the type checker: we asked for a pipe
        said = 0
        with stdout, selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            while True:
                left = self._deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    self.timed_out = True
                    return
                chunk = os.read(stdout.fileno(), _CHUNK)
                if not chunk:
                    return
                yield chunk
                said += len(chunk)
                if said > maximum:
                    self.too_much = True
                    return

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
