"""Searching by keyboard: what is proposed while typing, and the choices beside the hits."""

import secrets

import pytest
from playwright.sync_api import expect

from forum.core.item import Audience
from forum.discussions import service as discussions
from tests.e2e.furnished import SAMIRA
from tests.e2e.site import Site

pytestmark = pytest.mark.needs_chromium
# Of the first three options: those of which the middle is covered, or cut off.
NOT_IN_SIGHT = """all => all.slice(0, 3).filter(one => {
  const place = one.getBoundingClientRect()
  const on_top = document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2)
  return !one.contains(on_top)
}).map(one => one.textContent)"""


@pytest.mark.parametrize("width", [360, 1280])
def test_go_to_a_title_while_typing(site: Site, width: int) -> None:
    word = "Kwetter" + secrets.token_hex(4).translate(str.maketrans("0123456789", "ghijklmnop"))
    writer = site.add_person("Vera")
    site.make(
        writer,
        lambda reader: (
            discussions.start_discussion(
                reader, title=f"{word} in de wijk", body="Iets.", group=None, audience=Audience.PUBLIC
            ).public_id
        ),
    )
    with site.browsing(writer, viewport={"width": width, "height": 740}) as page:
        page.goto("/groepen")
        field = page.get_by_role("combobox", name="Zoek op deze site")
        expect(field).to_have_attribute("aria-expanded", "false")
        field.focus()
        page.keyboard.type(word[:12].lower())
        names = page.get_by_role("listbox", name="Hier kun je meteen heen")
        expect(names.get_by_role("option")).to_have_count(1)
        expect(field).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_text("Suggesties: 1. Kies met de pijltjes en Enter.")).to_have_count(1)
        assert field.get_attribute("aria-activedescendant") is None  # Enter would search
        page.keyboard.press("Escape")
        expect(names).to_be_hidden()
        expect(field).to_have_value(word[:12].lower())
        page.keyboard.type(word[12:].lower())
        expect(names.get_by_role("option")).to_have_count(1)
        page.keyboard.press("ArrowDown")
        active = field.get_attribute("aria-activedescendant")
        assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
        page.keyboard.press("ArrowDown")  # back in the field
        assert field.get_attribute("aria-activedescendant") is None
        page.keyboard.press("ArrowUp")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{word} in de wijk")


@pytest.mark.parametrize("width", [360, 1280])
def test_all_that_is_proposed_on_the_front_page_is_in_sight(site: Site, width: int) -> None:
    """The list hangs out of the part of the page that the box is in."""
    with site.browsing(SAMIRA, viewport={"width": width, "height": 1600}) as page:
        page.goto("/")
        page.locator(".kp-hero input[name=q]").press_sequentially("wa")
        options = page.get_by_role("option")
        expect(options.nth(2)).to_be_visible()
        hidden = options.evaluate_all(NOT_IN_SIGHT)
        assert hidden == []


def test_enter_searches_as_ever_and_without_a_script_too(site: Site) -> None:
    for script in (True, False):
        with site.browsing(java_script_enabled=script) as page:
            page.goto("/groepen")
            field = page.get_by_label("Zoek op deze site")
            field.fill("wachtlijst")
            if script:
                expect(page.get_by_role("option").first).to_be_visible()
            field.press("Enter")
            page.wait_for_url("**/zoeken?q=wachtlijst")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_choices_beside_the_hits_by_keyboard(site: Site, width: int) -> None:
    with site.browsing(viewport={"width": width, "height": 740}) as page:
        page.goto("/zoeken?q=wachtlijst")
        summary = page.locator(".kp-refine > summary")
        if width < 960:
            summary.focus()
            page.keyboard.press("Enter")
        choice = page.get_by_role("region", name="Soort").get_by_role("link").first
        expect(choice).to_be_visible()
        said = choice.locator(".kp-facet__count").inner_text()
        for _ in range(60):  # by Tab alone
            if choice.evaluate("one => one === document.activeElement"):
                break
            page.keyboard.press("Tab")
        expect(choice).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url("**soort=*")
        expect(
            page.get_by_role("status")
            .filter(has_text="dat jij mag lezen")
            .or_(page.get_by_role("status").filter(has_text="die jij mag lezen"))
        ).to_contain_text(said)
        off = page.get_by_role("list", name="Wat je koos").get_by_role("link").first
        off.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/zoeken?q=wachtlijst")


@pytest.mark.parametrize("script", [True, False])
def test_nothing_found_becomes_a_question_in_one_click(site: Site, script: bool) -> None:
    word = "zwx" + secrets.token_hex(4).translate(str.maketrans("0123456789", "ghijklmnop"))
    with site.browsing(site.add_person("Vera"), java_script_enabled=script) as page:
        page.goto("/groepen")
        field = page.get_by_label("Zoek op deze site")
        field.fill(word)
        field.press("Enter")
        expect(page.get_by_text("Niets gevonden")).to_be_visible()
        page.get_by_role("link", name="Stel je vraag").first.click()
        expect(page.get_by_label("Titel")).to_have_value(word.capitalize())
        page.get_by_label("Tekst").fill("Ik zocht het, en vond niets.")
        page.get_by_role("button", name="Plaatsen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(word.capitalize())
