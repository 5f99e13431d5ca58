"""Pages for visitors come from memory only while that cannot be seen: not by who reads, not by what they read."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, text, update
from werkzeug.test import TestResponse

from forum.access import routes
from forum.app import create_app
from forum.core.group import Group, Preset
from forum.core.item import Audience, Item, State
from forum.core.user import User
from forum.lib import clock, page_cache
from forum.lib.db import Base, db, transaction
from forum.lib.keeping import Keeping, Kept
from forum.statements.models import Statement
from tests import world as make
from tests.acts import acts_on
from tests.counting import recorded
from tests.samples import SAMPLES
from tests.world import World

Browser = Callable[[object], FlaskClient]
SEEDS = (1, 2)
ROUNDS = 8


def cache(app: Flask) -> page_cache.PageCache:
    found: page_cache.PageCache = app.extensions[page_cache.EXTENSION]
    return found


def is_hit(client: FlaskClient, path: str) -> bool:
    """Whether a visitor got this page from memory: then one question was asked, for the mark."""
    with recorded() as sent:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(sent) == 1


def whole(answer: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    return answer.status_code, answer.data, sorted(answer.headers.items())


@pytest.fixture
def place(world: World) -> str:
    """The address of a discussion in an open group, that is in memory unless it may not be."""
    with transaction():
        item = make.discussion(world.member, world.open_group, title="Het eerste gesprek")
        make.reply(item, world.manager)
    return f"/discussies/{item.public_id}"


def test_the_second_visitor_gets_it_from_memory_and_cannot_tell(
    app: Flask, client: FlaskClient, place: str
) -> None:
    with time_machine.travel(clock.now(), tick=False):
        made = client.get(place)
        assert is_hit(client, place)
        assert whole(client.get(place)) == whole(made)
    assert made.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in made.headers


@pytest.mark.parametrize("seed", SEEDS)
def test_t41_whatever_happens_memory_answers_as_a_page_made_anew(
    app: Flask, client: FlaskClient, world: World, seed: int
) -> None:
    """Random acts, by services, by plain statements and by time alone; after each, every page twice."""
    chance = random.Random(seed)
    with transaction():
        items = [
            make_item(make.reader(world.member), group, f"Over de wachtlijst ({code})")
            for code, make_item in SAMPLES.items()
            for group in (world.open_group, None)
        ]
        for item in items:
            make.reply(item, world.manager)
        asked = next(item for item in items if isinstance(item, Statement))
        asked.closes_at = clock.now() + timedelta(minutes=7)
        paths = list(addresses(items, world))
    acts = list(acts_on(app, [item.id for item in items], world))
    now, hits = clock.now(), 0
    for _ in range(ROUNDS):
        now += chance.choice((timedelta(), timedelta(seconds=11), timedelta(minutes=1), timedelta(hours=5)))
        with time_machine.travel(now, tick=False):
            chance.choice(acts)(chance)
            for path in paths:
                client.get(path)
            chance.choice(acts)(chance)
            remembered = {}
            for path in paths:
                with recorded() as sent:
                    remembered[path] = whole(client.get(path))
                hits += len(sent) == 1
            cache(app).clear()
            for path in paths:
                assert remembered[path] == whole(client.get(path)), path
    assert hits > ROUNDS  # else nothing was proven


def addresses(items: list[Item], world: World) -> Iterator[str]:
    rooms = {
        "discussion": "discussies", "statement": "stellingen", "poll": "peilingen", "document": "documenten",
    }  # fmt: skip
    yield from (f"/{rooms[item.kind]}/{item.public_id}" for item in items)
    yield from (f"/groepen/{group.address}" for group in world.groups)
    yield from ("/", "/?soort=alles", "/groepen", "/bibliotheek", "/bibliotheek?thema=wachtlijst")


@pytest.mark.parametrize(
    "change",
    [
        lambda item, group: setattr(item, "state", State.HIDDEN),
        lambda item, group: setattr(item, "audience", Audience.MEMBERS),
        lambda item, group: setattr(group, "preset", Preset.CLOSED),
        lambda item, group: db.session.execute(update(Group).values(preset=Preset.HIDDEN)),
        lambda item, group: db.session.execute(text("UPDATE items SET state = 'deleted'")),
    ],
    ids=["hidden", "narrowed", "closed", "hidden group", "by hand"],
)
def test_t02_t19_who_lost_access_gets_nothing_from_memory(
    client: FlaskClient, world: World, place: str, change: Callable[[Item, Group], object]
) -> None:
    client.get(place)
    assert is_hit(client, place)
    with transaction():
        item = db.session.scalars(select(Item)).one()
        group = db.session.get(Group, item.group_id)
        assert group is not None
        change(item, group)
    gone = client.get(place)
    assert gone.status_code == 404
    assert b"Het eerste gesprek" not in gone.data


def test_another_process_that_writes_is_noticed(app: Flask, client: FlaskClient, place: str) -> None:
    client.get(place)
    assert is_hit(client, place)
    other = create_app(app.config["KENNISPLEIN"])
    with other.app_context():
        with transaction():
            db.session.execute(update(User).values(name="Een andere naam"))
        db.engine.dispose()
    assert b"Een andere naam" in client.get(place).data


def test_what_is_rolled_back_or_unseen_leaves_memory_as_it_is(
    app: Flask, client: FlaskClient, world: World, place: str
) -> None:
    client.get(place)
    with pytest.raises(ZeroDivisionError), transaction():
        db.session.execute(update(User).values(name="Nooit"))
        1 / 0  # noqa: B018
    make.signed_in_client(app, world.member).get(place)
    with transaction():  # work of every minute, when there is nothing to do
        db.session.execute(update(User).where(User.id == -1).values(name="Niemand"))
        db.session.execute(delete(Item).where(Item.id == -1))
    assert is_hit(client, place)
    with transaction():
        db.session.execute(update(User).where(User.id == world.stranger.id).values(name="Iemand"))
    assert not is_hit(client, place)


def test_only_these_tables_change_unseen() -> None:
    """A table that is not named here makes visitors' pages anew at each write. Add one only when no visitor sees it."""
    unseen = {name for name, table in Base.metadata.tables.items() if table.info.get("unseen")}
    assert unseen == {
        "best_bets", "content_version", "document_shares", "drafts", "heartbeats", "index_changes", "index_files",
        "index_state", "mentions", "notifications", "read_marks", "saved_search_hits", "saved_searches", "search_marks", "search_salts", "search_words", "sign_in_requests",
        "sought_lines", "tasks", "user_sessions",
    }  # fmt: skip


def test_t41_who_brings_anything_along_is_not_answered_from_memory(
    app: Flask, client: FlaskClient, browser_of: Browser, world: World, place: str
) -> None:
    client.get(place)
    size = cache(app).size
    assert b"csrf" not in client.get(place).data
    member = browser_of(world.member).get(place)
    assert b"csrf_token" in member.data
    stranger = app.test_client(use_cookies=False)
    for headers in ({"Authorization": "Bearer x"}, {"Cookie": "kennisplein=x"}, {"Cookie": "iets=anders"}):
        with recorded() as sent:
            assert stranger.get(place, headers=headers).status_code == 200
        assert len(sent) > 1
    assert cache(app).size == size


@pytest.mark.parametrize(
    "path", ["/inloggen", "/zoeken?q=gesprek", "/bestaat-niet", "/healthz", "/?pagina=1&x=1"]
)
def test_other_pages_are_never_kept(app: Flask, client: FlaskClient, place: str, path: str) -> None:
    for _ in range(2):
        client.get(path)
    assert cache(app).size == 0


def test_each_language_and_host_has_its_own(app: Flask, place: str) -> None:
    client = app.test_client(use_cookies=False)
    for _ in range(2):
        assert b'lang="nl"' in client.get(place).data
        assert b'lang="en"' in client.get(place, headers={"Cookie": "language=en"}).data
        elsewhere = client.get(place, headers={"Host": "elders.voorbeeld.nl"})
        assert elsewhere.status_code == 200
    with recorded() as sent:
        client.get(place, headers={"Host": "nog-elders.voorbeeld.nl"})
    assert len(sent) > 1


def test_words_about_time_are_right_to_the_second(client: FlaskClient, place: str) -> None:
    start = clock.now()
    with time_machine.travel(start + timedelta(seconds=40), tick=False):
        assert "zojuist" in client.get(place).text
        assert is_hit(client, place)
    with time_machine.travel(start + timedelta(seconds=61), tick=False):
        assert "1 minuut geleden" in client.get(place).text


def test_memory_is_bounded() -> None:
    small: Keeping[int, bytes] = Keeping(room=1000)
    for number in range(100):
        small.keep(number, Kept(b"x" * 300, 300, "v", clock.now() + timedelta(minutes=1)))
        assert small.size <= 1000
    assert small.find(99, "v") is not None
    assert small.find(1, "v") is None


def test_only_pages_for_everybody_take_part(app: Flask) -> None:
    shared = {name for name, view in app.view_functions.items() if page_cache.is_shared(view)}
    assert "discussions.page" in shared
    for name in shared:
        assert routes.audience_of(app.view_functions[name]) == routes.RouteAudience.EVERYONE
