"""The filters of the search page: counted on the reader's own set, combined, taken away one by one, and shared."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient

from forum.core.item import Audience, Item
from forum.core.theme import Theme, item_themes
from forum.lib import ids
from forum.lib.db import db, transaction
from forum.library.models import Document, ExtractionState
from forum.search import outbox
from tests import world as make
from tests.counting import recorded
from tests.world import World

Browser = Callable[[object], FlaskClient]
CHOICE = re.compile(
    r'class="kp-facet__choice" href="([^"]*)"[^>]*><span class="kp-facet__label">([^<]*)</span> <span class="kp-facet__count">([^<]*)<'
)
CHOSEN = re.compile(r'class="kp-chosen__one" href="([^"]*)"><span[^>]*>[^<]*</span>([^<]*)<')


def document(author, group=None, **more):  # type: ignore[no-untyped-def]
    made = Document(
        author_id=author.id, group_id=group.id if group else None,
        audience=Audience.GROUP if group else Audience.PUBLIC, sha256="a" * 64, size=1, filename="lijst.pdf",
        media_type="application/pdf", extraction_state=ExtractionState.DONE, **more,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def name_theme(item: Item, slug: str, name: str) -> None:
    theme = db.session.query(Theme).filter_by(slug=slug).one_or_none() or Theme(slug=slug)
    db.session.add(theme)
    db.session.flush()
    db.session.execute(item_themes.insert().values(item_id=item.id, theme_id=theme.id, name=name))


@pytest.fixture
def library(world: World, work: Callable[[], None]) -> World:
    """Papers about the same, and two that only members of the hidden group know of."""
    with transaction():
        world.member.organisation, world.manager.organisation = "Gemeente Waterveen", "Bureau Noord"
        db.session.add_all((world.member, world.manager))
        make.discussion(world.member, title="Speelplek in de wijk")
        old = document(
            world.member,
            type_label="PDF",
            title="Speelplek, het plan",
            published_at=datetime(2023, 6, 1, tzinfo=UTC),
        )
        new = document(world.manager, world.open_group, type_label="Word", title="Speelplek, de brief")
        secret = document(world.manager, world.hidden_group, type_label="Excel", title="Speelplek, geheim")
        name_theme(old, "groen", "Groen")
        name_theme(new, "groen", "Groen")
        name_theme(secret, "groen", "GROEN geheim")
        name_theme(secret, "bezuinigen", "Bezuinigen")
        outbox.note_everything()
    work()
    return world


def choices(page: str) -> dict[str, int]:
    return {unescape(label): int(count) for _url, label, count in CHOICE.findall(page)}


def address(page: str, label: str, pattern: re.Pattern[str] = CHOICE) -> str:
    return next(unescape(found[0]) for found in pattern.findall(page) if unescape(found[1]) == label)


def titles(page: str) -> set[str]:
    plain = re.sub(r"</?mark>", "", page)
    return set(re.findall(r'class="kp-line__title"><a href="[^"]*">([^<]*)</a>', plain))


def test_counts_are_those_of_the_reader(library: World, browser_of: Browser) -> None:
    insider = choices(browser_of(library.member).get("/zoeken?q=speelplek").text)
    outsider = choices(browser_of(library.stranger).get("/zoeken?q=speelplek").text)
    assert insider["Documenten"] == 3
    assert outsider["Documenten"] == 2
    assert insider["Excel"] == 1
    assert insider["Bezuinigen"] == 1
    for unknown in ("Excel", "Bezuinigen", "GROEN geheim", "klankbord"):
        assert unknown not in outsider
    assert outsider["Bureau Noord"] == 1
    assert insider["Bureau Noord"] == 2
    assert (insider["Groen"], outsider.get("Groen")) == (3, None)  # one theme is no choice
    assert outsider["2023"] == 1


def test_people_are_a_choice_only_for_people_with_an_account(library: World, browser_of: Browser) -> None:
    assert {"Member", "Manager", "Bureau Noord"} <= choices(
        browser_of(library.stranger).get("/zoeken?q=speelplek").text
    ).keys()
    visitor = browser_of(None)
    assert not {"Member", "Manager", "Bureau Noord"} & choices(visitor.get("/zoeken?q=speelplek").text).keys()
    # Neither does guessing tell whether somebody is there.
    known = visitor.get(f"/zoeken?q=speelplek&auteur={library.member.public_id}").text
    unknown = visitor.get(f"/zoeken?q=speelplek&auteur={(other := ids.public_id())}").text
    assert known.replace(library.member.public_id, "X") == unknown.replace(other, "X")


def test_choices_are_combined_and_taken_away_one_by_one(library: World, browser_of: Browser) -> None:
    browser = browser_of(library.member)
    page = browser.get("/zoeken?q=speelplek").text
    page = browser.get(address(page, "Documenten")).text
    assert titles(page) == {"Speelplek, het plan", "Speelplek, de brief", "Speelplek, geheim"}
    page = browser.get(address(page, "PDF")).text
    assert titles(page) == {"Speelplek, het plan"}
    assert choices(page)["Word"] == 1  # what another type would give
    assert [unescape(label) for _url, label in CHOSEN.findall(page)] == ["Documenten", "PDF"]
    page = browser.get(address(page, "Documenten", CHOSEN)).text
    assert [label for _url, label in CHOSEN.findall(page)] == ["PDF"]
    page = browser.get(address(page, "PDF", CHOSEN)).text
    assert "Speelplek in de wijk" in titles(page)


def test_each_filter_does_what_its_number_says(library: World, browser_of: Browser) -> None:
    browser = browser_of(library.member)
    page = browser.get("/zoeken?q=speelplek").text
    assert len(CHOICE.findall(page)) > 10
    for url, label, count in CHOICE.findall(page):
        assert f"{count} resulta" in browser.get(unescape(url)).text, label


def test_a_shared_address_shows_each_reader_their_own(library: World, browser_of: Browser) -> None:
    shared = "/zoeken?q=speelplek&thema=groen&soort=document"
    assert "Speelplek, geheim" in titles(browser_of(library.member).get(shared).text)
    assert titles(browser_of(None).get(shared).text) == {"Speelplek, het plan", "Speelplek, de brief"}


def test_an_unknown_choice_is_told_as_one_that_is_hidden(library: World, browser_of: Browser) -> None:
    outsider = browser_of(library.stranger)
    hidden = outsider.get("/zoeken?q=speelplek&thema=bezuinigen").text
    unknown = outsider.get("/zoeken?q=speelplek&thema=bestaatniet").text
    assert "We kennen de keuze" in hidden
    token = re.compile(r'name="csrf_token" value="[^"]*"')
    assert token.sub("", hidden).replace("bezuinigen", "X") == token.sub("", unknown).replace(
        "bestaatniet", "X"
    )
    assert (
        "We kennen de keuze"
        not in browser_of(library.member).get("/zoeken?q=speelplek&thema=bezuinigen").text
    )


OPERATORS: dict[str, set[str]] = {
    "speelplek type:pdf": {"Speelplek, het plan"},
    "speelplek type:docx": {"Speelplek, de brief"},
    "speelplek type:discussie": {"Speelplek in de wijk"},
    "speelplek auteur:manager": {"Speelplek, de brief", "Speelplek, geheim"},
    "speelplek groep:buurtteams": {"Speelplek, de brief"},
    "speelplek groep:klankbord": {"Speelplek, geheim"},
    "speelplek voor:2024": {"Speelplek, het plan"},
    "speelplek na:31-5-2023 voor:2-6-2023": {"Speelplek, het plan"},
    "speelplek na:1-6-2023 voor:2-6-2023": set(),
    "speelplek thema:bezuinigen": {"Speelplek, geheim"},
    "speelplek -plan -geheim -wijk": {"Speelplek, de brief"},
    'speelplek -"het plan" type:pdf': set(),
    "type:pdf": {"Speelplek, het plan"},
}


def test_operators(library: World, browser_of: Browser) -> None:
    browser = browser_of(library.member)
    for typed, expected in OPERATORS.items():
        page = browser.get("/zoeken", query_string={"q": typed}).text
        assert titles(page) == expected, typed
        assert "We kennen geen" not in page


def test_what_an_operator_does_not_know_is_a_word(library: World, browser_of: Browser) -> None:
    browser = browser_of(library.stranger)
    for operator in ("groep:klankbord", "thema:bezuinigen", "type:onzin", "voor:gisteren", "auteur:zwxqv"):
        page = browser.get("/zoeken", query_string={"q": f"speelplek {operator}"}).text
        assert "We zochten het als woord" in page, operator
        assert "Speelplek, het plan" in titles(page)
        assert "Speelplek, geheim" not in page


def test_t27_an_operator_knows_no_more_of_a_hidden_group_than_of_none(
    library: World, browser_of: Browser
) -> None:
    outsider = browser_of(library.stranger)
    outsider.get("/zoeken?q=speelplek+groep:x")
    answers = []
    for name in ("klankbord", "zzonbekend"):
        with recorded() as sent:
            page = outsider.get("/zoeken", query_string={"q": f"speelplek groep:{name}"}).text
        answers.append((re.sub(r'name="csrf_token" value="[^"]*"', "", page).replace(name, "X"), len(sent)))
    assert answers[0] == answers[1]


def test_a_search_page_asks_few_questions(library: World, browser_of: Browser) -> None:
    for path in ("/zoeken?q=speelplek", "/zoeken?q=speelplek&soort=document&jaar=2023&bestand=PDF"):
        browser = browser_of(library.member)
        browser.get(path)
        with recorded() as sent:
            assert browser.get(path).status_code == 200
        assert len(sent) <= 8, path


def test_no_choice_is_an_error(library: World, browser_of: Browser) -> None:
    browser = browser_of(library.stranger)
    for name in ("soort", "thema", "organisatie", "jaar", "bestand", "auteur", "na", "voor", "in"):
        for value in ("'", "\\", "%", "9999999999", "a" * 5000, "\u00b2", "\u202e"):
            answer = browser.get("/zoeken", query_string={"q": "speelplek", name: value})
            assert answer.status_code == 200, (name, value)
            assert "Speelplek, geheim" not in answer.text
