"""Somebody new on a phone: the welcome, and a face of their own. With and without JavaScript."""

import io
import secrets

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.site import Site

PHONE = {"width": 360, "height": 720}


def wide(page: Page) -> int:
    """How much wider than the phone the page is."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def portrait() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 1200), (90, 120, 150)).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_somebody_new_is_led_around_and_shows_their_face(site: Site, scripts: bool) -> None:
    email = f"jan.de.vries.{secrets.token_hex(4)}@voorbeeld.nl"
    with site.browsing(viewport=PHONE, java_script_enabled=scripts) as page:
        page.goto("/aanmelden")
        page.get_by_label("Je e-mailadres").fill(email)
        page.get_by_role("button", name="Stuur mij een mail").click()
        page.get_by_label("Code uit de mail").fill(site.code_for(email))
        page.get_by_role("main").get_by_role("button", name="Inloggen").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Waar wil je over lezen?")
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Ga verder").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Waar wil je bij horen?")
        page.get_by_label("Buurtteams Waterveen").check()
        page.get_by_role("button", name="Ga verder").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Hoe vaak wil je mail?")
        page.get_by_role("link", name="Overslaan").click()
        expect(page).to_have_url(f"{site.url}/")

        page.goto("/instellingen")
        page.get_by_label("Waar weet je veel van?").fill("Schuldhulp, Wachtlijsten")
        page.get_by_label("Over jou").fill("Ik ben nieuw hier.")
        page.get_by_label("Foto").set_input_files(
            {"name": "ik.jpg", "mimeType": "image/jpeg", "buffer": portrait()}
        )
        page.get_by_role("button", name="Opslaan").click()
        expect(page.get_by_text("Je instellingen zijn opgeslagen.")).to_be_visible()
        page.goto("/mensen?thema=schuldhulp")
        face = page.get_by_role("main").locator(".kp-avatar img").first
        expect(face).to_be_visible()
        if scripts:
            assert face.evaluate("image => image.decode().then(() => image.naturalWidth)") == 240
            assert wide(page) == 0
        page.get_by_role("main").get_by_role("link", name="Jan de Vries").first.click()
        expect(page.get_by_text("Ik ben nieuw hier.")).to_be_visible()
        page.goto("/groepen")
        expect(page.get_by_role("heading", name="Buurtteams Waterveen")).to_be_visible()
