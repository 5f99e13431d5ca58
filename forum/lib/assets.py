"""Addresses of built front-end files: a logical name to its content-hashed one."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Flask, url_for


@lru_cache(maxsize=8)
def _manifest(folder: str, changed: float) -> dict[str, str]:
    return dict(json.loads((Path(folder) / "manifest.json").read_text()))


def install(app: Flask) -> None:
    """Give templates `asset(name)`: the address of a built file."""
    folder = Path(app.static_folder or "static") / "build"

    def asset(name: str) -> str:
        manifest = folder / "manifest.json"
        try:
            built = _manifest(str(folder), manifest.stat().st_mtime)
        except FileNotFoundError:
            built = {}  # tests of rooms run without a front-end build
        return url_for("static", filename=f"build/{built.get(name, name)}")

    app.jinja_env.globals["asset"] = asset
