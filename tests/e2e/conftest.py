"""A running site for browser tests: empty, or with the demo community."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.server import Server, running
from tests.e2e.site import Site


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real site without any content; shared by the tests of this process."""
    with running(tmp_path_factory.mktemp("live"), demo=False) as server:
        yield server


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real site with the demo community; shared by the tests of this process."""
    with running(tmp_path_factory.mktemp("demo"), demo=True) as server:
        yield server


@pytest.fixture(scope="session")
def site(demo_server: Server, browser: Browser) -> Site:
    """The demo community: its server, and who signs in there."""
    return Site(demo_server, browser)
