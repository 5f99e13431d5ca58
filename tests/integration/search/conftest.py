"""Real engines in real folders, closed afterwards: that of one machine, and that of several."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines import ENGINES, Engine, Opened


@pytest.fixture(params=ENGINES)
def opened(request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Makes engines of one sort, and closes their files afterwards."""
    engines: list[Engine] = []

    def make(folder: Path) -> Engine:
        engines.append(ENGINES[request.param](folder))
        return engines[-1]

    yield make
    for engine in engines:
        engine.close()


@pytest.fixture
def engine(tmp_path: Path, opened: Opened) -> Engine:
    engine = opened(tmp_path / "index")
    engine.rebuild([])
    return engine
