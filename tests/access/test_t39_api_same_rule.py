"""T39: the API follows the same rule as the page, nested things too. T25: a token ends with the account."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.access import visible
from forum.core import kinds
from forum.core.group import Group
from forum.core.item import Item, Reply
from forum.core.user import User
from forum.lib.db import db, transaction
from tests import world as make
from tests.access.canaries import Canaries, plant
from tests.counting import recorded
from tests.programs import program_of, token_of
from tests.world import CAST, World

PERSONS = (*CAST, "anonymous")
ACTIVE = tuple(name for name in PERSONS if name != "deactivated")


@pytest.fixture
def canaries(world: World) -> Canaries:
    with transaction():
        return plant(world, tuple(kind.code for kind in kinds.every()))


def every(program: FlaskClient, path: str) -> list[dict[str, str]]:
    """All pages of a list."""
    found: list[dict[str, str]] = []
    for number in range(1, 50):
        answer = program.get(f"{path}{'&' if '?' in path else '?'}page={number}").get_json()
        found += answer["items"]
        if not answer["items"]:
            assert answer["total"] == len(found)
            return found
    raise AssertionError("this list does not end")


@pytest.mark.parametrize("name", ACTIVE)
def test_t39_an_item_is_there_when_its_page_is(
    app: Flask, world: World, canaries: Canaries, browser_of: Callable[[User | None], FlaskClient], name: str
) -> None:
    person = world.people[name]
    browser, program = browser_of(person), program_of(app, person)
    statuses = set()
    for item in canaries.items:
        page = browser.get(f"/{_folder(item)}/{item.public_id}").status_code
        api = program.get(f"/api/v1/items/{item.public_id}").status_code
        replies = program.get(f"/api/v1/items/{item.public_id}/replies").status_code
        assert page == api == replies, f"{name}: {item.kind} {item.audience} {item.state}"
        statuses.add(api)
    assert 404 in statuses
    if name == "member":
        assert 200 in statuses


def _folder(item: Item) -> str:
    folders = {
        "discussion": "discussies",
        "statement": "stellingen",
        "poll": "peilingen",
        "document": "documenten",
    }
    return folders[item.kind]


@pytest.mark.parametrize("name", ACTIVE)
def test_t39_lists_hold_what_the_door_gives(app: Flask, world: World, canaries: Canaries, name: str) -> None:
    person = world.people[name]
    program, reader = program_of(app, person), make.reader(person)
    listed = {item["id"] for item in every(program, "/api/v1/items")}
    readable = db.session.scalars(visible(Item, reader).where(Item.state == "published"))
    assert listed == {item.public_id for item in readable}
    known = {group["id"] for group in every(program, "/api/v1/groups")}
    assert known == {group.public_id for group in db.session.scalars(visible(Group, reader))}
    for item_id in listed:
        answered = {reply["id"] for reply in every(program, f"/api/v1/items/{item_id}/replies")}
        query = visible(Reply, reader).join(Item, Item.id == Reply.item_id).where(Item.public_id == item_id)
        assert answered == {reply.public_id for reply in db.session.scalars(query)}


@pytest.mark.parametrize("name", ACTIVE)
def test_t39_no_secret_in_any_answer(app: Flask, world: World, canaries: Canaries, name: str) -> None:
    program = program_of(app, world.people[name])
    secret = {word for word, who in canaries.secrets.items() if name not in who}
    paths = ["/api/v1/items", "/api/v1/groups", "/api/v1/openapi.json"]
    paths += [f"/api/v1/items?group={group.address}" for group in world.groups]
    for item in canaries.items:
        paths += [f"/api/v1/items/{item.public_id}", f"/api/v1/items/{item.public_id}/replies"]
    for path in paths:
        answer = program.get(path)
        text = answer.text + str(answer.headers)
        assert not [word for word in secret if word in text], path


@pytest.mark.parametrize("path", ["/api/v1/items?group={}", "/api/v1/search?q=x&group={}"])
def test_t27_a_hidden_group_is_an_unknown_one(app: Flask, world: World, path: str) -> None:
    outside, inside = program_of(app, world.stranger), program_of(app, world.member)
    address = world.hidden_group.address
    with recorded() as for_hidden:
        hidden = outside.get(path.format(address))
    with recorded() as for_unknown:
        unknown = outside.get(path.format("k" * 12))
    assert for_hidden == for_unknown != []
    assert (hidden.status_code, hidden.data) == (unknown.status_code, unknown.data) == (404, unknown.data)
    assert list(hidden.headers) == list(unknown.headers)
    assert inside.get(path.format(address)).status_code == 200


@pytest.mark.parametrize(
    "path", ["/api/v1/items", "/api/v1/groups", "/api/v1/search?q=x", "/api/v1/openapi.json"]
)
def test_t25_the_token_of_a_deactivated_person_is_dead(app: Flask, world: World, path: str) -> None:
    assert program_of(app, world.member).get(path).status_code == 200
    assert program_of(app, world.deactivated).get(path).status_code == 401


def test_t25_who_leaves_a_group_has_left_it_for_programs_too(app: Flask, world: World) -> None:
    with transaction():
        item = make.discussion(world.manager, world.closed_group)
        guest = make.person("gast")
        make.join(world.closed_group, guest)
    headers = {"Authorization": f"Bearer {token_of(guest)}"}
    path = f"/api/v1/items/{item.public_id}"
    assert app.test_client().get(path, headers=headers).status_code == 200
    with transaction():
        db.session.query(make.Membership).where(make.Membership.user_id == guest.id).delete()
    assert app.test_client().get(path, headers=headers).status_code == 404
