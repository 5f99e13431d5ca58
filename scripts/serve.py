"""Runs the web server and the background worker together: what `make run` starts.

A child that dies is started again, later each time; Ctrl-C or SIGTERM stops both cleanly. A child that cannot start at
all ends the whole, with exit code 1. The site is loaded here, once, and the children are forked off: so they share the
memory of what is loaded.
"""

import argparse
import ctypes
import http.client
import importlib
import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
READY_WITHIN = 60.0
SETTLED_AFTER = 3.0  # a child that lives this long has started
STOP_WITHIN = 8.0
LONGEST_PAUSE = 30.0
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
SITE = "wsgi"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, flush=True)


def _die_with_parent(parent: int) -> None:
    # When this supervisor is killed outright, its children must not stay behind (Linux only).
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # killed before we asked: nobody will tell us any more
            os._exit(1)


class Forked:
    """A process that goes on from here with `run`; as much of subprocess.Popen as is asked of it."""

    def __init__(self, name: str, run: Callable[[], object]) -> None:
        sys.stdout.flush()
        self.returncode: int | None = None
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            os._exit(_become(name, run, parent))

    def poll(self) -> int | None:
        """The exit code, below 0 when it was killed; None while it lives."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it ends, and give its exit code. Raises subprocess.TimeoutExpired."""
        until = time.monotonic() + (timeout or float("inf"))
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(0.05)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        if self.poll() is None:
            os.kill(self.pid, number)


def _become(name: str, run: Callable[[], object], parent: int) -> int:
    """In the new process: a group of its own, nothing of the supervisor's signals, and then `run`. The exit code."""
    try:
        os.setsid()
        _die_with_parent(parent)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_NAME, f"kp-{name}".encode())
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        run()
    except SystemExit as error:
        if not isinstance(error.code, int | None):
            sys.stderr.write(f"{error.code}\n")
            return 1
        return error.code or 0
    except BaseException:  # noqa: BLE001 - whatever it is: this process may not go on as the supervisor
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
    return 0


def command(arguments: list[str]) -> Callable[[], object]:
    """What runs a command in the place of the new process."""
    return lambda: os.execvp(arguments[0], arguments)  # noqa: S606 - ours, and no shell


def web(app: str, bind: str) -> None:
    """Be the web server."""
    sys.argv = ["gunicorn", "-c", str(ROOT / "deploy" / "gunicorn.conf.py"), app, "--bind", bind]
    sys.argv += ["--graceful-timeout", "5"]
    importlib.import_module("gunicorn.app.wsgiapp").run()


def worker() -> None:
    """Be the background worker; who reads a page goes before it (deploy/systemd does the same)."""
    os.nice(5)
    importlib.import_module("forum.work.worker").run(importlib.import_module(SITE).app)


def load() -> None:
    """Load the site, so that the children share it. What is wrong with it a child will tell, at its start."""
    try:
        importlib.import_module(SITE).share()
    except Exception as error:  # noqa: BLE001 - whatever a site can do wrong
        say(f"The site cannot be loaded ({type(error).__name__}).")


class Child:
    """One process that is kept alive."""

    def __init__(self, name: str, run: Callable[[], object]) -> None:
        self.name = name
        self.run = run
        self.process: Forked | None = None
        self.started_at = 0.0
        self.settled = False
        self.failures = 0
        self.start_at = 0.0

    def start(self) -> None:
        """Start it in a process group of its own, so that Ctrl-C reaches us alone."""
        self.process = Forked(self.name, self.run)
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


def stop(children: list[Child]) -> None:
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


def answers(host: str, port: int) -> bool:
    """True when a site answers there and is not in trouble (below 500)."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


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


def supervise(children: list[Child], host: str, port: int, ready: Callable[[], None]) -> int:
    """Keep `children` alive until a signal asks us to stop. The exit code is returned."""
    asked: list[int] = []
    for number in SIGNALS:
        signal.signal(number, lambda received, _frame: asked.append(received))
    told = False
    started = time.monotonic()
    try:
        while not asked:
            now = time.monotonic()
            alive = [child.watch(now) for child in children]  # every one, also after a failure
            if not all(alive):
                return 1
            if not told and answers(host, port):
                told = True
                ready()
            if not told and now - started > READY_WITHIN:
                say(f"The site did not answer at {host}, port {port}, within {READY_WITHIN:.0f} seconds.")
                return 1
            time.sleep(0.2)
    finally:
        for number in SIGNALS:
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
    parser.add_argument("--worker", help=argparse.SUPPRESS)
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
        os.chdir(ROOT)
        sys.path.insert(0, str(ROOT))
        if options.app.startswith(f"{SITE}:"):
            load()
    except KeyboardInterrupt:
        say("Stopped.")
        return 0
    shown = f"[{host}]" if ":" in host else host
    visit = "127.0.0.1" if host in ("0.0.0.0", "::") else shown  # noqa: S104

    def ready() -> None:
        say(f"\n  Kennisplein is running at  http://{visit}:{port}/")
        if os.environ["KENNISPLEIN_ENV"] == "development":
            say("  To sign in: type an e-mail address; the mail with the code does not leave this machine,")
            say(f"  read it at                 http://{visit}:{port}/ontwikkel/postvak")
            if os.environ.get("KENNISPLEIN_DEMO") != "0":
                say("  Demo: samira@voorbeeld.nl (member), irene@voorbeeld.nl (manager),")
                say("        petra@voorbeeld.nl (moderator), bas@voorbeeld.nl (administrator)")
        say("  Stop with Ctrl-C.\n")

    children = [
        Child("web", lambda: web(options.app, f"{shown}:{port}")),
        Child("worker", command(options.worker.split()) if options.worker else worker),
    ]
    return supervise(children, visit.strip("[]"), port, ready)


if __name__ == "__main__":
    sys.exit(main())
