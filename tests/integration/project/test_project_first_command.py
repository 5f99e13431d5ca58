"""Any command can be the first one on a new machine: the embedded database is made when it is needed."""

import os
import subprocess
import sys
from pathlib import Path

KENNISPLEIN = Path(sys.executable).parent / "kennisplein"


def test_the_first_command_makes_the_database(tmp_path: Path) -> None:
    environ = {**os.environ, "KENNISPLEIN_DATA": str(tmp_path / "data"), "KENNISPLEIN_ENV": "development"}
    for arguments in (["user", "add", "a@example.org", "--name", "Aafje"], ["token", "a@example.org"]):
        done = subprocess.run(
            [KENNISPLEIN, *arguments], env=environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert len(done.stdout.split()[-1]) == 43


def test_what_failed_is_shown_by_the_real_command(tmp_path: Path) -> None:
    # With nothing around it: in a test there is always an application at hand.
    environ = {**os.environ, "KENNISPLEIN_DATA": str(tmp_path / "data"), "KENNISPLEIN_ENV": "development"}
    for arguments in (["list"], ["retry", "--all"]):
        done = subprocess.run(
            [KENNISPLEIN, "tasks", *arguments], env=environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
