"""One primary button a page: what to do here is seen at once."""

from collections.abc import Callable

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.integration.project.test_project_query_budget import CLOSED, FEW, PAGES, READERS, furnish
from tests.world import World


def primaries(html: str) -> list[str]:
    """The words on the primary buttons of a page."""
    return [node.text(strip=True) for node in LexborHTMLParser(html).css(".kp-button--primary")]


def test_the_check_counts() -> None:
    assert primaries(
        '<a class="kp-button kp-button--primary">een</a><button class="kp-button">twee</button>'
    ) == ["een"]


def test_no_page_has_two(world: World, browser_of: Callable[[object], FlaskClient]) -> None:
    addresses = furnish(world, range(FEW))
    seen = set()
    for name in READERS:
        client = browser_of(getattr(world, name, None))
        for page, address in PAGES.items():
            if (name, page) in CLOSED:
                continue
            found = primaries(client.get(address(addresses)).text)
            assert len(found) <= 1, (name, page, found)
            seen.update(found)
    assert {"Downloaden", "Stemmen", "Reactie plaatsen"} <= seen
