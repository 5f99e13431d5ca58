"""Wie weet wat: the list of people."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.accounts import people
from forum.accounts.directory import Wish, list_expertise, list_organisations, list_people
from forum.accounts.profile import change_profile
from forum.core.user import User
from forum.lib.db import transaction
from tests import world as make
from tests.world import CAST, World

BrowserOf = Callable[[User | None], FlaskClient]


@pytest.fixture
def known(world: World) -> World:
    profiles = (
        ("member", "Mila de Boer", "Wijkcoach", "Gemeente Waterveen", ["Wachtlijsten", "Privacy"]),
        ("former", "Bram Otten", "Jurist", "gemeente waterveen", ["privacy"]),
        ("stranger", "Sara Groot", "Wijkcoach", "Buurtteam 100%", []),
        ("deactivated", "Dirk Weg", "Wijkcoach", "Gemeente Waterveen", ["Privacy"]),
    )
    with transaction():
        for name, said, function, organisation, themes in profiles:
            person = getattr(world, name)
            person.email = f"{name}.kwartel@zwaluwmail.example"
            person.name, person.function, person.organisation = said, function, organisation
            if person.active:
                reader = make.reader(person)
                change_profile(reader, name=said, function=function, organisation=organisation, themes=themes)
    return world


def names(page: str) -> set[str]:
    return set(re.findall(r'class="kp-person__name"[^>]*>([^<]+)<', page))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=wijkcoach", {"Mila de Boer", "Sara Groot"}),
        ("q=boer+WIJKCOACH", {"Mila de Boer"}),
        ("q=waterveen", {"Mila de Boer", "Bram Otten"}),
        ("q=100%25", {"Sara Groot"}),
        ("q=%25", {"Sara Groot"}),
        ("q=_", set()),
        ("thema=privacy", {"Mila de Boer", "Bram Otten"}),
        ("thema=privacy&q=jurist", {"Bram Otten"}),
        ("organisatie=gemeente+waterveen", {"Mila de Boer", "Bram Otten"}),
        ("organisatie=gemeente+waterveen&thema=wachtlijsten", {"Mila de Boer"}),
        ("thema=onbekend", set()),
        ("q=" + "x" * 5000, set()),
        ("pagina=0&q=jurist", {"Bram Otten"}),
    ],
)
def test_found_by_what_people_show(known: World, browser_of: BrowserOf, query: str, found: set[str]) -> None:
    answer = browser_of(known.manager).get(f"/mensen?{query}")
    assert answer.status_code == 200
    assert names(answer.text) == found


def test_everybody_with_an_account_is_there_and_nobody_else(known: World, browser_of: BrowserOf) -> None:
    page = browser_of(known.pending).get("/mensen").text
    assert len(names(page)) == len(CAST) - 1
    assert "Dirk Weg" not in page
    # … the choices count nobody else either (T30).
    assert re.findall(r"Privacy|privacy", page)
    reader = make.reader(known.pending)
    assert [(one.value, one.count) for one in list_expertise(reader, Wish())] == [
        ("privacy", 2),
        ("wachtlijsten", 1),
    ]
    assert [(one.value, one.count) for one in list_organisations(reader, Wish())] == [
        ("gemeente waterveen", 2),
        ("buurtteam 100%", 1),
    ]


@pytest.mark.parametrize("text", ["kwartel", "zwaluwmail", "member.kwartel@zwaluwmail.example", "@"])
def test_t05_nobody_is_found_by_address_in_the_list(known: World, browser_of: BrowserOf, text: str) -> None:
    for asking in (known.manager, known.moderator, known.administrator):
        client = browser_of(asking)
        for parameter in ("q", "organisatie", "thema", "email"):
            page = client.get(f"/mensen?{parameter}={text}").text
            assert parameter == "email" or names(page) == set()
            assert "zwaluwmail.example<" not in page


def test_t05_the_list_is_not_there_for_visitors(
    known: World, browser_of: BrowserOf, client: FlaskClient
) -> None:
    for asking in (client, browser_of(known.deactivated)):
        answer = asking.get("/mensen?q=wijkcoach")
        assert answer.status_code == 404
        assert "Mila" not in answer.text
    for wish in (Wish(), Wish(theme="privacy")):
        assert list_people(make.reader(None), wish).total == 0
        assert list_expertise(make.reader(None), wish) == list_organisations(make.reader(None), wish) == []


def test_t29_no_choice_tells_who_is_in_a_group(known: World, browser_of: BrowserOf) -> None:
    client = browser_of(known.stranger)
    plain = names(client.get("/mensen").text)
    for group in known.groups:
        for parameter in ("groep", "lid", "sort", "volgorde"):
            assert names(client.get(f"/mensen?{parameter}={group.address}").text) == plain


def test_who_closes_their_account_is_gone_at_once(known: World, browser_of: BrowserOf) -> None:
    client = browser_of(known.stranger)
    assert names(client.get("/mensen?thema=wachtlijsten").text) == {"Mila de Boer"}
    with transaction():
        people.deactivate(known.member)
    assert names(client.get("/mensen?thema=wachtlijsten").text) == set()
    assert "Wachtlijsten" not in client.get("/mensen").text


def test_pages(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        for number in range(25):
            make.person(f"mens{number:02}")
    client = browser_of(world.stranger)
    first, second = client.get("/mensen?q=mens").text, client.get("/mensen?q=mens&pagina=2").text
    assert len(names(first)) == 20
    assert len(names(first) | names(second)) == 25
    assert "q=mens&amp;pagina=2" in first
    assert "Ga terug naar het begin" in client.get("/mensen?q=mens&pagina=3").text
