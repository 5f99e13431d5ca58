"""The digest subscriber: the mail as it arrives, and the way out of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.server import ROOT
from tests.e2e.site import Site
from tests.styleguide.looking import complaints

pytestmark = pytest.mark.needs_chromium
MARLEEN = "marleen@voorbeeld.nl"
PICTURES = ROOT / "test-results" / "pictures"


def send_now(site: Site) -> str:
    """What `kennisplein digest send --now` prints."""
    environ = {**os.environ, "KENNISPLEIN_DATA": str(site.data), "BASE_URL": site.url}
    done = subprocess.run(
        [str(Path(sys.executable).parent / "kennisplein"), "digest", "send", "--now"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


def test_the_digest_is_readable_answerable_and_can_be_stopped(site: Site) -> None:
    assert "sent" in send_now(site)
    mail = site.mail_to(MARLEEN, seconds=20)
    assert "Klankbord" not in mail.html  # a hidden group that she is not in
    with site.browsing(viewport={"width": 600, "height": 900}) as page:
        page.goto("about:blank")
        page.set_content(mail.html)
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / "digest-600.png", full_page=True)
        assert complaints(page) == []
        page.set_viewport_size({"width": 320, "height": 700})
        assert complaints(page) == []

    assert mail.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(mail.message["List-Unsubscribe"]).strip("<>")
    assert address.startswith(site.url)
    wants = "select digest_frequency from users where email = ?"
    with site.browsing(java_script_enabled=False) as page:
        page.goto(address)
        assert page.context.cookies() == []
        assert site.query(wants, MARLEEN) == [("weekly",)]  # a mail scanner that opens links changes nothing
        page.get_by_role("button", name="Stop het weekbericht").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Je krijgt geen weekbericht meer")
        assert site.query(wants, MARLEEN) == [("never",)]
        page.get_by_role("button", name="Zet het weekbericht weer aan").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Het weekbericht staat weer aan")
        assert site.query(wants, MARLEEN) == [("weekly",)]


def test_a_link_of_the_digest_leads_to_what_it_names(site: Site) -> None:
    send_now(site)
    mail = site.mail_to("tom@voorbeeld.nl", seconds=20)
    with site.browsing("tom@voorbeeld.nl") as page:
        page.set_content(mail.html)
        link = page.locator(".title a, h2 a").first
        title, address = link.inner_text(), link.get_attribute("href")
        assert address
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
