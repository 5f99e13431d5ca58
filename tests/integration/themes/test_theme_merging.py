"""Merging themes: everything goes along, also what the moderator may not read, and nothing of that is told."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.core.follow import ThemeFollow
from forum.core.item import Item
from forum.core.security_event import SecurityEvent
from forum.core.theme import Theme, ThemeAlias
from forum.discussions.service import start_discussion
from forum.following.service import follow
from forum.lib.db import db, transaction
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.themes import merging
from forum.threads import theme_lists, themes
from tests import world as make
from tests.browser import steady
from tests.world import World, reader

BrowserOf = Callable[[object], FlaskClient]


def put(item: Item, *names: str) -> Item:
    with transaction():
        themes.put(item, names)
    return item


def names(item: Item) -> list[str]:
    return themes.names_of(item)


@pytest.fixture
def items(world: World) -> dict[str, Item]:
    with transaction():
        made = {
            "open": make.discussion(world.member, title="Een"),
            "both": make.discussion(world.member, title="Twee"),
            "new": make.discussion(world.member, title="Drie"),
            "hidden": make.discussion(world.member, world.hidden_group, title="Ongezien"),
        }
    put(made["open"], "wachtlijstjes")
    put(made["both"], "Wachtlijstjes", "Wachtlijsten")
    put(made["new"], "Wachtlijsten")
    put(made["hidden"], "wachtlijstjes", "Fusie")
    return made


def merge(world: World, old: str = "wachtlijstjes", into: str = "Wachtlijsten") -> None:
    with transaction():
        merging.merge(reader(world.moderator), old, into)


def test_everything_goes_along(world: World, items: dict[str, Item]) -> None:
    for who in (world.member, world.stranger):
        with transaction():
            follow(reader(who), theme_lists.get_theme(reader(who), "wachtlijstjes")[0])
    with transaction():
        follow(reader(world.member), theme_lists.get_theme(reader(world.member), "wachtlijsten")[0])
    merge(world)
    assert names(items["open"]) == names(items["both"]) == names(items["new"]) == ["Wachtlijsten"]
    assert names(items["hidden"]) == ["Fusie", "Wachtlijsten"]
    stays = theme_lists.get_theme(reader(None), "wachtlijsten")[0]
    followers = {row.user_id for row in db.session.query(ThemeFollow).filter_by(theme_id=stays.id)}
    assert followers == {world.member.id, world.stranger.id}
    assert db.session.query(ThemeFollow).count() == 2
    assert db.session.query(Theme).filter_by(slug="wachtlijstjes").count() == 0


def test_search_learns_it(
    world: World, items: dict[str, Item], work: Callable[[], None], browser_of: BrowserOf
) -> None:
    work()
    merge(world)
    work()
    assert "Een" in browser_of(None).get("/zoeken?q=Wachtlijsten").text


def test_the_moderator_learns_nothing_of_what_they_may_not_read(
    world: World, items: dict[str, Item], browser_of: BrowserOf
) -> None:
    browser = browser_of(world.moderator)
    asked = browser.post("/themas/wachtlijstjes/samenvoegen", data={"into": "Wachtlijsten"})
    assert asked.status_code == 200
    assert "Je kunt dit niet terugdraaien" in asked.text
    assert db.session.query(ThemeAlias).count() == 0, "the first step only shows"
    done = browser.post("/themas/wachtlijstjes/samenvoegen", data={"into": "Wachtlijsten", "sure": "1"})
    after = browser.get(done.location).text
    assert "3 bijdragen die je kunt lezen" in after
    for page in (asked.text, after):
        assert "Ongezien" not in page
        assert "4 bijdragen" not in page
    assert "4 bijdragen die je kunt lezen" in browser_of(world.member).get(done.location).text
    [line] = db.session.query(SecurityEvent).filter_by(action="theme-merged")
    assert (line.actor_id, line.detail) == (world.moderator.id, "Wachtlijstjes → Wachtlijsten")
    again = browser.post("/themas/wachtlijstjes/samenvoegen", data={"into": "Wachtlijsten", "sure": "1"})
    assert again.status_code == 404, "sent twice: it was merged already"


def test_only_moderators_and_only_what_they_know(
    world: World, items: dict[str, Item], browser_of: BrowserOf
) -> None:
    address, data = "/themas/wachtlijstjes/samenvoegen", {"into": "Wachtlijsten", "sure": "1"}
    for who, status in (("member", 403), ("manager", 403), ("anonymous", 404), ("moderator", 200)):
        assert browser_of(world.people[who]).get(address).status_code == status, who
        if status != 200:
            assert browser_of(world.people[who]).post(address, data=data).status_code == status
    with pytest.raises(NotFound):
        merging.plan(reader(world.moderator), "fusie", "Wachtlijsten")
    answers = [
        browser_of(world.moderator).post(address, data={"into": name}).text
        for name in ("Fusie", "Nooit gehoord")
    ]
    assert (
        answers[0].replace("Fusie", "").split("csrf_token")[0]
        == answers[1].replace("Nooit gehoord", "").split("csrf_token")[0]
    )
    assert "Dit thema is er niet" in answers[0]
    for into in ("Wachtlijstjes", "", "%%%"):
        with pytest.raises(Invalid):
            merging.plan(reader(world.moderator), "wachtlijstjes", into)
    with pytest.raises(Forbidden):
        merging.plan(reader(world.manager), "wachtlijstjes", "Wachtlijsten")
    assert names(items["open"]) == ["wachtlijstjes"]


def test_a_name_that_fewer_people_know_does_not_get_around(world: World, items: dict[str, Item]) -> None:
    with transaction():
        make.join(world.hidden_group, world.moderator)
    with pytest.raises(Invalid):
        merging.plan(reader(world.moderator), "wachtlijstjes", "Fusie")
    with transaction():
        merging.merge(reader(world.moderator), "fusie", "Wachtlijsten")
    [line] = db.session.query(SecurityEvent).filter_by(action="theme-merged")
    assert line.detail == "", "administrators read the log: it names no theme of a hidden group"


def test_the_old_address_and_name_lead_on_for_who_knows_the_new_one(
    world: World, items: dict[str, Item], browser_of: BrowserOf
) -> None:
    with transaction():
        make.join(world.hidden_group, world.moderator)
        put(make.discussion(world.member, world.hidden_group), "Samengaan")
        merging.merge(reader(world.moderator), "fusie", "Samengaan")
    member, stranger = browser_of(world.member), browser_of(world.stranger)
    assert member.get("/themas/fusie").location == "/themas/samengaan"
    never = stranger.get("/themas/nooit").text
    assert stranger.get("/themas/fusie").status_code == 404
    assert steady(stranger.get("/themas/fusie").text).replace("fusie", "nooit") == steady(never)
    for who, kept in ((world.stranger, ["FUSIE"]), (world.member, ["Samengaan"])):
        with transaction():
            made = start_discussion(reader(who), title="T", body="b", theme_names=["FUSIE"])
        assert names(made) == kept
    assert stranger.get("/themas/fusie").status_code == 200, "a word of their own"


def test_there_and_back(world: World, items: dict[str, Item]) -> None:
    merge(world)
    put(items["new"], "Wachtlijstjes")
    merge(world, "wachtlijsten", "Wachtlijstjes")
    assert {row.slug for row in db.session.query(ThemeAlias)} == {"wachtlijsten"}
    assert names(items["open"]) == ["Wachtlijstjes"]
