"""Runs the linters and the tests: what is behind `make test`, `make lint` and `make unit`.

Linters come first, so that the last line is pytest's own. Everything runs, whatever failed before.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

LINTERS = {
    "mypy": ("mypy",),
    "ruff": ("ruff", "check", "--quiet", "."),
    "ruff format": ("ruff", "format", "--check", "--output-format", "concise", "."),
    "import contracts": ("lint-imports",),
    "deptry": ("deptry", "."),
    "djlint": ("djlint", "--lint", "--quiet", "templates"),
}
FAST = ("tests/unit", "tests/architecture", "tests/access", "tests/integration", "tests/kinds")


def _lint_one(name: str) -> tuple[str, int, str, float]:
    started = time.monotonic()
    command = [str(BIN / LINTERS[name][0]), *LINTERS[name][1:]]
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    return name, done.returncode, done.stdout, time.monotonic() - started


def lint() -> list[str]:
    """Run every linter, two at a time; the names of those that complain."""
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for name, code, output, took in pool.map(_lint_one, LINTERS):
            print(f"lint: {name:<17} {'ok' if code == 0 else 'FAILED'} ({took:.1f} s)", flush=True)
            if code != 0:
                failed.append(name)
                print(output.rstrip(), flush=True)
    return failed


def test(arguments: Sequence[str], failed: Sequence[str], started: float) -> int:
    """Run pytest with `arguments`. What was found before is repeated in its summary."""
    environ = {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "CHECK_STARTED": str(started),
        "CHECK_FAILED": ", ".join(failed),
    }
    command = [str(BIN / "python"), "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environ, stdin=subprocess.DEVNULL).returncode


def main(asked: Sequence[str]) -> int:
    """Run what is asked: any of lint, unit, test. 0 when all is well."""
    started = time.time()
    failed = lint() if "lint" in asked else []
    code = 0
    if "test" in asked:
        code = test(["--databases=sqlite,postgres"], failed, started)
    elif "unit" in asked:
        code = test([folder for folder in FAST if (ROOT / folder).is_dir()], failed, started)
    return code or (1 if failed else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
