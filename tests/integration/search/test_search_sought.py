"""What was sought in vain: counted from three people on, without knowing who, and a place to ask it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.core.group import Preset
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.search import outbox, sought
from forum.search.models import SearchMark, SearchSalt, SoughtLine
from tests import world as make
from tests.world import World

Browser = Callable[[object], FlaskClient]
Work = Callable[[], None]
PAGE = "/zoekvragen"


@pytest.fixture
def community(world: World, work: Work) -> World:
    with transaction():
        for number in range(4):
            make.person(f"zoeker{number}")
        world.stranger.name = "Sofie van Aardenburg"
        make.discussion(world.member, title="De snoeihut in de wijk")
        make.discussion(world.member, world.hidden_group, title="Het geheime plan kwetter")
        outbox.note_everything()
    work()
    return world


def searchers(many: int) -> list[User]:
    named = select(User).where(User.name.istartswith("zoeker")).order_by(User.id).limit(many)
    return list(db.session.scalars(named))


def ask(browser_of: Browser, work: Work, text: str, people: list[User]) -> None:
    for person in people:
        assert browser_of(person).get("/zoeken", query_string={"q": text}).status_code == 200
    work()


def shown(browser_of: Browser, world: World) -> tuple[list[str], list[str]]:
    page = browser_of(world.moderator).get(PAGE)
    assert page.status_code == 200
    first, _head, second = page.text.partition('id="niet-gekozen"')
    names = re.compile(r'kp-words__names"><a href="[^"]*">([^<]*)</a>')
    return names.findall(first), names.findall(second)


def test_from_three_people_on_and_never_who(community: World, browser_of: Browser, work: Work) -> None:
    people = searchers(4)
    ask(browser_of, work, "Kwekelhokken", people[:2])
    ask(browser_of, work, "kwekelhok", people[:2])  # the same people, the same question
    assert shown(browser_of, community) == ([], [])
    assert db.session.scalar(select(func.count()).select_from(SoughtLine)) == 0  # nor is it kept anywhere
    stored = " ".join(map(str, db.session.execute(select(SearchMark.asked, SearchMark.who)).all()))
    assert "kwekel" not in stored
    assert not any(f"user:{person.id}" in stored or person.public_id in stored for person in people)
    ask(browser_of, work, "kwekelhok", people[2:3])
    assert shown(browser_of, community) == (["kwekelhok"], [])
    line = db.session.scalars(select(SoughtLine)).one()
    assert (line.empty, line.found, line.chosen) == (3, 0, 0)


def test_found_and_left(community: World, browser_of: Browser, work: Work) -> None:
    people = searchers(4)
    ask(browser_of, work, "snoeihut", people)
    assert shown(browser_of, community) == ([], ["snoeihut"])
    hit = browser_of(people[0]).get("/zoeken?q=snoeihut").text
    address = re.search(r'kp-line__title"><a href="([^"]*)"', hit)
    assert address
    for person in people[:2]:  # two of four chose something
        came = {"Referer": "http://localhost/zoeken?q=snoeihut"}
        assert browser_of(person).get(address[1], headers=came).status_code == 200
    work()
    assert shown(browser_of, community) == ([], [])
    elsewhere = {"Referer": "http://ergens.example/zoeken?q=snoeihut"}
    browser_of(people[2]).get(address[1], headers=elsewhere)
    browser_of(people[2]).get(address[1], headers={"Referer": "http://localhost/zoeken?q=snoeihut&groep=x"})
    work()
    assert db.session.scalars(select(SoughtLine.chosen)).one() == 2


def test_what_is_found_behind_a_closed_door_is_not_counted(
    community: World, browser_of: Browser, work: Work
) -> None:
    people = searchers(4)
    with transaction():
        for person in people:
            make.join(community.hidden_group, person)
    ask(browser_of, work, "geheime plan kwetter", people)
    assert db.session.scalar(select(func.count()).select_from(SearchMark)) == 0
    assert shown(browser_of, community) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "zoeker1", "aardenburg", "dossier sofie aardenburg", "jan@voorbeeld.nl", "123456782", "1234.56.782", "06 12345678", "kwek 12-05-2009",
        "Sanne Bakker", "dossier Sanne van den Berg", "Sanne de Boer school", "x" * 90,
    ],
)  # fmt: skip
def test_questions_about_a_person_are_not_counted(
    community: World, browser_of: Browser, work: Work, text: str
) -> None:
    ask(browser_of, work, text, searchers(4))
    assert db.session.scalar(select(func.count()).select_from(SearchMark)) == 0
    ask(browser_of, work, "Wmo kwekelhok", searchers(4))  # the same set-up counts what is no name
    assert db.session.scalar(select(func.count()).select_from(SearchMark)) == 4


def test_choices_are_not_counted(community: World, browser_of: Browser, work: Work) -> None:
    for text in ("kwekelhok type:pdf", "kwekelhok -hut", "type:pdf", '""'):
        ask(browser_of, work, text, searchers(4))
    assert db.session.scalar(select(func.count()).select_from(SearchMark)) == 0


def test_the_marks_end_with_the_week_and_the_lines_after_a_while(
    community: World, browser_of: Browser, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(browser_of, work, "kwekelhok", searchers(3))
    now = clock.now()

    def left() -> tuple[int, ...]:
        sought.forget_old()
        return tuple(
            db.session.scalar(select(func.count()).select_from(model)) or 0
            for model in (SearchMark, SearchSalt, SoughtLine)
        )

    assert left() == (3, 1, 1)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=7))
    assert left() == (0, 0, 1)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(weeks=15))
    assert left() == (0, 0, 0)


def test_for_editors_who_can_do_something_about_it(community: World, browser_of: Browser, work: Work) -> None:
    ask(browser_of, work, "kwekelhok", searchers(3))
    editor = browser_of(community.moderator)
    page = editor.get(PAGE).text
    assert "/zoekwoorden?woord=kwekelhok" in page
    assert 'value="kwekelhok,"' in editor.get("/zoekwoorden?woord=kwekelhok").text
    assert 'value="kwekelhok"' in editor.get("/zoekantwoorden?q=kwekelhok").text
    for outsider in (community.member, community.manager):
        assert browser_of(outsider).get(PAGE).status_code == 403
    assert browser_of(None).get(PAGE).status_code == 404
    done = re.search(r'action="(/zoekvragen/\d+/klaar)"', page) or re.search(
        r'"(/zoekvragen/\d+/klaar)"', page
    )
    token = re.search(r'name="csrf_token" value="([^"]*)"', page)
    assert done
    assert token
    assert browser_of(community.member).post(done[1]).status_code in (400, 403)
    assert editor.post(done[1], data={"csrf_token": token[1]}).status_code == 303
    assert shown(browser_of, community) == ([], [])
    ask(browser_of, work, "kwekelhok", searchers(2))
    assert shown(browser_of, community) == ([], [])  # counted anew
    ask(browser_of, work, "kwekelhok", searchers(3))
    assert shown(browser_of, community) == (["kwekelhok"], [])


def test_who_finds_nothing_asks_it_in_one_click(community: World, browser_of: Browser) -> None:
    with transaction():
        fitting = make.group("Kwekelhok en tuin", Preset.OPEN, community.manager)
        make.join(fitting, community.member)
        banned_in = make.group("Kwekelhok dicht", Preset.CLOSED, community.manager)
    member = browser_of(community.member)
    page = member.get("/zoeken?q=zwxqv+kwekelhok").text
    asked = re.search(r'kp-button--secondary" href="([^"]*)">Stel je vraag in Kwekelhok en tuin', page)
    assert asked
    form = member.get(asked[1].replace("&amp;", "&")).text
    assert "Dit komt in de groep Kwekelhok en tuin." in form
    assert 'value="Zwxqv kwekelhok"' in form
    assert banned_in.name not in page
    assert community.hidden_group.name in page  # a member may ask there too
    outsider = browser_of(community.stranger).get("/zoeken?q=zwxqv+kwekelhok").text
    assert community.hidden_group.name not in outsider
    assert "titel=Zwxqv+kwekelhok" in outsider
    assert "groep=" not in re.findall(r'kp-button--secondary" href="([^"]*)"', outsider)[0]
    # In the group in which they searched, where they may write there.
    page = member.get(f"/zoeken?q=zwxqv&groep={community.closed_group.address}").text
    assert f"/discussies/nieuw?groep={community.closed_group.address}&amp;titel=Zwxqv" in page
    page = browser_of(community.banned).get(f"/zoeken?q=zwxqv&groep={community.open_group.address}").text
    assert f"/discussies/nieuw?groep={community.open_group.address}" not in page


def test_the_title_goes_along_to_another_place(community: World, browser_of: Browser) -> None:
    member = browser_of(community.member)
    assert "titel=Zwxqv" in member.get("/discussies/nieuw?titel=Zwxqv").text
    assert "titel=Zwxqv" in member.get("/schrijven/discussion?titel=Zwxqv").text
