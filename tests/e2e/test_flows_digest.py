"""The digest subscriber: the mail as it arrives, and the way out of it."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from forum.core.group import Group
from forum.discussions.service import start_discussion
from forum.groups.service_members import join
from forum.lib.db import db
from tests.e2e.server import ROOT
from tests.e2e.site import Site
from tests.styleguide.looking import complaints

pytestmark = pytest.mark.needs_chromium
GROUP = "Buurtteams Waterveen"
DIGEST = "voor jou op"
PICTURES = ROOT / "test-results" / "pictures"


def send_now(site: Site) -> None:
    """Run `kennisplein digest send --now`."""
    environ = {**os.environ, "KENNISPLEIN_DATA": str(site.data), "BASE_URL": site.url}
    subprocess.run(
        [str(Path(sys.executable).parent / "kennisplein"), "digest", "send", "--now"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        check=True,
        timeout=240,
    )


def subscriber(site: Site) -> tuple[str, str]:
    """Somebody new in the open group, and the title of what was just written there: in their next digest."""
    email, title = site.add_person("Abonnee"), f"Nieuw in de wijk {secrets.token_hex(4)}"

    def group() -> Group:
        return db.session.scalars(select(Group).where(Group.name == GROUP)).one()

    site.make(email, lambda reader: join(reader, group()))
    site.make(
        "irene@voorbeeld.nl",
        lambda reader: start_discussion(reader, title=title, body="Wie doet mee?", group=group()).public_id,
    )
    return email, title


def test_the_digest_is_readable_answerable_and_can_be_stopped(site: Site) -> None:
    email, title = subscriber(site)
    send_now(site)
    mail = site.mail_to(email, DIGEST, title)
    assert "Klankbord" not in mail.html  # a hidden group that they are not in
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
        assert site.query(wants, email) == [("weekly",)]  # a mail scanner that opens links changes nothing
        page.get_by_role("button", name="Stop het weekbericht").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Je krijgt geen weekbericht meer")
        assert site.query(wants, email) == [("never",)]
        page.get_by_role("button", name="Zet het weekbericht weer aan").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Het weekbericht staat weer aan")
        assert site.query(wants, email) == [("weekly",)]


def test_a_link_of_the_digest_leads_to_what_it_names(site: Site) -> None:
    email, title = subscriber(site)
    send_now(site)
    mail = site.mail_to(email, DIGEST, title)
    with site.browsing(email) as page:
        page.set_content(mail.html)
        address = page.get_by_role("link", name=title, exact=True).get_attribute("href")
        assert address
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
