"""Groups: begin one, let people in, and what strangers see of a closed and a hidden one."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.site import Site

pytestmark = pytest.mark.needs_chromium


def begin_group(page: Page, name: str, preset: str) -> str:
    """Begin a group by its form; returns its path."""
    page.goto("/groepen")
    page.get_by_role("link", name="Begin een groep").click()
    page.get_by_role("textbox", name="Naam").fill(name)
    page.get_by_label("Waar gaat de groep over?").fill("Een proef van ons.")
    page.get_by_label(re.compile(f"^{preset}")).check()
    page.get_by_role("button", name="Begin de groep").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return re.sub(r"https?://[^/]+", "", page.url)


def test_a_closed_group_lets_people_in_by_asking(site: Site) -> None:
    mark = secrets.token_hex(4)
    manager, asker = site.add_person("Mira"), site.add_person("Arno")
    with site.browsing(manager) as page:
        path = begin_group(page, f"Besloten {mark}", "Besloten")
        assert path == f"/groepen/besloten-{mark}"
        page.goto(f"/discussies/nieuw?groep=besloten-{mark}")
        page.get_by_label("Titel").fill(f"Onder ons {mark}")
        page.get_by_label("Tekst").fill("Alleen voor leden.")
        expect(page.get_by_text("Leesbaar voor").last).to_be_visible()
        page.get_by_role("button", name="Plaatsen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Onder ons {mark}")
        inside = page.url

    with site.browsing() as page:  # a visitor: the same page as for nothing at all
        assert page.goto(path).status == 404  # type: ignore[union-attr]
        assert mark not in page.locator("main").inner_text()

    with site.browsing(asker) as page:
        page.goto(path)
        assert "Onder ons" not in page.content()
        page.get_by_label("Waarom wil je meedoen?").fill("Ik werk in de wijk.")
        page.get_by_role("button", name="Vraag om mee te doen").click()
        expect(page.get_by_text("Je verzoek is verstuurd")).to_be_visible()
        assert page.goto(inside).status == 404  # type: ignore[union-attr]

        with site.browsing(manager) as other:
            other.goto(f"{path}/leden")
            request = other.locator(".kp-member", has_text="Arno Proef")
            expect(request).to_contain_text("Ik werk in de wijk.")
            request.get_by_role("button", name="Toelaten").click()
            expect(other.get_by_role("heading", name="2 leden")).to_be_visible()

        assert f"/groepen/besloten-{mark}" in site.mail_to(asker, f"Besloten {mark}").text
        page.goto(path)
        expect(page.get_by_role("link", name=f"Onder ons {mark}")).to_be_visible()


def test_a_hidden_group_exists_for_who_is_invited_only(site: Site) -> None:
    mark = secrets.token_hex(4)
    manager, invited, stranger = site.add_person("Mira"), site.add_person("Gijs"), site.add_person("Otto")
    with site.browsing(manager) as page:
        path = begin_group(page, f"Verborgen {mark}", "Verborgen")
        assert mark not in path  # the address tells nothing
        page.get_by_role("link", name="Nodig iemand uit").first.click()
        page.get_by_label("E-mailadres").fill(invited)
        page.get_by_role("button", name="Verstuur de uitnodiging").click()
        expect(page.get_by_role("listitem").filter(has_text=invited)).to_be_visible()

    [link] = [link for link in site.mail_to(invited, "Uitnodiging").links if "/uitnodiging/" in link]
    with site.browsing(stranger) as page:
        mine, none = page.goto(path), page.goto("/groepen/bcdfghjkmnpq")
        assert mine
        assert none
        assert (mine.status, none.status) == (404, 404)
        page.goto(link)
        expect(page.get_by_role("main").get_by_role("button", name="Word lid")).to_have_count(0)
        for listing in ("/groepen", "/", f"/zoeken?q={mark}", "/bibliotheek"):
            page.goto(listing)
            assert f"Verborgen {mark}" not in page.content()

    with site.browsing(invited) as page:
        assert page.goto(path).status == 404  # type: ignore[union-attr]
        page.goto(link)
        page.get_by_role("button", name="Word lid").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Verborgen {mark}")
        page.goto("/groepen")
        expect(page.get_by_role("link", name=f"Verborgen {mark}")).to_be_visible()


def test_a_change_of_preset_shows_its_effects_and_asks(site: Site) -> None:
    mark = secrets.token_hex(4)
    with site.browsing(site.add_person("Mira")) as page:
        path = begin_group(page, f"Wisselend {mark}", "Besloten")
        page.get_by_role("link", name="Wie de groep mag zien").click()
        page.get_by_label(re.compile("^Open")).check()
        page.get_by_role("button", name="Bekijk wat er verandert").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Van besloten naar open?")
        expect(page.get_by_role("heading", name="Wie meer ziet")).to_be_visible()
        with site.browsing() as visitor:
            assert visitor.goto(path).status == 404  # type: ignore[union-attr]
            page.get_by_role("button", name="Ja, maak de groep open").click()
            expect(page.get_by_role("status").filter(has_text="De groep is nu open.")).to_be_visible()
            assert visitor.goto(path).status == 200  # type: ignore[union-attr]
        page.get_by_role("link", name="Logboek").click()
        expect(page.get_by_role("main")).to_contain_text("Mira Proef")
