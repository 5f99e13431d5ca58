"""One tap: a stelling and a peiling, with and without JavaScript."""

import re
import secrets
from functools import partial

import pytest
from playwright.sync_api import expect

from forum.access import Reader
from forum.lib.db import db
from forum.polls.models import Poll
from forum.polls.service import post_poll
from forum.polls.service import vote as vote_poll
from forum.statements.models import Statement
from forum.statements.service import post_statement
from forum.statements.service import vote as vote_statement
from tests.e2e.site import Site

pytestmark = pytest.mark.needs_chromium
VOTERS = ["samira", "joost", "marleen", "ruben", "anouk", "kees", "fatma", "daan", "irene", "tom"]
LIEKE = "lieke@voorbeeld.nl"


def statement_of(site: Site, votes: list[str]) -> str:
    """A new statement outside groups with these choices; returns its path."""
    title = f"Elke wijk verdient een buurthuis {secrets.token_hex(4)}"

    def write(reader: Reader) -> None:
        post_statement(reader, title=title, body="", group=None, audience=None)

    site.make(LIEKE, write)
    path = site.item(title)

    for who, choice in zip(VOTERS, votes, strict=False):
        site.make(f"{who}@voorbeeld.nl", partial(vote_on_statement, path=path, choice=choice))
    return path


def vote_on_statement(reader: Reader, path: str, choice: str) -> None:
    """Vote as this reader."""
    vote_statement(
        reader, db.session.query(Statement).filter_by(public_id=path.rsplit("/", 1)[1]).one(), choice
    )


@pytest.mark.parametrize("script", [True, False])
def test_one_tap_and_another_and_no_result_below_ten_voters(site: Site, script: bool) -> None:
    path = statement_of(site, ["agree"] * 8)
    with site.browsing(LIEKE, java_script_enabled=script) as page:
        page.goto(path)
        main = page.get_by_role("main")
        assert main.get_by_text("%").count() == 0
        main.get_by_role("button", name="Eens", exact=True).click()
        expect(main.get_by_role("button", name="Eens", exact=True)).to_have_attribute("aria-pressed", "true")
        assert main.get_by_text("%").count() == 0  # nine voters
        expect(main.locator(".kp-statement__note")).to_contain_text("10")
        main.get_by_role("button", name="Oneens").click()
        expect(main.get_by_role("button", name="Oneens")).to_have_attribute("aria-pressed", "true")
        expect(main.get_by_role("button", name="Eens", exact=True)).to_have_attribute("aria-pressed", "false")
        assert main.get_by_text("%").count() == 0  # still nine: a change is no new voter


def test_from_ten_voters_on_the_division_is_shown_to_who_voted(site: Site) -> None:
    path = statement_of(site, ["agree"] * 5 + ["neutral"] * 2 + ["disagree"] * 2)
    with site.browsing(LIEKE) as page, site.browsing() as visitor:
        page.goto(path)
        page.get_by_role("button", name="Neutraal").click()
        figures = page.locator(".kp-sides__figure strong")
        expect(figures).to_have_text(["50%", "30%", "20%"])
        visitor.goto(path)
        assert visitor.locator(".kp-sides__figure").count() == 0
        visitor.get_by_role("link", name="Eens", exact=True).click()
        assert "/aanmelden" in visitor.url


@pytest.mark.parametrize("script", [True, False])
def test_a_poll_shows_percentages_that_add_up(site: Site, script: bool) -> None:
    title = f"Welke dag past het best {secrets.token_hex(4)}"

    def write(reader: Reader) -> list[str]:
        poll = post_poll(reader, title=title, body="", options="ma\ndi\nwo", group=None, audience=None)
        return [str(option.id) for option in poll.options]

    options = site.make(LIEKE, write)
    path = site.item(title)
    for who, option in zip(VOTERS, options * 2, strict=False):
        site.make(f"{who}@voorbeeld.nl", partial(vote_on_poll, path=path, option=option))
    with site.browsing(LIEKE, java_script_enabled=script) as page:
        page.goto(path)
        assert page.locator(".kp-bars").count() == 0
        page.get_by_role("button", name="Stemmen").click()  # nothing chosen
        expect(page.locator("main .kp-error, main .kp-errors").first).to_be_visible()
        page.get_by_label("wo", exact=True).check()
        page.get_by_role("button", name="Stemmen").click()
        expect(page.locator(".kp-bars")).to_be_visible()
        shares = [
            int(re.sub(r"\D", "", text)) for text in page.locator(".kp-bars__percent").all_inner_texts()
        ]
        assert sorted(shares) == [28, 29, 43]
        assert page.get_by_label("wo", exact=True).is_checked()
        page.get_by_label("ma", exact=True).check()
        page.get_by_role("button", name="Stem veranderen").click()
        expect(page.locator(".kp-bars__percent").first).to_have_text("43%")


def vote_on_poll(reader: Reader, path: str, option: str) -> None:
    """Vote as this reader."""
    vote_poll(reader, db.session.query(Poll).filter_by(public_id=path.rsplit("/", 1)[1]).one(), option)
