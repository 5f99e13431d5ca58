"""Setting up: the steps that are done are skipped, and a machine that lacks something hears what."""

import re
import subprocess
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from scripts import setup
from tests.e2e.server import ROOT


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty clone, in which every command that setup runs is only written down."""
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "STAMPS", tmp_path / ".venv" / "stamps")
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(f"{name} 1")
    return tmp_path


def test_packages_are_installed_again_only_when_a_lock_changed(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(setup, "install_lock", installed.append)

    setup.install_packages(testing=False)
    setup.install_packages(testing=False)
    assert installed == ["requirements.lock"]

    setup.install_packages(testing=True)
    setup.install_packages(testing=False)  # the larger lock holds the smaller one
    assert installed == ["requirements.lock", "requirements-dev.lock"]

    (clone / "requirements.lock").write_text("requirements.lock 2")
    setup.install_packages(testing=False)
    assert installed[2:] == ["requirements.lock"]


def test_an_install_that_failed_is_tried_again(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_lock: str) -> None:
        raise setup.SetupError("no network")

    monkeypatch.setattr(setup, "install_lock", fail)
    with pytest.raises(setup.SetupError):
        setup.install_packages(testing=False)

    installed: list[str] = []
    monkeypatch.setattr(setup, "install_lock", installed.append)
    setup.install_packages(testing=False)
    assert installed == ["requirements.lock"]


def test_fingerprint_sees_names_and_contents(clone: Path) -> None:
    lock = clone / "requirements.lock"
    before = setup.fingerprint([lock])
    assert setup.fingerprint([lock]) == before
    lock.write_text("changed")
    assert setup.fingerprint([lock]) != before


def test_old_python_is_told_what_to_install(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n')
    old.chmod(0o755)
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    done = subprocess.run(
        ["/bin/sh", ROOT / "scripts" / "setup.sh", "run"],
        check=False,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "needs Python 3.11 or newer; this machine has: Python 3.9.2" in done.stderr
    assert "apt-get install python3" in done.stderr


def test_the_lock_names_the_extras_that_packages_ask_for() -> None:
    """An older pip looks for a release of its own choice for `coverage[toml]` when the lock says `coverage==…`;
    as soon as there is a newer one, nothing can be installed any more."""
    locked = set(
        re.findall(r"^([\w.-]+(?:\[[\w.,-]+\])?)==", (ROOT / "requirements-dev.lock").read_text(), re.M)
    )
    asked = [
        requirement
        for name in locked
        if (found := _installed(name.partition("[")[0])) is not None
        for text in found.requires or []
        if (requirement := Requirement(text)).extras
        and (requirement.marker is None or requirement.marker.evaluate({"extra": ""}))
    ]
    assert {requirement.name for requirement in asked} >= {"coverage"}
    missing = [text for text in map(_with_extras, asked) if text not in locked]
    assert missing == []


def _installed(name: str) -> metadata.Distribution | None:
    """None: a package for another machine (the lock is for all)."""
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def _with_extras(requirement: Requirement) -> str:
    return f"{requirement.name}[{','.join(sorted(requirement.extras))}]"
