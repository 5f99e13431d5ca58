"""Changing who can see a group: shown first, confirmed, logged, and true everywhere at once."""

import re

import pytest
from sqlalchemy import select

from forum.access import ANONYMOUS, is_visible
from forum.core.events import GroupChanged
from forum.core.group import Group, Membership, Preset
from forum.core.item import Audience, Item
from forum.groups.models import GroupEvent
from forum.groups.preset_effects import effects_of
from forum.lib import events
from forum.lib.db import db, transaction
from tests import world as make
from tests.world import World


def mark_in(page: str) -> str:
    found = re.search(r'name="feiten" value="([0-9a-f]+)"', page)
    assert found, page
    return found[1]


@pytest.fixture
def filled(world: World) -> World:
    """The closed group with two items, three replies and somebody waiting."""
    with transaction():
        first = make.discussion(world.member, world.closed_group)
        make.discussion(world.manager, world.closed_group)
        for _ in range(3):
            make.reply(first, world.manager)
    return world


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


def test_shows_exactly_what_becomes_visible_to_whom(filled: World, browser_of) -> None:
    browser = browser_of(filled.manager)
    base = f"/groepen/{filled.closed_group.address}/zichtbaarheid"
    page = text_of(browser.get(f"{base}?naar=open").text)
    assert "Dit wordt leesbaar voor iedereen, ook zonder account:" in page
    assert re.search(r"\b2 discussies\b", page)
    assert "3 reacties" in page
    others = 8 - 2  # people with a working account, without the two members
    assert f"{others} andere mensen met een account zien wie er lid zijn" in page
    assert "1 persoon die vroeg om mee te doen, kan nu zelf lid worden." in page
    page = text_of(browser.get(f"{base}?naar=hidden").text)
    assert "Dit blijft alleen leesbaar voor de 2 leden:" in page
    assert "Wie geen lid is, ziet niet meer dat de groep bestaat." in page
    assert "1 verzoek om mee te doen vervalt." in page
    assert "ander adres" in page


def test_nothing_changes_without_confirming(filled: World, browser_of, client) -> None:
    browser = browser_of(filled.manager)
    base = f"/groepen/{filled.closed_group.address}"
    browser.get(f"{base}/zichtbaarheid?naar=open")
    assert browser.post(f"{base}/zichtbaarheid", data={"naar": "open"}).status_code == 409
    assert client.get(base).status_code == 404


def test_confirmed_it_holds_everywhere_at_once(filled: World, browser_of, client, monkeypatch) -> None:
    heard: list[object] = []
    publish = events.publish
    monkeypatch.setattr(events, "publish", lambda event: (heard.append(event), publish(event)))
    browser, base = browser_of(filled.manager), f"/groepen/{filled.closed_group.address}"
    item = db.session.scalars(select(Item)).all()[0]
    assert not is_visible(Item, item.id, ANONYMOUS)
    assert client.get(base).status_code == 404
    mark = mark_in(browser.get(f"{base}/zichtbaarheid?naar=open").text)
    answer = browser.post(f"{base}/zichtbaarheid", data={"naar": "open", "feiten": mark})
    assert (answer.status_code, answer.location) == (303, base)
    assert client.get(base).status_code == 200
    assert is_visible(Item, item.id, ANONYMOUS)
    assert heard[-1] == GroupChanged(filled.closed_group.id, access=True)
    logged = db.session.scalars(select(GroupEvent).order_by(GroupEvent.id.desc())).first()
    assert logged is not None
    assert (logged.action, logged.detail) == ("preset-changed", "closed>open")
    page = browser.get(f"{base}/logboek").text
    assert "Manager veranderde de groep van besloten naar open." in page


def test_the_address_follows_the_preset(filled: World, browser_of) -> None:
    browser = browser_of(filled.manager)

    def change(address: str, preset: str) -> str:
        path = f"{address}/zichtbaarheid"
        mark = mark_in(browser.get(f"{path}?naar={preset}").text)
        location = browser.post(path, data={"naar": preset, "feiten": mark}).location
        assert location is not None
        return location

    hidden = change("/groepen/casuistiek", "hidden")
    assert re.fullmatch(r"/groepen/[a-z0-9]{12}", hidden)
    assert browser.get("/groepen/casuistiek").status_code == 404
    group = db.session.get_one(Group, filled.closed_group.id)
    assert hidden != f"/groepen/{group.public_id}"
    pending = db.session.scalars(
        select(Membership.id).filter_by(group_id=group.id, user_id=filled.pending.id)
    ).first()
    assert pending is None
    with transaction():  # somebody takes the name in the meantime
        make.group("casuistiek-x", Preset.OPEN, filled.member).address = "casuistiek"
    assert change(hidden, "closed") == "/groepen/casuistiek-2"
    assert change("/groepen/casuistiek-2", "open") == "/groepen/casuistiek-2"


def test_facts_that_changed_meanwhile_are_shown_again(filled: World, browser_of) -> None:
    browser, base = browser_of(filled.manager), f"/groepen/{filled.closed_group.address}/zichtbaarheid"
    mark = mark_in(browser.get(f"{base}?naar=open").text)
    with transaction():
        make.discussion(filled.member, filled.closed_group)
    answer = browser.post(base, data={"naar": "open", "feiten": mark})
    assert answer.status_code == 409
    assert "Er is intussen iets veranderd" in answer.text
    assert "3 discussies" in text_of(answer.text)
    assert browser.post(base, data={"naar": "open", "feiten": mark_in(answer.text)}).status_code == 303
    # Somebody else changed the preset: what was shown for closed does not count for open.
    assert browser.post(base, data={"naar": "hidden", "feiten": mark}).status_code == 409


def test_only_managers_change_it(filled: World, browser_of) -> None:
    base = f"/groepen/{filled.closed_group.address}/zichtbaarheid"
    mark = effects_of(make.reader(filled.manager), filled.closed_group, Preset.OPEN).mark
    expected = {"member": 403, "stranger": 403, "pending": 403, "moderator": 403, "administrator": 403,
                "anonymous": 404, "deactivated": 404}  # fmt: skip
    for name, code in expected.items():
        browser = browser_of(filled.people[name])
        assert browser.get(f"{base}?naar=open").status_code == code, name
        assert browser.post(base, data={"naar": "open", "feiten": mark}).status_code == code, name
    assert browser_of(filled.manager).post(base, data={"naar": "open", "feiten": mark}).status_code == 303


def test_narrowed_items_stay_with_the_members(world: World, browser_of) -> None:
    with transaction():
        make.discussion(world.member, world.open_group, Audience.MEMBERS)
        make.discussion(world.member, world.open_group)
    page = text_of(
        browser_of(world.manager).get(f"/groepen/{world.open_group.address}/zichtbaarheid?naar=closed").text
    )
    assert re.search(r"\b1 discussie\b", page)
    assert "1 bijdrage is alleen voor leden. Dat blijft zo." in page
    assert "Wie niet is ingelogd, ziet niets meer van de groep." in page
    assert "6 andere mensen met een account zien de inhoud, de bestanden en de leden niet meer." in page


def test_unknown_preset_is_refused(world: World, browser_of) -> None:
    browser, base = browser_of(world.manager), f"/groepen/{world.open_group.address}/zichtbaarheid"
    assert browser.get(f"{base}?naar=publiek").status_code == 422
    assert browser.post(base, data={"naar": "publiek"}).status_code == 422
    assert browser.post(base).status_code == 422
