"""Rule 8: imports go down only. import-linter does the looking; here we see that it looks."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.checks import ROOT

LINTER = Path(sys.executable).parent / "lint-imports"


def contract() -> str:
    """Our own contract for a small house with the same words."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (down,) = settings["contracts"]
    assert down["exhaustive"] is True
    assert settings["root_package"] == "forum"
    layers = [
        f'"{layer}"' if layer in ("core", "lib") else f'"{optional(layer)}"' for layer in down["layers"]
    ]
    return "\n".join(
        [
            "[tool.importlinter]",
            'root_package = "forum"',
            "[[tool.importlinter.contracts]]",
            'name = "down"',
            'type = "layers"',
            'containers = ["forum"]',
            "exhaustive = true",
            f"layers = [{', '.join(layers)}]",
        ]
    )


def optional(layer: str) -> str:
    return " | ".join(f"({name.strip(' ()')})" for name in layer.split("|"))


@pytest.mark.parametrize(
    ("module", "text", "kept"),
    [
        ("polls/views.py", "import forum.core", True),
        ("core/item.py", "import forum.polls", False),  # up
        ("polls/views.py", "import forum.groups", False),  # a room from a room
        ("fresh/__init__.py", "", False),  # a package that nobody placed
    ],
)
def test_a_wrong_import_is_found(tmp_path: Path, module: str, text: str, kept: bool) -> None:
    for name in ("", "core", "lib", "polls", "groups", str(Path(module).parent)):
        folder = tmp_path / "forum" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
    (tmp_path / "forum" / module).write_text(text)
    (tmp_path / "pyproject.toml").write_text(contract())
    done = subprocess.run(
        [LINTER, "--no-cache"],
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode == 0) is kept, done.stdout + done.stderr
    assert "down" in done.stdout
