"""A real engine in a real folder, closed afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.search.whoosh_engine import WhooshEngine
from tests.engines import Opened


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Makes engines, and closes their files afterwards."""
    engines: list[WhooshEngine] = []

    def make(folder: Path) -> WhooshEngine:
        engines.append(WhooshEngine(folder, lock_seconds=0.2))
        return engines[-1]

    yield make
    for engine in engines:
        engine.close()


@pytest.fixture
def engine(tmp_path: Path, opened: Opened) -> WhooshEngine:
    engine = opened(tmp_path / "index")
    engine.rebuild([])
    return engine
