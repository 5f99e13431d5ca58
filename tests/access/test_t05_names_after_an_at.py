"""T05, T27, T28: the names that are proposed after an "@": people the reader may see and who could read the thing."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.access import is_visible, reader_for
from forum.access.readers import people_who_may_read
from forum.app import create_app
from forum.core.group import Group, MembershipState
from forum.core.item import Audience, Item, State
from forum.core.user import User
from forum.lib.db import db, transaction
from forum.lib.limits import limiter
from tests import world as make
from tests.world import World

Browser = Callable[[object], FlaskClient]
OUTSIDERS = ("stranger", "banned", "former", "moderator", "administrator")
ALL = [
    (None, Audience.PUBLIC),
    (None, Audience.SIGNED_IN),
    ("open_group", Audience.GROUP),
    ("open_group", Audience.MEMBERS),
    ("closed_group", Audience.GROUP),
    ("hidden_group", Audience.GROUP),
]


def names(browser: FlaskClient, address: str) -> set[str]:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    assert answer.headers["Cache-Control"] == "private, no-store"
    return {person["name"] for person in answer.get_json()["people"]}


@pytest.mark.parametrize(("place", "audience"), ALL)
def test_it_agrees_with_the_read_rule(world: World, place: str | None, audience: Audience) -> None:
    group: Group | None = getattr(world, place) if place else None
    with transaction():
        item = make.discussion(world.manager, group, audience)
    proposed = set(db.session.scalars(db.select(User.id).where(people_who_may_read(audience, group))))
    readers = {
        user.id
        for user in world.people.values()
        if user
        and user.active
        and is_visible(Item, item.id, reader_for(user))
        and not (group and group.id in reader_for(user).blocked_in)
    }
    assert proposed == readers


def test_t28_the_form_of_a_hidden_group_proposes_its_members_only(world: World, browser_of: Browser) -> None:
    address = f"/noemen?groep={world.hidden_group.address}&q="
    member = browser_of(world.member)
    assert names(member, address + "man") == {"Manager"}
    assert names(member, address + "str") == names(member, address + "mod") == set()
    assert names(member, address + "ban") == names(member, address + "dea") == set()
    assert names(member, f"/noemen?groep={world.open_group.address}&q=str") == {"Stranger"}
    assert names(member, f"/noemen?groep={world.open_group.address}&voor=members&q=str") == set()
    assert names(member, f"/noemen?groep={world.open_group.address}&voor=onzin&q=str") == set()
    assert names(member, "/noemen?q=str") == {"Stranger"}


def test_t27_for_outsiders_there_is_no_such_address(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.manager, world.hidden_group)
        closed = make.discussion(world.manager, world.closed_group)
    hidden = world.hidden_group.address
    for name in (*OUTSIDERS, "pending", "anonymous", "deactivated"):
        browser = browser_of(world.people[name])
        for address in (
            f"/noemen?groep={hidden}&q=m",
            f"/items/{item.public_id}/noemen?q=m",
            f"/items/{closed.public_id}/noemen?q=m",
        ):
            assert browser.get(address).status_code == 404, (name, address)
    assert browser_of(None).get("/noemen?q=m").status_code == 404
    assert (
        browser_of(world.stranger).get(f"/noemen?groep={world.closed_group.address}&q=m").status_code == 403
    )
    assert browser_of(world.banned).get(f"/noemen?groep={world.open_group.address}&q=m").status_code == 403
    assert names(browser_of(world.member), f"/items/{item.public_id}/noemen?q=m") == {"Manager"}


def test_who_is_blocked_takes_no_part_and_gets_no_names(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.manager, world.open_group)
    assert browser_of(world.banned).get(f"/items/{item.public_id}/noemen?q=m").status_code == 403
    assert names(browser_of(world.stranger), f"/items/{item.public_id}/noemen?q=ban") == set()
    assert names(browser_of(world.stranger), f"/items/{item.public_id}/noemen?q=mem") == {"Member"}


def test_who_is_in_the_conversation_comes_first(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.manager)
        make.reply(item, world.stranger)
        make.reply(item, world.former, state=State.HIDDEN)
        for number in range(8):
            make.person(f"Sanne{number}")
    address = f"/items/{item.public_id}/noemen?q="
    member = browser_of(world.member)
    assert names(member, address) == {"Manager", "Stranger"}  # no letter typed: only those
    listed = [person["name"] for person in member.get(address + "s").get_json()["people"]]
    assert listed[0] == "Stranger"
    assert len(listed) == 6
    assert names(browser_of(world.manager), address) == {"Stranger"}  # not oneself


def test_t05_never_by_address_and_no_sign_widens_it(world: World, browser_of: Browser) -> None:
    with transaction():
        world.stranger.name, world.stranger.email = "Élise van der Berg", "grutje@kwartelmail.example"
    member = browser_of(world.member)
    for typed in (
        "grutje",
        "kwartelmail",
        "grutje@kwartelmail.example",
        "%25",
        "_",
        "lise",
        "%27",
        "x" * 200,
        "%5C",
    ):
        assert names(member, f"/noemen?q={typed}") == set(), typed
    for typed in ("él", "Él", "van", "berg", "van der"):
        assert names(member, f"/noemen?q={typed}") == {"Élise van der Berg"}, typed
    answer = member.get("/noemen?q=van").get_json()["people"]
    assert [set(person) for person in answer] == [{"name", "role", "url"}]


def test_t29_a_pending_or_blocked_membership_is_told_to_nobody(world: World, browser_of: Browser) -> None:
    address = f"/noemen?groep={world.closed_group.address}&q=pen"
    assert names(browser_of(world.manager), address) == set()
    with transaction():
        row = db.session.query(make.Membership).filter_by(user_id=world.pending.id).one()
        row.state = MembershipState.ACTIVE
    assert names(browser_of(world.manager), address) == {"Pending"}


def test_t05_limited_per_client(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)  # put back what the next line changes
    counting = create_app(replace(app.config["KENNISPLEIN"], environment="development"))
    limiter.reset()
    client = make.signed_in_client(counting, world.member)
    assert [client.get("/noemen?q=a").status_code for _ in range(121)] == [200] * 120 + [429]
    with counting.app_context():
        db.engine.dispose()
    limiter.reset()
