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

READY_WITHIN = 90.0
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Server:
    """A running server: its port, and the process that its others come from, if it has any."""

    port: int
    pid: int
    alone: bool = False

    def processes(self) -> list[int]:
        """The ids of this process and of all below it."""
        found, look = [], [self.pid]
        if self.alone:
            return look
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
    """The real web server on this data folder."""
    port = _free_port()
    with _running(
        _gunicorn("wsgi:app"), {**site_environ(data), "PORT": str(port)}, port, "/healthz"
    ) as server:
        yield server


@contextmanager
def together(data: Path) -> Iterator[dict[str, Server]]:
    """Web, worker, and the supervisor that they are forked from, as `make run` starts them."""
    port = _free_port()
    command = [sys.executable, str(ROOT / "scripts" / "serve.py"), "--no-prepare", "--port", str(port)]
    with _running(command, site_environ(data), port, "/healthz") as server:
        yield {
            "supervisor": Server(port, server.pid, alone=True),
            "web": Server(port, _first(server, "kp-web")),
            "worker": Server(port, _first(server, "kp-worker")),
        }


def _first(server: Server, name: str) -> int:
    """The topmost process of this name below a server."""
    return next(pid for pid in server.processes() if Path(f"/proc/{pid}/comm").read_text().strip() == name)


@contextmanager
def page20(database: Path) -> Iterator[Server]:
    """The bare page on the same server software."""
    port = _free_port()
    environ = {"PAGE20_DATABASE": str(database), "PORT": str(port)}
    with _running(_gunicorn("tests.bench.page20:app"), environ, port, "/1") as server:
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


def _gunicorn(app: str) -> list[str]:
    return [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "deploy" / "gunicorn.conf.py"), app]


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
        server = Server(port or 0, process.pid)
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
