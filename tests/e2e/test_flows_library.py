"""The ambtenaar: upload a document that others must be able to find."""

import secrets
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import documents
from tests.e2e.inside import until
from tests.e2e.site import Site

pytestmark = pytest.mark.needs_chromium
GROUP = "Buurtteams Waterveen"
FINDABLE_WITHIN = 5.0  # seconds
ATTEMPTS = 3  # the machine may be busy; once in time is enough to show that it can


def new_word() -> str:
    """A word that stands nowhere else."""
    return "zk" + "".join(secrets.choice("bdfgklmnprst") + secrets.choice("aeiou") for _ in range(5))


def upload(site: Site, page: Page, name: str, content: bytes) -> str:
    """Upload into the open group by its own buttons; returns the path of the document."""
    page.goto(site.group(GROUP))
    page.locator('main a[href^="/documenten/nieuw"]').click()
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    expect(page.get_by_text("Leesbaar voor").last).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Uploaden").click()
    page.wait_for_url(lambda url: "/documenten/" in url and "nieuw" not in url)
    return page.url.removeprefix(site.url)


def settle(site: Site) -> None:
    """Wait until the worker has nothing to do now; a mail may wait for its time."""
    waiting = (
        "select 1 from tasks where done_at is null and failed_at is null and run_at <= strftime('%Y-%m-%d %H:%M:%f', 'now')"
        " union select 1 from index_changes"
    )
    until("an idle worker", lambda: not site.query(waiting))


def find(page: Page, words: str) -> bool:
    """Search; says whether something was found."""
    page.goto(f"/zoeken?q={words}")
    return page.locator(".kp-results > li").count() > 0


def test_an_upload_is_found_within_five_seconds(site: Site) -> None:
    took = []
    with site.browsing("samira@voorbeeld.nl") as page:
        while len(took) < ATTEMPTS and (not took or min(took) >= FINDABLE_WITHIN):
            word = new_word()
            settle(site)
            upload(site, page, "nota.pdf", documents.pdf(f"Afspraak over {word} en school"))
            confirmed = time.monotonic()
            until("found by its content", lambda word=word: find(page, word))
            took.append(time.monotonic() - confirmed)
    assert min(took) < FINDABLE_WITHIN, took


@pytest.mark.parametrize("script", [True, False])
def test_an_upload_is_found_by_its_content_and_opens_at_the_page(
    site: Site, tmp_path: Path, script: bool
) -> None:
    word = new_word()
    content = documents.pdf("Voorwoord bij de nota", "Over de wachtlijst", f"Afspraak over {word} en school")
    with site.browsing("samira@voorbeeld.nl", java_script_enabled=script) as page:
        settle(site)
        path = upload(site, page, "nota-wachttijd_2026.pdf", content)
        assert page.get_by_role("heading", level=1).inner_text() == "Nota wachttijd 2026"
        until("found by its content", lambda: find(page, word))
        hit = page.locator(".kp-results > li")
        expect(hit).to_have_count(1)
        expect(hit.locator("mark").first).to_have_text(word)
        hit.get_by_role("link", name="Gevonden op pagina 3").click()
        assert page.url == f"{site.url}{path}?tekst=3#pagina-3"
        expect(page.locator("#pagina-3")).to_contain_text(word)
        expect(page.locator("#pagina-3")).to_be_in_viewport()
        with page.expect_download() as started:
            page.get_by_role("link", name="Downloaden").first.click()
        started.value.save_as(tmp_path / "file")
        assert started.value.suggested_filename == "nota-wachttijd_2026.pdf"
        assert (tmp_path / "file").read_bytes() == content


def test_a_file_that_cannot_be_read_says_why_and_stays_downloadable(site: Site) -> None:
    with site.browsing("samira@voorbeeld.nl") as page:
        path = upload(
            site, page, f"stuk-{secrets.token_hex(4)}.pdf", b"%PDF-1.7\n" + secrets.token_bytes(300)
        )
        settle(site)
        page.goto(path)
        expect(page.locator("main .kp-notice")).to_contain_text("Dit bestand is beschadigd")
        expect(page.get_by_role("link", name="Downloaden").first).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_refused_upload_keeps_what_was_typed(site: Site, script: bool) -> None:
    with site.browsing("samira@voorbeeld.nl", java_script_enabled=script) as page:
        page.goto("/documenten/nieuw")
        page.get_by_label("Titel").fill("Mijn titel")
        page.get_by_role("main").get_by_role("button", name="Uploaden").click()
        expect(page.locator("#fouten")).to_contain_text("Kies een bestand.")
        expect(page.get_by_label("Titel")).to_have_value("Mijn titel")
        page.set_input_files("#file", {"name": "leeg.pdf", "mimeType": "application/pdf", "buffer": b""})
        page.get_by_role("main").get_by_role("button", name="Uploaden").click()
        expect(page.locator("#fouten")).to_contain_text("leeg")
        expect(page.get_by_label("Titel")).to_have_value("Mijn titel")
