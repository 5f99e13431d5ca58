"""The kind contract: what every kind of content must do. A kind is finished when this passes."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts import tokens
from forum.core import kinds
from forum.core.item import Item
from forum.digest.contents import contents_for
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.moderation import service as moderation
from forum.moderation.subjects import Contribution
from forum.search.service import search
from tests import world as make
from tests.samples import SAMPLES
from tests.world import World

TITLE = "Zandkasteel vergunning"
KINDS = sorted(SAMPLES)
BrowserOf = Callable[[object], FlaskClient]


def test_every_kind_has_a_sample(app: Flask) -> None:
    assert {kind.code for kind in kinds.every()} == set(SAMPLES)


@pytest.fixture(params=KINDS)
def item(request: pytest.FixtureRequest, world: World, work: Callable[[], None]) -> Item:
    """One of each kind in the closed group, by the manager, indexed."""
    with transaction():
        made = SAMPLES[request.param](make.reader(world.manager), world.closed_group, TITLE)
    work()
    return db.session.scalars(select(Item).where(Item.id == made.id)).one()


def page_of(item: Item) -> str:
    return url_for(kinds.of(item).page, public_id=item.public_id, _external=False)


def test_it_has_a_page_for_its_readers(world: World, item: Item, browser_of: BrowserOf) -> None:
    path = page_of(item)
    answer = browser_of(world.member).get(path)
    assert answer.status_code == 200
    assert TITLE in answer.get_data(as_text=True)


@pytest.mark.parametrize("name", ["stranger", "banned", "pending", "former", "moderator", "anonymous"])
def test_for_outsiders_it_is_the_page_that_never_existed(
    world: World, item: Item, browser_of: BrowserOf, name: str
) -> None:
    client = browser_of(world.people[name])
    path = page_of(item)
    unknown = path.replace(item.public_id, "zzzzzzzzzzzz")
    hidden, absent = client.get(path), client.get(unknown)
    assert hidden.status_code == absent.status_code == 404
    assert _steady(hidden.get_data(as_text=True), path) == _steady(absent.get_data(as_text=True), unknown)


def _steady(page: str, path: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page).replace(path, "")


def test_it_is_found_by_members_only(world: World, item: Item) -> None:
    found = search(make.reader(world.member), "zandkasteel")
    assert [result.public_id for result in found.items] == [item.public_id]
    assert found.items[0].kind == item.kind
    assert search(make.reader(world.stranger), "zandkasteel").total == 0


def test_it_is_in_the_digest_of_members_only(world: World, item: Item) -> None:
    since = clock.now() - timedelta(days=1)
    found = contents_for(make.reader(world.member), since)
    lines = [*found.conversations, *found.documents, *filter(None, [found.question])]
    assert [line.title for line in lines] == [TITLE]
    assert contents_for(make.reader(world.stranger), since).empty


def test_it_can_be_hidden_and_restored(
    world: World, item: Item, browser_of: BrowserOf, work: Callable[[], None]
) -> None:
    manager = make.reader(world.manager)
    with transaction():
        moderation.hide(manager, Contribution(item, None), "Namen genoemd")
    # Not indexed yet, and already gone from search (T02).
    assert search(make.reader(world.member), "zandkasteel").total == 0
    work()
    assert browser_of(world.member).get(page_of(item)).status_code == 404
    assert browser_of(world.manager).get(page_of(item)).status_code == 200
    assert search(make.reader(world.member), "zandkasteel").total == 0
    assert search(manager, "zandkasteel").total == 1


def test_it_has_a_form_for_a_new_one(world: World, item: Item, browser_of: BrowserOf) -> None:
    kind = kinds.of(item)
    path = url_for(kind.compose, groep=world.closed_group.address, _external=False)
    page = browser_of(world.member).get(path)
    assert page.status_code == 200
    assert "Leesbaar voor" in page.get_data(as_text=True)
    assert browser_of(world.stranger).get(path).status_code == 403  # sees the group, is not in it
    assert browser_of(None).get(path).status_code == 404


def test_it_is_in_the_api_for_members_only(app: Flask, world: World, item: Item) -> None:
    client = app.test_client()
    for user, status in ((world.member, 200), (world.stranger, 404)):
        with transaction():
            token = tokens.issue(user)
        answer = client.get(f"/api/v1/items/{item.public_id}", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == status
        if status == 200:
            assert answer.get_json()["kind"] == item.kind
