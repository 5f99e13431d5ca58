"""The page of an item: unread marks, follow, nuttig, and the number of queries."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.core.follow import Follow, ReadMark
from forum.core.item import Item, Reply, State
from forum.lib.db import db, transaction
from forum.threads.models import Useful
from tests import world as make
from tests.counting import count_queries, recorded
from tests.world import World

Browser = Callable[[object], FlaskClient]


def test_a_get_writes_nothing_but_is_remembered(
    world: World, browser_of: Browser, work: Callable[[], None]
) -> None:
    with transaction():
        item = make.discussion(world.manager)
        for number in range(25):
            newest = make.reply(item, world.manager, f"r{number}")
            if number == 19:
                twentieth = newest.id
        newest_id = newest.id
    page = f"/discussies/{item.public_id}"
    member = browser_of(world.member)
    with recorded() as sent:
        first = member.get(page)
    assert "eerste ongelezen" not in first.text
    assert not [statement for statement in sent if not statement.lstrip().upper().startswith("SELECT")]
    assert db.session.scalar(select(func.count()).select_from(ReadMark)) == 0
    work()
    assert db.session.scalars(select(ReadMark.last_reply_id)).one() == twentieth
    again = member.get(page)
    link = re.search(r'href="([^"]+)">Naar de eerste ongelezen reactie', again.text)
    assert link
    reply = db.session.scalars(select(Reply).where(Reply.body_source == "r20")).one()
    assert link[1].replace("&amp;", "&") == f"{page}?pagina=2#reactie-{reply.public_id}"
    second = member.get(f"{page}?pagina=2").text
    assert 'class="kp-reply is-unread"' in second
    work()
    assert db.session.scalars(select(ReadMark.last_reply_id)).one() == newest_id
    assert "eerste ongelezen" not in member.get(page).text
    work()
    assert db.session.scalars(select(ReadMark.last_reply_id)).one() == newest_id


def test_no_mark_for_who_may_no_longer_read(
    world: World, browser_of: Browser, work: Callable[[], None]
) -> None:
    with transaction():
        item = make.discussion(world.manager)
    browser_of(world.member).get(f"/discussies/{item.public_id}")
    with transaction():
        db.session.get(Item, item.id).state = State.DELETED
    work()
    assert db.session.scalar(select(func.count()).select_from(ReadMark)) == 0


def test_follow_and_unfollow(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.manager, world.closed_group)
    address = f"/items/{item.public_id}/volgen"
    member = browser_of(world.member)
    for _twice in range(2):
        answer = member.post(address)
        assert answer.location == f"/discussies/{item.public_id}"
    assert db.session.scalar(select(func.count()).select_from(Follow)) == 1
    assert "Je volgt dit" in member.get(answer.location).text
    member.post(address, data={"follow": "0"})
    assert db.session.scalar(select(func.count()).select_from(Follow)) == 0
    assert browser_of(world.stranger).post(address).status_code == 404
    assert member.post(address, data={"next": "https://kwaad.example/"}).location.startswith("/discussies/")


def test_a_blocked_person_reads_but_does_nothing(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.manager, world.open_group)
        reply = make.reply(item, world.manager)
    for name, status in (("banned", 403), ("stranger", 303)):
        browser = browser_of(world.people[name])
        page = browser.get(f"/discussies/{item.public_id}")
        assert page.status_code == 200
        assert ('id="reageer"' in page.text) == (status == 303)
        assert browser.post(f"/items/{item.public_id}/volgen").status_code == status
        assert browser.post(f"/items/{item.public_id}/reacties", data={"body": "x"}).status_code == status
        assert browser.post(f"/reacties/{reply.public_id}/nuttig").status_code == status


def test_useful_is_a_toggle(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.manager)
        reply = make.reply(item, world.manager)
    reply_id, address = reply.id, f"/reacties/{reply.public_id}/nuttig"

    def stored() -> tuple[int, int]:
        db.session.expire_all()
        marks = db.session.scalar(select(func.count()).select_from(Useful)) or 0
        return db.session.get(Reply, reply_id).useful_count, marks

    member = browser_of(world.member)
    answer = member.post(address)
    assert answer.location == f"/discussies/{item.public_id}#reactie-{reply.public_id}"
    assert stored() == (1, 1)
    assert 'aria-pressed="true"' in member.get(answer.location).text
    browser_of(world.stranger).post(address)
    assert stored() == (2, 2)
    member.post(address)
    assert stored() == (1, 1)
    assert browser_of(world.manager).post(address).status_code == 403
    assert browser_of(None).post(address).status_code == 404


@pytest.mark.parametrize("who", ["anonymous", "stranger", "member", "manager"])
def test_queries_do_not_grow_with_the_replies(world: World, browser_of: Browser, who: str) -> None:
    authors = [user for user in world.people.values() if user is not None]
    with transaction():
        small = make.discussion(world.member, world.open_group)
        make.reply(small, world.manager)
        large = make.discussion(world.member, world.open_group)
        for number in range(45):
            make.reply(large, authors[number % len(authors)])
        if user := world.people[who]:
            for item in (small, large):
                db.session.add(ReadMark(user_id=user.id, item_id=item.id, last_reply_id=1))
        addresses = [f"/discussies/{item.public_id}" for item in (small, large)]
    browser = browser_of(world.people[who])
    few, many = (count_queries(lambda at=at: browser.get(at)) for at in addresses)
    assert few <= 10
    assert many <= 10


def test_visitor_gets_no_cookie(world: World, client: FlaskClient) -> None:
    with transaction():
        item = make.discussion(world.member)
        make.reply(item, world.member)
    answer = client.get(f"/discussies/{item.public_id}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
