"""A site that is killed and started again, with the same data and at the same address."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.e2e.inside import until
from tests.e2e.server import ROOT, answers

WEB, WORKER = "web", "worker"
NAMES = {"kp-web": WEB, "kp-worker": WORKER}  # as scripts/serve.py calls its children
READY = 60.0


class Lives:
    """The supervisor of `make run` with its two children, which can be killed without warning."""

    def __init__(self, data: Path, port: int, database_url: str = "") -> None:
        self.data = data
        self.database_url = database_url
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.log = data / "server.log"
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._prepared = False

    def start(self) -> None:
        """Start everything and wait until it answers. Raises AssertionError with what it said."""
        arguments = ["--no-prepare"] if self._prepared else []
        with self.log.open("ab") as output:
            self._supervisor = subprocess.Popen(
                [sys.executable, "scripts/serve.py", "--port", str(self.port), *arguments],
                cwd=ROOT,
                env=self._environ(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._prepared = True
        self.wait()

    def wait(self) -> None:
        """Wait until web and worker live and the site answers."""

        def ready() -> bool:
            assert self._supervisor
            assert self._supervisor.poll() is None, f"it does not start:\n{self.said()}"
            return {WEB, WORKER} <= self._children().keys() and answers(f"{self.url}/healthz")

        until("the site answers", ready, READY)

    def said(self) -> str:
        """The end of what it wrote."""
        return self.log.read_text(errors="replace")[-4000:]

    def kill(self, *names: str) -> None:
        """Kill these children and all that they started, as the system does when memory is gone."""
        for name, pid in self._children().items():
            if name in names:
                os.killpg(pid, signal.SIGKILL)  # each child leads a process group of its own

    def kill_all(self) -> None:
        """Kill the supervisor first, so that it restarts nothing, then its children."""
        children = self._orphan()
        for pid in children:
            for end in (os.killpg, os.kill):  # the group; and who was just forked off has none yet
                with contextlib.suppress(ProcessLookupError):
                    end(pid, signal.SIGKILL)
        self._gone(children)

    def kill_supervisor(self) -> None:
        """Kill the supervisor only; its children must notice and end."""
        self._gone(self._orphan())

    def stop(self) -> int:
        """Ask it to stop, as Ctrl-C does; returns the exit code. Does nothing when it is dead."""
        if self._supervisor is None or self._supervisor.poll() is not None:
            return 0
        self._supervisor.send_signal(signal.SIGTERM)
        return self._supervisor.wait(20)

    def _environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KENNISPLEIN_")}
        ours = {
            "WEB_CONCURRENCY": "1",
            "KENNISPLEIN_ENV": "development",
            "KENNISPLEIN_DATA": str(self.data),
            "KENNISPLEIN_DEMO": "0",
            "DATABASE_URL": self.database_url,
            "TRUSTED_PROXIES": "1",  # so that each writer can have an address, and limits, of their own
        }
        return {**kept, **ours}

    def _children(self) -> dict[str, int]:
        assert self._supervisor
        return {
            NAMES[name]: pid
            for pid, parent, name in processes()
            if parent == self._supervisor.pid and name in NAMES
        }

    def _orphan(self) -> list[int]:
        """Kill the supervisor; the children that it had at that moment, also one that has no name yet.

        It is halted first: it starts a worker that was killed again, also while we look.
        """
        assert self._supervisor
        self._supervisor.send_signal(signal.SIGSTOP)
        until("the supervisor is halted", lambda: state_of(self._supervisor.pid) == "T")  # type: ignore[union-attr]
        children = [pid for pid, parent, _name in processes() if parent == self._supervisor.pid]
        self._supervisor.kill()
        self._supervisor.wait()
        return children

    def _gone(self, children: list[int]) -> None:
        until("the children are gone", lambda: not any(map(alive, children)), 20)


def processes() -> Iterator[tuple[int, int, str]]:
    """Id, parent's id and name of every process of this machine (Linux)."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            name = (folder / "comm").read_text().strip()
        except OSError:
            continue
        yield int(folder.name), parent, name


def state_of(pid: int) -> str:
    """The letter of /proc for what this process does: "T" is halted, "Z" ended but not collected, "" gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def alive(pid: int) -> bool:
    """Whether this process, or another of its group, is still there."""
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return state_of(pid) not in ("", "Z")
    return True


def pause(seconds: float) -> None:
    """Let the others work."""
    time.sleep(seconds)
