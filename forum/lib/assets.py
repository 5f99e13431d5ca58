"""Built front-end files: a logical name to its content-hashed address, and the file itself as small as the browser takes it."""

import json
import mimetypes
from functools import lru_cache
from pathlib import Path

from flask import Flask, g, request, send_from_directory, url_for
from flask.wrappers import Response

# As frontend/build.mjs packs them, the smallest first.
PACKED = {"br": ".br", "gzip": ".gz"}


@lru_cache(maxsize=8)
def _manifest(folder: str, changed: float) -> dict[str, str]:
    return dict(json.loads((Path(folder) / "manifest.json").read_text()))


def built(app: Flask, name: str) -> Path:
    """The built file with this logical name, for who reads it on the server. Raises FileNotFoundError."""
    folder = Path(app.static_folder or "static") / "build"
    manifest = folder / "manifest.json"
    known = _manifest(str(folder), manifest.stat().st_mtime)
    if name not in known:
        raise FileNotFoundError(name)
    return folder / known[name]


def install(app: Flask) -> None:
    """Give templates `asset(name)`, the address of a built file; serve what is packed packed."""
    folder = Path(app.static_folder or "static")

    def asset(name: str) -> str:
        # A page names the sprite of icons a hundred times: the file system is asked once.
        known: dict[str, str] = g.setdefault("assets", {})
        if name not in known:
            built = _built(folder / "build")
            known[name] = _address(built.get(name, name), request.script_root if request else None)
        return known[name]

    def static(filename: str) -> Response:
        for encoding, extension in PACKED.items():
            packed = folder / f"{filename}{extension}"
            if request.accept_encodings[encoding] and filename.startswith("build/") and packed.is_file():
                media_type = mimetypes.guess_type(filename)[0] or "application/octet-stream"
                response = send_from_directory(folder, f"{filename}{extension}", mimetype=media_type)
                response.headers["Content-Encoding"] = encoding
                response.vary.add("Accept-Encoding")
                return response
        return send_from_directory(folder, filename)

    app.jinja_env.globals["asset"] = asset
    app.view_functions["static"] = static


@lru_cache(maxsize=200)
def _address(file: str, _root: str | None) -> str:
    return url_for("static", filename=f"build/{file}")


def _built(folder: Path) -> dict[str, str]:
    manifest = folder / "manifest.json"
    try:
        return _manifest(str(folder), manifest.stat().st_mtime)
    except FileNotFoundError:
        return {}  # tests of rooms run without a front-end build
