"""The search engine of the present app."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app

from forum.config import Config
from forum.lib.db import db
from forum.search.engine import IndexBusy, SearchEngine
from forum.search.shared_engine import SharedEngine
from forum.search.shelf import DatabaseShelf
from forum.search.whoosh_engine import WhooshEngine
from forum.work.lock import Taken, held

EXTENSION = "kennisplein-search"
PATIENCE = 10.0


def the_engine() -> SearchEngine:
    """The engine of this process: made once, since it keeps what cannot change in memory."""
    engine: SearchEngine | None = current_app.extensions.get(EXTENSION)
    if engine is None:
        config: Config = current_app.config["KENNISPLEIN"]
        folder = config.folder("index")
        engine = current_app.extensions[EXTENSION] = (
            SharedEngine(folder, DatabaseShelf(db.engine), _writing)
            if config.shared_index
            else WhooshEngine(folder)
        )
    return engine


@contextmanager
def _writing() -> Iterator[None]:
    """One machine at a time writes the index that all share. Raises IndexBusy."""
    try:
        with held("search-index", wait=PATIENCE):
            yield
    except Taken as error:
        raise IndexBusy("another machine is writing the search index") from error
