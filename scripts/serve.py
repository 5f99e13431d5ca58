"""Runs the web server and the background worker together: what `make run` starts.

Standard library only. A child that dies is started again, later each time; Ctrl-C or SIGTERM stops
both cleanly. A child that cannot start at all ends the whole, with exit code 1.
"""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
READY_WITHIN = 60.0
SETTLED_AFTER = 3.0  # a child that lives this long has started
STOP_WITHIN = 8.0
LONGEST_PAUSE = 30.0
PR_SET_PDEATHSIG = 1


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, flush=True)


def _die_with_parent() -> None:
    # When this supervisor is killed outright, its children must not stay behind (Linux only).
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """One process that is kept alive."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.command = list(command)
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.settled = False
        self.failures = 0
        self.start_at = 0.0

    def start(self) -> None:
        """Start it in a process group of its own, so that Ctrl-C reaches us alone."""
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - this program has one thread
        )
        self.started_at = time.monotonic()

    def signal(self, number: int) -> None:
        """Send a signal to the whole process group, if it is still there."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                pass

    def watch(self, now: float) -> bool:
        """Start it again when it died. False when it never got going: it cannot start."""
        if self.process is None:
            if now >= self.start_at:
                self.start()
            return True
        code = self.process.poll()
        lived = now - self.started_at
        if code is None:
            self.settled = self.settled or lived >= SETTLED_AFTER
            if lived >= 2 * LONGEST_PAUSE:
                self.failures = 0
            return True
        self.signal(signal.SIGKILL)  # what it may have left behind
        self.process = None
        if not self.settled and code >= 0:  # below 0: it was killed, and not by itself
            say(f"The {self.name} process cannot start (exit code {code}); its message is above.")
            return False
        pause = min(LONGEST_PAUSE, 2.0**self.failures)
        self.failures += 1
        self.start_at = now + pause
        say(f"The {self.name} process stopped (exit code {code}); starting it again in {pause:.0f} s.")
        return True


def stop(children: Sequence[Child]) -> None:
    """Ask all children to stop; after a few seconds, make them."""
    for child in children:
        if child.process is not None:
            # To the leader only: gunicorn tells its own workers, and lets them finish their answers.
            child.process.send_signal(signal.SIGTERM)
    until = time.monotonic() + STOP_WITHIN
    for child in children:
        if child.process is not None:
            try:
                child.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                say(f"The {child.name} process does not stop; ending it.")
            child.signal(signal.SIGKILL)
            child.process.wait()


def port_is_free(host: str, port: int) -> bool:
    """True when a server can listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def answers(address: str) -> bool:
    """True when a site answers there and is not in trouble (below 500)."""
    # No proxy: the address is this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=2):
            return True
    except urllib.error.HTTPError as error:
        with error:
            return error.code < 500
    except OSError:
        return False


def prepare(kennisplein: str) -> bool:
    """Bring the database up to date and load the demo community where it belongs."""
    steps = [("db", "upgrade")]
    if os.environ.get("KENNISPLEIN_DEMO") != "0":
        steps.append(("demo", "load"))
    for arguments in steps:
        done = subprocess.run([kennisplein, *arguments], cwd=ROOT, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            say(f"'kennisplein {' '.join(arguments)}' failed (exit code {done.returncode}).")
            return False
    return True


def supervise(children: Sequence[Child], health: str, ready: Callable[[], None]) -> int:
    """Keep `children` alive until a signal asks us to stop. The exit code is returned."""
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: asked.append(received))
    told = False
    started = time.monotonic()
    try:
        while not asked:
            now = time.monotonic()
            alive = [child.watch(now) for child in children]  # every one, also after a failure
            if not all(alive):
                return 1
            if not told and answers(health):
                told = True
                ready()
            if not told and now - started > READY_WITHIN:
                say(f"The site did not answer at {health} within {READY_WITHIN:.0f} seconds.")
                return 1
            time.sleep(0.2)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if told:
            say("\nStopping …")
        stop(children)
    say("Stopped.")
    return 0


def main() -> int:
    """Parse the arguments, prepare the data and run until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    parser.add_argument("--port", default=os.environ.get("PORT") or "8000", help="where to listen")
    parser.add_argument("--app", default="wsgi:app", help=argparse.SUPPRESS)
    parser.add_argument("--worker", default=str(BIN / "kennisplein") + " worker", help=argparse.SUPPRESS)
    parser.add_argument("--no-prepare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.port.isdigit() or not 0 < int(options.port) < 65536:
        say(f"PORT must be a number from 1 to 65535, not '{options.port}'.")
        return 2
    host, port = options.host, int(options.port)
    if not port_is_free(host, port):
        say(f"Port {port} on {host} is in use or not allowed. Choose another:  make run PORT={port + 1}")
        return 1
    os.environ["PORT"] = str(port)
    os.environ.setdefault("KENNISPLEIN_ENV", "development")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if not options.no_prepare and not prepare(str(BIN / "kennisplein")):
            return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 0
    shown = f"[{host}]" if ":" in host else host
    visit = "127.0.0.1" if host in ("0.0.0.0", "::") else shown  # noqa: S104
    workers = os.environ.get("WEB_CONCURRENCY") or "2"
    web = [str(BIN / "python"), "-m", "gunicorn", options.app, "--bind", f"{shown}:{port}"]
    web += ["--worker-class", "gthread", "--workers", workers, "--threads", "4"]
    web += [
        "--limit-request-line",
        "8190",
        "--graceful-timeout",
        "5",
        "--log-level",
        "warning",
        "--no-control-socket",
    ]

    def ready() -> None:
        say(f"\n  Kennisplein is running at  http://{visit}:{port}/")
        if os.environ["KENNISPLEIN_ENV"] == "development":
            say("  To sign in: type an e-mail address; the mail with the code does not leave this machine,")
            say(f"  read it at                 http://{visit}:{port}/ontwikkel/postvak")
            if os.environ.get("KENNISPLEIN_DEMO") != "0":
                say("  Demo: samira@voorbeeld.nl (member), irene@voorbeeld.nl (manager),")
                say("        petra@voorbeeld.nl (moderator), bas@voorbeeld.nl (administrator)")
        say("  Stop with Ctrl-C.\n")

    children = [Child("web", web), Child("worker", options.worker.split())]
    return supervise(children, f"http://{visit}:{port}/healthz", ready)


if __name__ == "__main__":
    sys.exit(main())
