"""The list of groups and one group, for the whole cast."""

import re

import pytest

from forum.core.group import Group, Preset
from forum.lib.db import db, transaction
from tests import world as make
from tests.counting import count_queries
from tests.world import World

EVERYONE = {
    "anonymous", "manager", "member", "pending", "banned", "stranger", "moderator", "administrator",
    "former", "deactivated",
}  # fmt: skip
SIGNED_IN = EVERYONE - {"anonymous", "deactivated"}
SEES = {"open_group": EVERYONE, "closed_group": SIGNED_IN, "hidden_group": {"manager", "member"}}
READS = {"open_group": EVERYONE, "closed_group": {"manager", "member"}, "hidden_group": {"manager", "member"}}


def test_list_holds_what_one_may_know_of(world: World, browser_of) -> None:
    for name, user in world.people.items():
        page = browser_of(user).get("/groepen").text
        for place, who in SEES.items():
            assert (f">{getattr(world, place).name}<" in page) == (name in who), (name, place)


@pytest.mark.parametrize("place", SEES)
def test_page_shows_content_to_readers_and_the_name_to_others(world: World, browser_of, place: str) -> None:
    group: Group = getattr(world, place)
    with transaction():
        make.discussion(world.member, group, title="Rooster van juni")
    for name, user in world.people.items():
        answer = browser_of(user).get(f"/groepen/{group.address}")
        assert answer.status_code == (200 if name in SEES[place] else 404), name
        assert (f">{group.name}<" in answer.text) == (name in SEES[place]), name
        assert ("Rooster van juni" in answer.text) == (name in READS[place]), name


def test_outsider_of_a_closed_group_sees_no_counts_and_no_people(world: World, browser_of) -> None:
    address = world.closed_group.address
    mine = browser_of(world.member).get(f"/groepen/{address}").text
    theirs = browser_of(world.stranger).get(f"/groepen/{address}").text
    assert "2 leden" in mine
    assert ">Member<" in mine
    for secret in (" leden<", ">Member<", ">Manager<", "/leden"):
        assert secret not in theirs
    assert "Vraag om mee te doen" in theirs
    listed = browser_of(world.stranger).get("/groepen").text
    assert "2 leden" in listed  # those of the open group
    assert listed.count(" leden<") == 1


def test_blocked_in_an_open_group_reads_like_a_visitor(world: World, browser_of) -> None:
    address = world.open_group.address
    banned, stranger = browser_of(world.banned), browser_of(world.stranger)
    assert "Word lid" in stranger.get(f"/groepen/{address}").text
    page = banned.get(f"/groepen/{address}")
    assert page.status_code == 200
    assert "Word lid" not in page.text
    assert ">Member<" not in page.text
    assert stranger.get(f"/groepen/{address}/leden").status_code == 200
    assert banned.get(f"/groepen/{address}/leden").status_code == 404
    assert banned.post(f"/groepen/{address}/meedoen").status_code == 403
    assert stranger.post(f"/groepen/{address}/meedoen").status_code == 303


def test_visitor_of_an_open_group_gets_no_cookie_and_sees_no_members(world: World, client) -> None:
    answer = client.get(f"/groepen/{world.open_group.address}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert ">Member<" not in answer.text


def test_names_and_descriptions_of_people_are_only_words(world: World, browser_of) -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 1234*5678 }}'
    with transaction():
        group = db.session.get_one(Group, world.open_group.id)
        group.name, group.description = evil, evil
    browser = browser_of(world.manager)
    for path in ("", "/leden", "/instellingen", "/uitnodigen", "/zichtbaarheid", "/logboek", "/verlaten",
                 "/zichtbaarheid?naar=hidden"):  # fmt: skip
        page = browser.get(f"/groepen/{group.address}{path}")
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text, path
        assert "<img src=x" not in page.text, path
        assert str(1234 * 5678) not in page.text, path
    assert "<script>alert" not in browser.get("/groepen").text


def test_number_of_queries_does_not_grow_with_rows(world: World, browser_of) -> None:
    browser = browser_of(world.member)
    paths = ("/groepen", f"/groepen/{world.open_group.address}", f"/groepen/{world.open_group.address}/leden")
    for path in paths:
        browser.get(path)
    few = [count_queries(lambda path=path: browser.get(path)) for path in paths]
    with transaction():
        for number in range(12):
            person = make.person(f"mens{number}")
            make.group(f"groep{number}", Preset.OPEN, person)
            make.join(world.open_group, person)
            make.discussion(person, world.open_group)
            make.join(make.group(f"eigen{number}", Preset.HIDDEN, person), world.member)
    for path in paths:
        browser.get(path)  # what is remembered while nothing is written
    many = [count_queries(lambda path=path: browser.get(path)) for path in paths]
    assert many == few
    assert max(many) <= 12


def test_closed_group_is_not_sorted_by_what_happens_in_it(world: World, browser_of) -> None:
    with transaction():
        make.group("aaa-besloten", Preset.CLOSED, world.manager)
    browser = browser_of(world.stranger)

    def shown() -> str:  # without the token of forms, which is another one each second
        return re.sub(r'name="csrf_token" value="[^"]*"', "", browser.get("/groepen").text)

    before = shown()
    with transaction():
        db.session.get_one(Group, world.closed_group.id).last_activity_at = make.clock.now()
    assert shown() == before
