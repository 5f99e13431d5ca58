"""Starting and stopping real servers, and what the system knows of their processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

BIN = Path(sys.executable).parent
READY_WITHIN = 90.0
# As scripts/serve.py starts the site: two processes of four threads.
GUNICORN = [
    "gunicorn",
    "--worker-class",
    "gthread",
    "--workers",
    "2",
    "--threads",
    "4",
    "--log-level",
    "warning",
]


@dataclass(frozen=True)
class Server:
    """A running server: its port, and the process that all others come from."""

    port: int
    process: subprocess.Popen[bytes]

    def processes(self) -> list[int]:
        """The ids of this process and of all below it."""
        found, look = [], [self.process.pid]
        while look:
            pid = look.pop()
            found.append(pid)
            try:
                look += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
            except (OSError, ValueError):
                continue
        return found

    def cpu(self) -> float:
        """Seconds of processor time used until now."""
        return sum(_cpu(pid) for pid in self.processes())

    def memory(self) -> tuple[int, int]:
        """Bytes of memory: as each process counts it, and with what they share counted once."""
        rss = pss = 0
        for pid in self.processes():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Rss:"):
                    rss += int(line.split()[1]) * 1024
                if line.startswith("Pss:"):
                    pss += int(line.split()[1]) * 1024
        return rss, pss


def _cpu(pid: int) -> float:
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


@contextmanager
def site(data: Path) -> Iterator[Server]:
    """The real web server on this data folder, as `make run` starts it."""
    port = _free_port()
    environ = {**site_environ(data), "PORT": str(port)}
    with _running(_gunicorn("wsgi:app", port), environ, port, "/healthz") as server:
        yield server


@contextmanager
def worker(data: Path) -> Iterator[Server]:
    """The background worker of this data folder."""
    with _running([str(BIN / "kennisplein"), "worker"], site_environ(data), None, "") as server:
        yield server


@contextmanager
def page20(database: Path) -> Iterator[Server]:
    """The bare page on the same server software."""
    port = _free_port()
    environ = {"PAGE20_DATABASE": str(database)}
    command = _gunicorn("tests.bench.page20:app", port)
    with _running(command, environ, port, "/1") as server:
        yield server


def site_environ(data: Path) -> dict[str, str]:
    """The settings of the measured site. A trusted proxy, so that each request can come from another client."""
    return {
        "KENNISPLEIN_ENV": "development",
        "KENNISPLEIN_DATA": str(data),
        "KENNISPLEIN_DEMO": "0",
        "TRUSTED_PROXIES": "1",
        "BASE_URL": "http://127.0.0.1",
    }


def _gunicorn(app: str, port: int) -> list[str]:
    return [str(BIN / "python"), "-m", *GUNICORN, "--no-control-socket", "--bind", f"127.0.0.1:{port}", app]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(
    command: list[str], environ: Mapping[str, str], port: int | None, ready: str
) -> Iterator[Server]:
    process = subprocess.Popen(
        command, env={**os.environ, **environ}, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        server = Server(port or 0, process)
        until = time.monotonic() + READY_WITHIN
        while port is not None and not _answers(port, ready):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{command[0]} does not answer")
            time.sleep(0.2)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
