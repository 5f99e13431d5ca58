"""Signing in in a real browser: by keyboard alone, and without JavaScript."""

import re
import secrets

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.inside import until
from tests.e2e.server import Server


def _code(page: Page, address: str, url: str) -> tuple[str, str]:
    """Code and link of the newest mail to `address`, from the page with local mails."""

    def look() -> tuple[str, str] | None:
        page.goto(f"{url}/ontwikkel/postvak")
        mail = page.locator("details", has_text=address).first
        if not mail.count():
            return None
        found = re.search(r"\b\d{3} \d{3}\b", mail.locator("summary").inner_text())
        link = mail.locator("a").first.get_attribute("href")
        assert found
        assert link
        return found[0], link

    return until(f"a mail to {address}", look)


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(40):
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def _address() -> str:
    return f"{secrets.choice(['noor', 'bas'])}.{secrets.token_hex(4)}@example.org"


def test_by_keyboard_alone_to_where_one_wanted_to_be(live_server: Server, page: Page) -> None:
    url, address = live_server.url, _address()
    page.goto(f"{url}/instellingen")  # needs an account: the page that asks for an address
    assert page.context.cookies() == []
    _tab_to(page, "#email")
    page.keyboard.type(address)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("We hebben je een mail gestuurd")
    other = page.context.new_page()
    code, _link = _code(other, address, url)
    _tab_to(page, "#code")
    page.keyboard.insert_text(f" {code.replace(' ', '-')} ")  # as pasted
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Instellingen")
    assert page.url == f"{url}/instellingen"
    [cookie] = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")


@pytest.mark.parametrize("width", [320, 1280])
def test_by_link_without_javascript(live_server: Server, browser: Browser, width: int) -> None:
    url, address = live_server.url, _address()
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 700})
    try:
        page = context.new_page()
        page.goto(f"{url}/aanmelden?next=/instellingen")
        page.fill("#email", address)
        page.get_by_role("button", name="Stuur mij een mail").click()
        _same, link = _code(page, address, url)
        page.goto(f"{url}{link}")
        page.get_by_role("main").get_by_role("button", name="Inloggen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Instellingen")
        page.goto(f"{url}{link}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Dit werkt niet meer")
    finally:
        context.close()
