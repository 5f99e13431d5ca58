"""What somebody is writing survives a closed tab and an ended session, with a script and without one."""

import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.inside import until
from tests.e2e.site import Site, complaints_of

pytestmark = pytest.mark.needs_chromium


def sign_in(site: Site, page: Page, email: str) -> None:
    """From the page that asks for an address, by the code of the mail."""
    page.get_by_label("Je e-mailadres").fill(email)
    page.get_by_role("button", name="Stuur mij een link").click()
    page.get_by_label("Code").fill(site.code_for(email))
    page.get_by_role("main").get_by_role("button", name="Inloggen").click()


def test_type_kill_the_tab_and_come_back(site: Site) -> None:
    email, said = site.add_person("Schrijver"), f"Nog niet af {secrets.token_hex(4)}"
    context = site.context(email)
    page = context.new_page()
    complaints = complaints_of(page)
    page.goto("/peilingen/nieuw")
    page.get_by_label("Je vraag").fill(said)
    page.get_by_label("Antwoorden").fill("ja\nnee")
    expect(page.locator("[data-keep]")).to_contain_text("Opgeslagen om")
    assert "concept=" in page.url  # a reload comes back to this very text
    page.close()  # nothing was pressed
    page = context.new_page()
    page.goto("/")
    page.locator("details[data-menu] summary").click()
    page.get_by_role("link", name="Concepten").click()
    page.get_by_role("link", name="Verder schrijven").click()
    expect(page.get_by_label("Je vraag")).to_have_value(said)
    expect(page.get_by_label("Antwoorden")).to_have_value("ja\nnee")
    page.get_by_role("button", name="Plaatsen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(said)
    page.goto("/concepten")
    expect(page.get_by_text("Je hebt geen concepten")).to_be_visible()
    assert complaints == []
    context.close()


def test_leaving_at_once_saves_too(site: Site) -> None:
    """A reply, left before the pause after the last key was over."""
    said = f"Snel weg {secrets.token_hex(4)}"
    with site.browsing(site.add_person("Haast")) as page:
        path = site.item("Hoe zorg je dat een gezin")
        page.goto(path)
        page.get_by_label("Jouw reactie").fill(said)
        page.goto("/groepen")
        until("kept", lambda: site.query("select 1 from drafts where fields like ?", f"%{said}%"))
        page.goto(path)
        expect(page.get_by_label("Jouw reactie")).to_have_value(said)


def test_a_failure_says_so_and_is_tried_again(site: Site) -> None:
    with site.browsing(site.add_person("Tunnel")) as page:
        page.goto("/discussies/nieuw")
        page.route("**/concepten/bewaren", lambda route: route.fulfill(status=404, body="{}"))
        page.get_by_label("Titel").fill("In de trein")
        line = page.locator("[data-keep]")
        expect(line).to_contain_text("Opslaan lukt nu niet")
        assert line.get_attribute("role") == "status"
        page.unroute("**/concepten/bewaren")
        expect(line).to_contain_text("Opgeslagen om")


@pytest.mark.parametrize("script", [True, False])
def test_the_session_ends_while_writing(site: Site, script: bool) -> None:
    email, said = site.add_person("Pauze"), f"Daar dacht ik lang over na {secrets.token_hex(4)}"
    with site.browsing(email, java_script_enabled=script) as page:
        page.goto("/discussies/nieuw")
        page.get_by_label("Titel").fill(said)
        page.get_by_label("Tekst").fill("Met een **tekst**")
        page.get_by_label("Thema's").fill("slapen")
        site.end_sessions_of(email)
        page.get_by_role("button", name="Plaatsen").click()
        expect(page.get_by_text("Je tekst is opgeslagen. Log in")).to_be_visible()
        sign_in(site, page, email)
        expect(page.get_by_label("Titel")).to_have_value(said)
        expect(page.get_by_label("Tekst")).to_have_value("Met een **tekst**")
        expect(page.get_by_label("Thema's")).to_have_value("slapen")
        page.get_by_role("button", name="Plaatsen").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(said)


def test_without_a_script_by_the_button(site: Site) -> None:
    said = f"Zonder script {secrets.token_hex(4)}"
    with site.browsing(site.add_person("Knop"), java_script_enabled=False) as page:
        page.goto("/discussies/nieuw")
        page.get_by_label("Titel").fill(said)
        page.get_by_role("button", name="Opslaan als concept").click()
        expect(page.get_by_text("Je concept is opgeslagen")).to_be_visible()
        expect(page.get_by_label("Titel")).to_have_value(said)
        page.goto("/concepten")
        page.get_by_role("button", name="Weggooien").click()
        expect(page.get_by_text("Je hebt geen concepten")).to_be_visible()
