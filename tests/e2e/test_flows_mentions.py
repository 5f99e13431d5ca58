"""Naming somebody: by keyboard with a script, by hand without, and what the named person sees."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.e2e.inside import until
from tests.e2e.site import Site

pytestmark = pytest.mark.needs_chromium
DISCUSSION = "Hoe zorg je dat een gezin"
PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("width", [360, 1280])
def test_choose_a_name_by_keyboard(site: Site, width: int) -> None:
    first = f"Quirine{secrets.token_hex(3)}".translate(str.maketrans("0123456789", "ghijklmnop"))
    named = site.add_person(first)
    with site.browsing(site.add_person("Vera"), viewport={"width": width, "height": 740}) as page:
        page.goto(site.item(DISCUSSION))
        area = page.get_by_label("Jouw reactie")
        area.focus()
        page.keyboard.type(f"Wat vind jij, @{first[:9].lower()}")
        names = page.get_by_role("listbox", name="Mensen die je kunt noemen")
        expect(names.get_by_role("option").first).to_contain_text(f"{first} Proef")
        expect(area).to_be_focused()
        active = area.get_attribute("aria-activedescendant")
        assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
        expect(page.get_by_text("Gevonden: 1. Kies met de pijltjes en Enter.")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.keyboard.press("Escape")
        expect(names).to_be_hidden()
        page.keyboard.press("Backspace")
        expect(names.get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        link = site.person(named)
        expect(area).to_have_value(f"Wat vind jij, @[{first} Proef]({link}) ")
        page.keyboard.press("Control+z")
        expect(area).to_have_value(f"Wat vind jij, @{first[:8].lower()}")
        page.keyboard.press("Control+Shift+z")
        page.keyboard.type("? Ik ben benieuwd.")
        page.get_by_role("button", name="Reactie plaatsen").click()
        mine = page.locator(".kp-reply").last
        expect(mine.locator(".kp-prose")).to_have_text(f"Wat vind jij, @{first} Proef ? Ik ben benieuwd.")
        expect(mine.get_by_role("link", name=f"{first} Proef")).to_have_attribute("href", link)
    until(
        "they are told",
        lambda: site.query(
            "select 1 from notifications where reason = 'mention' and user_id = (select id from users where email = ?)",
            named,
        ),
    )
    with site.browsing(named, viewport=PHONE) as page:
        page.goto("/berichten")
        page.get_by_role("link", name="Vera Proef noemde jou in").click()
        expect(page.locator(".kp-reply", has_text="Ik ben benieuwd.").last).to_be_visible()


def test_an_at_that_is_no_name_is_left_alone(site: Site) -> None:
    with site.browsing(site.add_person("Vera")) as page:
        page.goto(site.item(DISCUSSION))
        area = page.get_by_label("Jouw reactie")
        area.focus()
        with page.expect_response("**/noemen?q=zzz*"):
            page.keyboard.type("mail naar vera@voorbeeld.nl of @zzzqqq")
        page.keyboard.press("Enter")
        page.keyboard.type("klaar")
        expect(area).to_have_value("mail naar vera@voorbeeld.nl of @zzzqqq\nklaar")


def test_by_hand_without_a_script(site: Site) -> None:
    named, said = site.add_person("Quirijn"), f"Kijk jij mee {secrets.token_hex(3)}"
    link = site.person(named)
    with site.browsing(site.add_person("Vera"), viewport=PHONE, java_script_enabled=False) as page:
        page.goto(site.item(DISCUSSION))
        page.get_by_label("Jouw reactie").fill(f"@[Quirijn]({site.url}{link}) {said}")
        page.get_by_role("button", name="Reactie plaatsen").click()
        expect(page.locator(".kp-reply").last.get_by_role("link", name="Quirijn", exact=True)).to_be_visible()
    until(
        "they are told",
        lambda: site.query(
            "select 1 from notifications where reason = 'mention' and user_id = (select id from users where email = ?)",
            named,
        ),
    )
