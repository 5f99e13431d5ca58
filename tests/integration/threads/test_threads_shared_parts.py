"""What is kept of a thread for readers of one standing: nobody can tell, whatever happens in between."""

import random
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from forum.core.follow import Follow, ReadMark
from forum.core.group import Membership, MembershipRole, MembershipState
from forum.core.item import Reply
from forum.lib import clock, fragments, page_cache
from forum.lib.db import db, transaction
from forum.lib.upsert import upsert
from forum.threads.models import Useful
from tests import world as make
from tests.acts import Act, acts_on
from tests.browser import steady
from tests.counting import recorded
from tests.samples import SAMPLES
from tests.world import World

Browser = Callable[[object], FlaskClient]
ROOMS = {"discussion": "discussies", "statement": "stellingen", "poll": "peilingen", "document": "documenten"}
ROUNDS = 6


def forget(app: Flask) -> None:
    app.extensions[fragments.EXTENSION].clear()
    app.extensions[page_cache.EXTENSION].clear()


def seen(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, re.sub(r'name="(?:concept|submission)" value="[^"]*"', "", steady(answer.text))


def own_acts(world: World, ids: list[int]) -> Iterator[Act]:
    """What one person does with a thread, most of which changes no page of anybody else."""
    people = [user.id for user in world.people.values() if user]

    def reply(chance: random.Random) -> Reply:
        return chance.choice(list(db.session.scalars(select(Reply))))

    def writing(act: Act) -> Act:
        def acted(chance: random.Random) -> None:
            with transaction():
                act(chance)

        return acted

    def useful(chance: random.Random) -> None:
        facts = {"reply_id": reply(chance).id, "user_id": chance.choice(people)}
        if (row := db.session.scalar(select(Useful).filter_by(**facts))) is not None:
            db.session.delete(row)
        else:
            db.session.add(Useful(**facts))

    def read(chance: random.Random) -> None:
        last = chance.choice((0, reply(chance).id))
        mark = {"user_id": chance.choice(people), "item_id": chance.choice(ids)}
        upsert(ReadMark, mark, {"last_reply_id": last, "read_at": clock.now()})

    def membership(chance: random.Random) -> None:
        db.session.execute(
            update(Membership)
            .where(Membership.user_id == chance.choice(people))
            .values(role=chance.choice(list(MembershipRole)), state=chance.choice(list(MembershipState)))
        )

    yield writing(useful)
    yield writing(read)
    yield writing(membership)
    yield writing(
        lambda chance: upsert(Follow, {"user_id": chance.choice(people), "item_id": chance.choice(ids)}, {})
    )
    yield writing(lambda chance: setattr(reply(chance), "author_id", chance.choice(people)))
    yield writing(lambda chance: setattr(reply(chance), "body_html", f"<p>{chance.random()}</p>"))


@pytest.mark.parametrize("seed", [1, 2])
def test_t41_whoever_reads_is_shown_what_would_be_made_anew(
    app: Flask, browser_of: Browser, world: World, seed: int
) -> None:
    """Random acts; after each, everybody asks for everything, and then once more from an empty memory."""
    chance = random.Random(seed)
    with transaction():
        items = [
            make_item(make.reader(world.member), group, f"Over de wachtlijst ({code})")
            for code, make_item in SAMPLES.items()
            for group in (world.open_group, world.closed_group, None)
        ]
        for item in items:
            for author in (world.manager, world.member, world.stranger):
                make.reply(item, author)
        for user in filter(None, world.people.values()):
            user.photo_sha256 = f"{user.id:064x}"
        ids = [item.id for item in items]
        paths = [f"/{ROOMS[item.kind]}/{item.public_id}" for item in items]
    readers = {name: browser_of(user) for name, user in world.people.items()}
    acts = [*acts_on(app, ids, world), *own_acts(world, ids), *own_acts(world, ids)]
    now, kept = clock.now(), 0
    for _ in range(ROUNDS):
        now += chance.choice((timedelta(), timedelta(seconds=11), timedelta(minutes=1), timedelta(hours=5)))
        with time_machine.travel(now, tick=False):
            for _act in range(3):
                chance.choice(acts)(chance)
            remembered = {
                (name, path): seen(client.get(path)) for path in paths for name, client in readers.items()
            }
            kept += app.extensions[fragments.EXTENSION].size
            for (name, path), before in remembered.items():
                forget(app)
                assert before == seen(readers[name].get(path)), f"{name} at {path}"
    assert kept  # else nothing was proven


@pytest.fixture
def place(world: World) -> str:
    with transaction():
        item = make.discussion(world.manager, world.open_group, title="Het eerste gesprek")
        for author in (world.manager, world.member, world.stranger):
            make.reply(item, author, f"Van {author.name}")
    return f"/discussies/{item.public_id}"


def asked_for_replies(sent: Any) -> bool:
    return any("replies.body_html" in one and "AS notifications" not in one for one in sent)


def test_a_second_reader_of_the_same_standing_costs_no_reading_of_replies(
    browser_of: Browser, world: World, place: str
) -> None:
    moderator, administrator = browser_of(world.moderator), browser_of(world.administrator)
    moderator.get(place), administrator.get(place)
    with recorded() as sent:
        answer = administrator.get(place)
    assert "Van " in answer.text
    assert not asked_for_replies(sent)
    with transaction():
        db.session.execute(update(Reply).values(body_html="<p>Herschreven</p>"))
    with recorded() as sent:
        answer = administrator.get(place)
    assert asked_for_replies(sent)
    assert "Herschreven" in answer.text


def test_nobody_is_given_the_token_or_the_name_of_another(
    browser_of: Browser, world: World, place: str
) -> None:
    """The same page for two of one standing: what is personal is that of who asks."""
    pages = {
        user.name: browser_of(user).get(place).text
        for user in (world.moderator, world.administrator)
        for _ in range(2)
    }
    first, second = (dict.fromkeys(findall(page)) for page in pages.values())
    assert first
    assert second
    assert not first.keys() & second.keys()
    assert world.moderator.name not in pages[world.administrator.name]


def findall(page: str) -> list[str]:
    return re.findall(r'name="(?:csrf_token|concept|submission)" value="([^"]+)"', page)


def test_a_part_with_a_token_in_it_is_refused(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(RuntimeError):
        g.csrf_token = "geheim"
        fragments.html("een formulier", lambda: '<input value="geheim">')
