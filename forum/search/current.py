"""The search engine of the present app."""

from flask import current_app

from forum.search.engine import SearchEngine
from forum.search.whoosh_engine import WhooshEngine

EXTENSION = "kennisplein-search"


def the_engine() -> SearchEngine:
    """The engine of this process: made once, since it keeps what cannot change in memory."""
    engine: SearchEngine | None = current_app.extensions.get(EXTENSION)
    if engine is None:
        engine = current_app.extensions[EXTENSION] = WhooshEngine(
            current_app.config["KENNISPLEIN"].folder("index")
        )
    return engine
