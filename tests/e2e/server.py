"""Starts the real site for browser tests, by the same supervisor as `make run`."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.plugins.services import free_port

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN = 600


@dataclass(frozen=True)
class Server:
    """A running site: its address, its data folder, and its supervisor's process."""

    url: str
    data: Path
    process: "subprocess.Popen[bytes]"


def answers(address: str) -> bool:
    """True when a site answers there and is not in trouble (below 500)."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=2):
            return True
    except urllib.error.HTTPError as error:
        with error:
            return error.code < 500
    except OSError:
        return False


@contextmanager
def running(
    data: Path, demo: bool, *arguments: str, port: int | None = None, **environ: str
) -> Iterator[Server]:
    """Run the site on `port` (None: a free one) with its files below `data`; stop it afterwards.

    Raises:
        AssertionError: it does not start (with what it said), or does not stop cleanly.
    """
    port = port or free_port()
    log = data / "server.log"
    settings = {"KENNISPLEIN_DATA": str(data), "KENNISPLEIN_DEMO": "1" if demo else "0", **environ}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KENNISPLEIN_")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "scripts/serve.py", "--port", str(port), *arguments],
            cwd=ROOT,
            env={**kept, "WEB_CONCURRENCY": "1", "KENNISPLEIN_ENV": "development", **settings},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + START_WITHIN
        while not answers(f"{url}/healthz"):
            alive = process.poll() is None and time.monotonic() < until
            assert alive, f"the site does not start:\n{log.read_text(errors='replace')[-4000:]}"
            time.sleep(0.1)
        yield Server(url, data, process)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert code == 0, log.read_text(errors="replace")[-4000:]
