"""Small search engines for tests: documents, questions, and who asks."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path

from sqlalchemy import create_engine

from forum.lib.db import Base
from forum.search.engine import IndexDocument, Query, SearchEngine
from forum.search.models import IndexFile, IndexState
from forum.search.shared_engine import SharedEngine
from forum.search.shelf import DatabaseShelf
from forum.search.whoosh_engine import WhooshEngine

PUBLIC = frozenset({"public"})
MEMBER = frozenset({"public", "group:7"})
Engine = WhooshEngine | SharedEngine
Opened = Callable[[Path], Engine]


def local(folder: Path) -> WhooshEngine:
    """The engine of one machine."""
    return WhooshEngine(folder, lock_seconds=0.2)


def shared(folder: Path) -> SharedEngine:
    """The engine of several, with a shelf beside this folder."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{folder.parent / folder.name}.shelf")
    tables = [model.__table__ for model in (IndexState, IndexFile)]
    Base.metadata.create_all(engine, tables)  # type: ignore[arg-type]
    return SharedEngine(folder, DatabaseShelf(engine), nullcontext, lock_seconds=0.2)


ENGINES: dict[str, Opened] = {"local": local, "shared": shared}


def doc(
    key: str, title: str = "", body: str = "", labels: Iterable[str] = PUBLIC, **more: object
) -> IndexDocument:
    values: dict[str, object] = {"kind": "discussion", **more}
    return IndexDocument(key=key, title=title, body=body, labels=frozenset(labels), **values)  # type: ignore[arg-type]


def keys(engine: SearchEngine, text: str, labels: frozenset[str] = PUBLIC, **more: object) -> list[str]:
    return [hit.key for hit in engine.search(Query(text=text, labels=labels, **more)).keys]  # type: ignore[arg-type]
