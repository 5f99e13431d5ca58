"""A passkey, made and used in a real browser, with the authenticator that Chromium has for tests."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.server import running
from tests.e2e.site import Site
from tests.plugins.services import free_port

pytestmark = pytest.mark.needs_chromium
BAS = "bas@voorbeeld.nl"  # administrator of the site


@pytest.fixture
def strict_site(browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """The demo community on a site that wants a second proof of administrators, under a name: a number gets no passkeys."""
    port = free_port()
    with running(
        tmp_path, True, port=port, ADMIN_SECOND_FACTOR="1", BASE_URL=f"http://localhost:{port}"
    ) as server:
        yield Site(replace(server, url=f"http://localhost:{port}"), browser)


def with_authenticator(page: Page) -> None:
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    client.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_opens_the_administration(strict_site: Site) -> None:
    with strict_site.browsing(BAS) as page:
        with_authenticator(page)
        page.goto("/beheer")
        expect(page.get_by_role("heading", level=1)).to_have_text("Dit kun je hier niet doen")
        page.get_by_role("link", name="Bevestig dat jij het bent").click()
        page.get_by_role("link", name="Extra beveiliging").click()
        page.get_by_label("Hoe noem je deze passkey?").fill("Telefoon van het werk")
        page.get_by_role("button", name="Stel een passkey in").click()
        expect(page.get_by_role("heading", name="Telefoon van het werk")).to_be_visible()
        page.goto("/beheer")
        expect(page.get_by_role("heading", level=1)).to_have_text("Beheer van de site")

        # Signed in anew, as after a night: the same passkey is asked for, and leads to where they wanted to be.
        strict_site.forget_proof(BAS)
        page.goto("/beheer")
        page.get_by_role("link", name="Bevestig dat jij het bent").click()
        page.get_by_role("button", name="Gebruik je passkey").click()
        page.wait_for_url("**/beheer")
        expect(page.get_by_role("heading", level=1)).to_have_text("Beheer van de site")
