"""The professional, between two clients: from a mail or a poster to a first contribution."""

import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.site import Site

pytestmark = pytest.mark.needs_chromium
DISCUSSION = "Hoe zorg je dat een gezin"
# Counts what a person does, in the browser itself; keeps it over pages of this tab.
COUNTER = """
addEventListener("click", event => {
  if (event.isTrusted && event.detail) sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1
}, true)
"""


def clicks(page: Page) -> int:
    """How often was clicked so far."""
    return int(page.evaluate("Number(sessionStorage.clicks || 0)"))


@pytest.mark.parametrize("width", [360, 1280])
def test_from_a_link_to_a_first_reply(site: Site, width: int) -> None:
    """At most three clicks and one field; the reply itself and the code of the mail do not count."""
    email = f"nieuw.{secrets.token_hex(4)}@voorbeeld.nl"
    said = f"Wij doen dit al een jaar {secrets.token_hex(3)}."
    with site.browsing(viewport={"width": width, "height": 740}) as page:
        page.add_init_script(COUNTER)
        path = site.item(DISCUSSION)
        page.goto(path)
        assert page.context.cookies() == []
        page.get_by_role("link", name="Log in om te reageren").click()
        fields = page.locator("main input:visible")
        assert fields.count() == 1
        fields.fill(email)
        page.get_by_role("button", name="Stuur mij een mail").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("We hebben je een mail gestuurd")
        assert page.locator(":focus").get_attribute("id") == "code"  # paste at once, no click
        before_code = clicks(page)
        page.keyboard.insert_text(f" {site.code_for(email)} ")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: path in url)
        assert page.url.endswith("#reageer")  # where the reply is written
        page.get_by_label("Jouw reactie").fill(said)
        assert before_code == clicks(page) == 2
        page.get_by_role("button", name="Reactie plaatsen").click()
        expect(page.locator(".kp-reply").last).to_contain_text(said)
        assert page.locator(".kp-reply").last.bounding_box()
        assert page.get_by_text(said).count() == 1


def test_a_link_of_a_mail_that_needs_an_account_is_no_dead_end(site: Site) -> None:
    """The same page as for what is not there, with the one field and the way back."""
    with site.browsing() as page:
        path = site.item("Ouders die niet open willen doen")
        answer = page.goto(path)
        assert answer
        assert answer.status == 404
        assert "Ouders die niet open" not in page.content()
        page.get_by_label("Je e-mailadres").fill("samira@voorbeeld.nl")
        page.get_by_role("button", name="Stuur mij een link").click()
        page.get_by_label("Code").fill(site.code_for("samira@voorbeeld.nl"))
        page.get_by_role("main").get_by_role("button", name="Inloggen").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Ouders die niet open willen doen")
        assert page.url == f"{site.url}{path}"


def test_the_session_ended_meanwhile_and_the_text_is_kept(site: Site) -> None:
    """Signed out in another tab, or everywhere: what was typed is kept, and after signing in one goes on with it
    (test_flows_drafts.py)."""
    email, said = site.add_person("Vera"), f"Kort maar goed {secrets.token_hex(3)}"
    with site.browsing(email) as page:
        page.goto(site.item(DISCUSSION))
        page.get_by_label("Jouw reactie").fill(said)
        site.end_sessions_of(email)
        page.get_by_role("button", name="Reactie plaatsen").click()
        expect(page.get_by_text("Je tekst is opgeslagen")).to_be_visible()
        expect(page.get_by_label("Je e-mailadres")).to_be_visible()
        assert site.query("select 1 from drafts where fields like ?", f"%{said}%")
        assert not site.query("select 1 from replies where body_source = ?", said)


@pytest.mark.parametrize("script", [True, False])
def test_signed_out_in_another_tab(site: Site, script: bool) -> None:
    email, said = site.add_person("Vera"), "Ja, dat klopt"
    with site.browsing(email, java_script_enabled=script) as page:
        page.goto(site.item(DISCUSSION))
        page.get_by_label("Jouw reactie").fill(said)
        other = page.context.new_page()
        other.goto("/")
        other.locator("details[data-menu] > summary").click()
        other.get_by_role("button", name="Uitloggen").click()
        expect(other.get_by_role("link", name="Inloggen").first).to_be_visible()
        page.get_by_role("button", name="Reactie plaatsen").click()
        expect(page.get_by_text("Je tekst is opgeslagen")).to_be_visible()
        assert site.query("select 1 from drafts where fields like ?", f"%{said}%")


def test_a_double_click_posts_one_reply(site: Site) -> None:
    email, said = site.add_person("Vera"), f"Een keer is genoeg {secrets.token_hex(3)}"
    with site.browsing(email, java_script_enabled=False) as page:
        page.goto(site.item(DISCUSSION))
        page.get_by_label("Jouw reactie").fill(said)
        page.get_by_role("button", name="Reactie plaatsen").dblclick(no_wait_after=True)
        expect(page.get_by_text(said)).to_have_count(1)
        page.wait_for_load_state()
        assert len(site.query("select 1 from replies where body_source = ?", said)) == 1
