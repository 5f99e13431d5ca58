"""Hostile texts from the test corpus, for every place that shows what people typed."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.corpus import CORPUS

_ATTACKS = CORPUS / "attacks"
# What the templates of html5sec stand for; what is not named here is a path or a call.
_TEMPLATES = {
    "uri": "javascript:alert(1)",
    "html": "<script>alert(1)</script>",
    "path": "//voorbeeld.example/x",
}
_AS_HTML = {
    "fuzzdb-html-event-attributes.txt": "<img src=x {}=alert(1)>",
    "fuzzdb-default-javascript-event-attributes.txt": '<a href="#" {}="alert(1)">x</a>',
    "fuzzdb-all-encodings-of-lt.txt": "{}script>alert(1){}/script>",
}


def attack_sources() -> Iterator[tuple[str, str]]:
    """(id, source) of each cross-site scripting and sanitiser vector; nothing without the corpus.

    The ids are unique, stable and fit for a test id: "<file>-<number>".
    """
    if not _ATTACKS.is_dir():
        return
    for path in sorted(_ATTACKS.glob("xss/*")) + sorted(_ATTACKS.glob("sanitizer/*")):
        yield from _numbered(path)
    for path in sorted(_ATTACKS.glob("svg/*.svg")):
        yield f"svg-{path.stem}", _read(path)


def string_sources() -> Iterator[tuple[str, str]]:
    """(id, source) of each text that is odd without being an attack on HTML."""
    for path in sorted(_ATTACKS.glob("strings/*")):
        yield from _numbered(path)


def in_markdown(source: str) -> Iterator[str]:
    """The same vector at the places of Markdown where it could slip through."""
    line = " ".join(source.split())
    yield source
    yield f"[klik]({line})"
    yield f"[klik](<{line}>)"
    yield f'![{line}]({line} "{line}")'
    yield f"[klik][1]\n\n[1]: {line} '{line}'"
    yield f"<{line}>"
    yield f"| a | b |\n|---|---|\n| {line} | `{line}` |"
    yield f"```{line}\n{source}\n```"
    yield f"https://voorbeeld.nl/{line}"
    yield f"> - **{line}**"


def _numbered(path: Path) -> Iterator[tuple[str, str]]:
    for number, source in enumerate(_vectors(path), 1):
        yield f"{path.stem}-{number}", source


def _vectors(path: Path) -> list[str]:
    if path.suffix == ".json":
        return [_fill(vector) for vector in _strings(json.loads(_read(path)))]
    text = _read(path)
    if path.suffix == ".md":
        return [text, *re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)]
    if path.name == "h5sc-vectors.txt":
        return [text, *re.findall(r'<div id="\d+">(.*?)//\["\'`-->\]\]>\]</div>', text, re.DOTALL)]
    shape = _AS_HTML.get(path.name, "{}")
    return [shape.replace("{}", line) for line in text.split("\n") if line.strip()]


def _strings(data: Any) -> list[str]:
    """The vectors in a list of strings, or of objects under the name that this list uses."""
    vectors = []
    for entry in data:
        if isinstance(entry, str):
            vectors.append(entry)
            continue
        found = [entry[name] for name in ("payload", "input", "data") if isinstance(entry.get(name), str)]
        vectors += found
    return vectors


def _fill(vector: str) -> str:
    return re.sub(r"%([a-z]+_[a-z0-9_]+)%", lambda found: _meaning(found[1]), vector)


def _meaning(name: str) -> str:
    return next((value for word, value in _TEMPLATES.items() if word in name), "alert(1)")


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")
