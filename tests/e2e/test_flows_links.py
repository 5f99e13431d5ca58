"""From a poster to a contribution: a link into a closed group, on a phone, with and without JavaScript."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.e2e.furnished import furnish_closed_discussion
from tests.e2e.site import Site

pytestmark = pytest.mark.needs_chromium
PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("script", [True, False])
def test_from_the_code_on_a_poster_to_the_conversation(site: Site, script: bool) -> None:
    mark = secrets.token_hex(4)
    group = site.group("Ingewikkelde situaties")
    path = furnish_closed_discussion(site, f"Kom meepraten {mark}")
    with site.browsing("fatma@voorbeeld.nl", java_script_enabled=script, viewport=PHONE) as page:
        page.goto(path)
        page.get_by_role("link", name="QR-code en poster").click()
        page.get_by_label("Hoeveel mensen mogen de link gebruiken?").fill("25")
        page.get_by_role("button", name="Maak de link").click()
        link = page.get_by_label("De link").input_value()
        expect(page.get_by_role("img", name="QR-code van de link")).to_be_visible()
        page.wait_for_load_state("networkidle")  # the picture
        assert page.evaluate("document.querySelector('.kp-qr').naturalWidth") > 0 if script else True
        assert page.request.get(page.get_by_role("link", name="Poster op A4").get_attribute("href") or "").ok
        assert page.evaluate("document.documentElement.scrollWidth") <= 360 if script else True

    newcomer = f"nieuw-{mark}@voorbeeld.nl"
    with site.browsing(java_script_enabled=script, viewport=PHONE) as page:
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text("Doe mee met Ingewikkelde situaties")
        assert mark not in page.locator("main").inner_text(), "no title before joining"
        page.get_by_label("Je e-mailadres").fill(newcomer)
        page.get_by_role("button", name="Stuur mij een link").click()
        page.get_by_label("Code").fill(site.code_for(newcomer))
        page.get_by_role("button", name="Inloggen").click()
        page.get_by_role("button", name="Word lid").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Kom meepraten {mark}")
        page.get_by_label("Jouw reactie").fill("Dag, ik was bij de bijeenkomst.")
        page.get_by_role("button", name="Reactie plaatsen").click()
        expect(page.locator(".kp-reply").last).to_contain_text("ik was bij de bijeenkomst")
        assert group in page.content()
