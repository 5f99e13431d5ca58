"""What a first visit loads: styles, scripts and fonts together, compressed, on the heaviest page (a form to write in)."""

import gzip

import pytest
from playwright.sync_api import Response

from tests.e2e.site import Site

pytestmark = pytest.mark.needs_chromium
MOST_BYTES, MOST_REQUESTS = 60_000, 12


@pytest.mark.parametrize("who", [None, "samira@voorbeeld.nl"])
def test_a_first_load_is_light(site: Site, who: str | None) -> None:
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    with site.browsing(who) as page:
        page.on("response", note)
        page.goto("/discussies/nieuw" if who else "/", wait_until="networkidle")
        weighed = {
            answer.url: len(gzip.compress(answer.body()))
            for answer in answers
            if answer.request.resource_type in ("script", "stylesheet", "font")
        }
    assert any("write" in url for url in weighed) == bool(who)  # only writers get what only writers need
    assert len(weighed) >= 3
    assert sum(weighed.values()) <= MOST_BYTES, weighed
    assert len(answers) <= MOST_REQUESTS, [answer.url for answer in answers]
