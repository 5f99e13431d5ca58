"""Small search engines for tests: documents, questions, and who asks."""

from collections.abc import Callable, Iterable
from pathlib import Path

from forum.search.engine import IndexDocument, Query
from forum.search.whoosh_engine import WhooshEngine

PUBLIC = frozenset({"public"})
MEMBER = frozenset({"public", "group:7"})
Opened = Callable[[Path], WhooshEngine]


def doc(
    key: str, title: str = "", body: str = "", labels: Iterable[str] = PUBLIC, **more: object
) -> IndexDocument:
    values: dict[str, object] = {"kind": "discussion", **more}
    return IndexDocument(key=key, title=title, body=body, labels=frozenset(labels), **values)  # type: ignore[arg-type]


def keys(engine: WhooshEngine, text: str, labels: frozenset[str] = PUBLIC, **more: object) -> list[str]:
    return [hit.key for hit in engine.search(Query(text=text, labels=labels, **more)).keys]  # type: ignore[arg-type]
