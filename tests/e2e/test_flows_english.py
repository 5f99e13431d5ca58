"""The same ways, for who does not read Dutch: from signing in to a decision, in English on every page."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from forum.core.user import Role
from tests.e2e.inside import until
from tests.e2e.site import Site

pytestmark = pytest.mark.needs_chromium
# Words of our own texts; what people wrote stays in the language they wrote it in.
OF_OURS = (
    "Inloggen",
    "Plaatsen",
    "Leesbaar",
    "Reacties",
    "Groepen",
    "Gesprekken",
    "Bibliotheek",
    "Zoeken",
    "Melden",
)


# Tells of each page when it is whole, however it was opened.
TELL = """addEventListener("DOMContentLoaded", () =>
  opened(location.href, document.documentElement.lang, document.documentElement.outerHTML))"""


@contextmanager
def in_english(page: Page) -> Iterator[None]:
    """Within it every page that opens must be in English; the footer changes the language."""
    page.goto("/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    seen: list[str] = []
    complaints: list[str] = []

    def opened(address: str, language: str, html: str) -> None:
        seen.append(address)
        if language != "en":
            complaints.append(f"{address} is in {language!r}")
        complaints.extend(f"{address}: {word}" for word in OF_OURS if f">{word}<" in html)

    page.expose_function("opened", opened)
    page.add_init_script(TELL)
    yield
    assert page.url in seen
    assert complaints == []


def test_a_newcomer_signs_in_takes_part_uploads_and_finds(site: Site) -> None:
    email, mark = f"newcomer.{secrets.token_hex(4)}@voorbeeld.nl", secrets.token_hex(4)
    with site.browsing(locale="en-GB") as page, in_english(page):
        discussion = site.item("Hoe zorg je dat een gezin")
        page.goto(discussion)
        page.get_by_role("link", name="Log in to reply").click()
        page.get_by_label("Your email address").fill(email)
        page.get_by_role("button", name="Send me an email").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("We have sent you an email")
        assert "inloggen" not in site.mail_to(email, "is your code for").text
        page.get_by_label("Code").fill(site.code_for(email))
        page.get_by_role("main").get_by_role("button", name="Log in").click()
        page.wait_for_url(lambda url: discussion in url)
        page.get_by_label("Your reply").fill(f"We do this too {mark}.")
        page.get_by_role("button", name="Post reply").click()
        expect(page.get_by_text(f"We do this too {mark}.")).to_be_visible()

        page.goto(site.item("Elke brief aan een ouder"))
        main = page.get_by_role("main")
        main.get_by_role("button", name="Agree", exact=True).click()
        expect(main.get_by_role("button", name="Agree", exact=True)).to_have_attribute("aria-pressed", "true")

        page.goto(site.group("Buurtteams Waterveen"))
        page.get_by_role("button", name="Join").click()
        page.get_by_role("link", name="Start a discussion").click()
        page.get_by_role("button", name="Post", exact=True).click()
        expect(page.locator("#fouten")).to_be_visible()
        page.get_by_label("Title").fill(f"A question {mark}")
        page.locator("textarea").first.fill("How do you do this?")
        page.get_by_role("button", name="Post", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"A question {mark}")

        page.goto("/documenten/nieuw")
        page.set_input_files(
            "#file", {"name": "plan.txt", "mimeType": "text/plain", "buffer": f"Zebrapad{mark}".encode()}
        )
        page.get_by_role("main").get_by_role("button", name="Upload").click()
        page.wait_for_url(lambda url: "/documenten/" in url and "nieuw" not in url)

        def found() -> bool:
            page.goto(f"/zoeken?q=zebrapad{mark}")
            return page.locator(".kp-results > li").count() > 0

        assert until("found by its content", found)
        page.goto("/zoeken?q=zzzqqqxx")
        page.goto("/instellingen")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").filter(has_text="Your settings have been saved.")).to_be_visible()


def test_a_report_and_a_decision(site: Site) -> None:
    mark = secrets.token_hex(4)
    reason = f"This name is not acceptable {mark}."
    reported = site.add_person(f"Reported{mark}")
    with site.browsing(site.add_person("Reporter"), locale="en-GB") as page, in_english(page):
        page.goto(f"/zoeken?q=Reported{mark}&soort=person")
        page.goto(site.person(reported))
        page.get_by_role("link", name="Report misuse").click()
        page.get_by_label("What is wrong?").fill(f"Not a real name {mark}")
        page.get_by_role("button", name="Report", exact=True).click()
        expect(page.get_by_role("status").filter(has_text="A manager will look at this.")).to_be_visible()
    moderator = site.add_person("Moderator", Role.MODERATOR)
    with site.browsing(moderator, locale="en-GB") as page, in_english(page):
        page.goto("/moderatie")
        page.locator(".kp-line", has_text=mark).get_by_role("link").first.click()
        page.get_by_label("Hide").check()
        page.get_by_label("Why?").fill(reason)
        page.get_by_role("button", name="Save decision").click()
        expect(page.get_by_role("status").filter(has_text="Your decision has been saved.")).to_be_visible()
        page.goto("/moderatie/logboek")
        expect(page.locator(".kp-line", has_text=reason)).to_contain_text("hid what a profile said")
    assert site.mail_to(reported, "Iets van jou is verborgen", reason)
