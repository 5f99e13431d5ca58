"""Without JavaScript, by keyboard alone, in English, and without a cookie for who only reads."""

import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.site import Site

pytestmark = pytest.mark.needs_chromium
DISCUSSION = "Hoe zorg je dat een gezin"
# Sign in and upload without JavaScript: test_accounts_in_browser.py and test_flows_library.py.


def test_without_javascript_search_reply_preview_and_useful(site: Site) -> None:
    email, said = site.add_person("Nora"), f"Zonder **script** {secrets.token_hex(4)}"
    with site.browsing(email, java_script_enabled=False, viewport={"width": 320, "height": 640}) as page:
        page.goto("/")
        page.get_by_role("searchbox").fill("één keer zijn verhaal vertellen")
        page.get_by_role("main").or_(page.locator("body")).get_by_role("button", name="Zoeken").first.click()
        page.locator(".kp-results a[href^='/discussies/']").filter(has_text=DISCUSSION).first.click()
        page.get_by_label("Jouw reactie").fill(said)
        page.get_by_role("button", name="Voorbeeld").click()
        expect(page.locator("main strong").first).to_have_text("script")
        expect(page.get_by_label("Jouw reactie")).to_have_value(said)
        page.get_by_role("button", name="Reactie plaatsen").click()
        mine = page.locator(".kp-reply").last
        expect(mine.locator("strong").last).to_have_text("script")
        useful = page.locator(".kp-reply").first.get_by_role("button", name="Nuttig")
        assert useful.get_attribute("aria-pressed") == "false"
        useful.click()
        useful = page.locator(".kp-reply").first.get_by_role("button", name="Nuttig")
        expect(useful).to_have_attribute("aria-pressed", "true")


def test_an_empty_reply_says_so(site: Site) -> None:
    for script in (True, False):
        with site.browsing(site.add_person("Nora"), java_script_enabled=script) as page:
            page.goto(site.item(DISCUSSION))
            page.get_by_role("button", name="Reactie plaatsen").click()
            expect(page.locator("#fouten")).to_contain_text("Schrijf eerst je reactie.")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, and look whether the focus can be seen."""
    for _ in range(120):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"the keyboard does not reach {selector}")
    outline = page.evaluate(
        """() => {
          const seen = element => {
            const style = getComputedStyle(element)
            return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) ||
              style.boxShadow !== "none"
          }
          const active = document.activeElement
          return seen(active) || seen(active.parentElement) || [...(active.labels || [])].some(seen)
        }"""
    )
    assert outline, f"the focus on {selector} cannot be seen"


def test_by_keyboard_alone_search_reply_and_vote(site: Site) -> None:
    email, said = site.add_person("Toets"), f"Met het toetsenbord {secrets.token_hex(4)}"
    with site.browsing(email) as page:
        page.goto("/")
        tab_to(page, "input[type=search]")
        page.keyboard.type("gezin verhaal vertellen")
        page.keyboard.press("Enter")
        page.wait_for_url("**/zoeken?**")
        tab_to(page, ".kp-results a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/discussies/**")
        tab_to(page, "#reageer textarea")
        page.keyboard.type(said)
        tab_to(page, "#reageer button.kp-button--primary")
        page.keyboard.press("Enter")
        expect(page.locator(".kp-reply", has_text=said)).to_be_visible()
        page.goto(site.item("Elke brief aan een ouder"))
        tab_to(page, "button[name=choice][value=disagree]")
        page.keyboard.press("Enter")
        expect(page.locator("button[value=disagree]")).to_have_attribute("aria-pressed", "true")
        page.goto(site.item("Wat helpt een kind"))
        tab_to(page, "input[name=option]")
        page.keyboard.press("ArrowDown")
        tab_to(page, ".kp-poll__form button")
        page.keyboard.press("Enter")
        expect(page.locator(".kp-bars")).to_be_visible()


def public_pages(site: Site) -> list[str]:
    """A page of every type that a visitor can read."""
    return [
        "/",
        "/?soort=alles",
        "/groepen",
        site.group("Buurtteams Waterveen"),
        site.group("Buurtteams Waterveen") + "/leden",
        "/bibliotheek",
        site.item("Handreiking samen delen"),
        site.item("Handreiking samen delen") + "/bestand",
        site.item(DISCUSSION),
        site.item("Elke brief aan een ouder"),
        site.item("Wat helpt een kind"),
        "/zoeken",
        "/zoeken?q=wachtlijst",
        site.person("anouk@voorbeeld.nl"),
        "/aanmelden",
        "/bestaat-niet",
        "/groepen/klankbord",
        "/api/v1/search?q=wachtlijst",
        "/api/v1/openapi.json",
        "/healthz",
        "/.well-known/security.txt",
    ]


def test_who_only_reads_gets_no_cookie(site: Site) -> None:
    with site.browsing() as page:
        for path in public_pages(site):
            answer = page.context.request.get(path)
            assert answer.status < 500, path
            assert "set-cookie" not in answer.headers, path
        page.goto(site.item(DISCUSSION))  # also what scripts of a page do
        assert page.context.cookies() == []
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_session_cookie_is_out_of_reach_of_scripts(site: Site) -> None:
    email = site.add_person("Koek")
    with site.browsing() as page:
        page.goto("/aanmelden")
        page.locator("#email").fill(email)
        page.locator("main button").first.click()
        page.locator("#code").fill(site.code_for(email))
        page.get_by_role("main").get_by_role("button", name="Inloggen").click()
        expect(page.locator("details[data-menu]")).to_be_visible()
        [cookie] = page.context.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
        assert page.evaluate("document.cookie") == ""


def test_in_english(site: Site) -> None:
    """The language is switched by a button on every page; all main pages say that they are English."""
    with site.browsing(site.add_person("Emma")) as page:
        page.goto("/groepen")
        assert page.locator("html").get_attribute("lang") == "nl"
        page.get_by_role("button", name="English").click()
        page.wait_for_load_state()
        assert page.url == f"{site.url}/groepen"
        for path in (*public_pages(site), "/instellingen", "/groepen/nieuw", "/documenten/nieuw"):
            if path.startswith(("/api/", "/healthz", "/.well-known")) or path.endswith("/bestand"):
                continue
            answer = page.goto(path)
            assert answer
            assert answer.status < 500, path
            assert page.locator("html").get_attribute("lang") == "en", path
        page.get_by_role("button", name="Nederlands").click()
        expect(page.locator("html")).to_have_attribute("lang", "nl")
