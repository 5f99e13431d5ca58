"""T04, T05, T28, T30, T41: what is proposed while somebody types in the search box: only what they may read."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core.group import Preset
from forum.core.item import Audience, Item, State
from forum.core.theme import Theme, item_themes
from forum.lib.db import db, transaction
from tests import world as make
from tests.counting import recorded
from tests.world import World

Browser = Callable[[object], FlaskClient]
PLACES = [
    ("open_group", Audience.GROUP, State.PUBLISHED, {"*"}),
    ("open_group", Audience.MEMBERS, State.PUBLISHED, {"member", "manager"}),
    ("closed_group", Audience.GROUP, State.PUBLISHED, {"member", "manager"}),
    ("hidden_group", Audience.GROUP, State.PUBLISHED, {"member", "manager"}),
    ("closed_group", Audience.GROUP, State.HIDDEN, set()),
    (None, Audience.PUBLIC, State.DRAFT, set()),
    (None, Audience.PUBLIC, State.DELETED, set()),
]


def found(browser: FlaskClient, typed: str) -> list[dict[str, Any]]:
    answer = browser.get("/zoeken/suggesties", query_string={"q": typed})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    rows: list[dict[str, Any]] = answer.get_json()["found"]
    assert len(rows) <= 8
    return rows


def named(browser: FlaskClient, typed: str) -> list[str]:
    return [row["name"] for row in found(browser, typed)]


def with_theme(item: Item, name: str) -> None:
    theme = db.session.scalar(select(Theme).where(Theme.slug == name.lower())) or Theme(slug=name.lower())
    db.session.add(theme)
    db.session.flush()
    db.session.execute(item_themes.insert().values(item_id=item.id, theme_id=theme.id, name=name))


def test_t04_each_is_proposed_what_they_may_read(world: World, browser_of: Browser) -> None:
    with transaction():
        for number, (place, audience, state, _who) in enumerate(PLACES):
            group = getattr(world, place) if place else None
            item = make.discussion(world.member, group, audience, state, title=f"Kwetterplan plek{number}")
            with_theme(item, f"Kwettera{number}" if number else "Kwetterb")
    for name, person in world.people.items():
        if name == "deactivated":
            continue
        rows = found(browser_of(person), "kwetter")
        titles = {row["name"] for row in rows if row["about"].startswith("Discussie")}
        wanted = {number for number, place in enumerate(PLACES) if place[3] & {"*", name}}
        assert titles == {f"Kwetterplan plek{number}" for number in wanted}, name
        themes = {row["name"] for row in rows if row["about"] == "Thema"}
        may = {f"Kwettera{number}" if number else "Kwetterb" for number in wanted}
        assert themes <= may, name
        assert themes, name


def test_t28_groups_and_people_are_those_one_may_know_of(world: World, browser_of: Browser) -> None:
    with transaction():
        world.hidden_group.name, world.open_group.name = "Kwetter verborgen", "Kwetter open"
        world.manager.name, world.deactivated.name = "Kwetter Jansen", "Kwetter Weg"
    assert named(browser_of(world.member), "kwetter") == [
        "Kwetter open",
        "Kwetter verborgen",
        "Kwetter Jansen",
    ]
    for outsider in (world.stranger, world.former, world.banned, world.administrator):
        assert named(browser_of(outsider), "kwetter") == ["Kwetter open", "Kwetter Jansen"]
    assert named(browser_of(None), "kwetter") == ["Kwetter open"]


def test_t05_nobody_is_found_by_their_address(world: World, browser_of: Browser) -> None:
    browser = browser_of(world.stranger)
    assert named(browser, "manager") == ["Manager"]
    assert world.manager.email not in browser.get("/zoeken/suggesties?q=manager").text
    for typed in (world.manager.email, world.manager.email.partition("@")[2], "@"):
        assert named(browser, typed) == []


def test_each_word_begins_a_word_of_the_name(world: World, browser_of: Browser) -> None:
    with transaction():
        make.discussion(world.member, title="Éénmalig onderzoek (oud-leerling) naar wachttijd")
        make.discussion(world.member, title="Wachttijd in de wijk")
    browser = browser_of(None)
    assert named(browser, "wacht") == [
        "Wachttijd in de wijk",
        "Éénmalig onderzoek (oud-leerling) naar wachttijd",
    ]
    for typed in ("wacht onder", "ONDER WACHT", "leerl", "één"):
        assert named(browser, typed) == ["Éénmalig onderzoek (oud-leerling) naar wachttijd"], typed
    assert named(browser, "achttijd") == []


@pytest.mark.parametrize(
    "typed", ["", "w", "   ", "%", "__", "%%", "\\", '"', "' OR 1=1 --", "x" * 5000, "w " * 40]
)
def test_little_or_odd_text_proposes_nothing(world: World, browser_of: Browser, typed: str) -> None:
    with transaction():
        make.discussion(world.member, title="Wachttijd in de wijk")
    assert named(browser_of(world.member), typed) == []


def test_it_costs_few_questions_and_eight_at_most_come_back(world: World, browser_of: Browser) -> None:
    with transaction():
        for number in range(20):
            item = make.discussion(world.member, title=f"Kwetter {number}")
            with_theme(item, f"Kwetter{number}")
            make.group(f"Kwetter groep {number}", Preset.OPEN, world.manager)
            make.person(f"Kwetter{number}")
    browser = browser_of(world.member)
    with recorded() as sent:
        rows = found(browser, "kwetter")
    assert len(sent) <= 7
    assert len(rows) == 8
    assert sum(row["about"] == "Groep" for row in rows) == 2
    assert sum(row["about"] == "Thema" for row in rows) == 2
