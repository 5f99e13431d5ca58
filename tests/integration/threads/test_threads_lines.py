"""List lines: what is in them, for whom, in what order, and in how many queries."""

from datetime import timedelta

import pytest
from flask import Flask

from forum.access import ANONYMOUS
from forum.core.follow import ReadMark
from forum.core.item import Audience, State
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.threads.lines import ItemLine, lines_of, list_lines, newest_lines
from tests import world as make
from tests.counting import count_queries
from tests.world import World


@pytest.fixture(autouse=True)
def request_context(app: Flask) -> object:
    with app.test_request_context():
        yield


def titles(rows: object) -> list[str]:
    return [row.title for row in rows]


def test_only_what_the_reader_may_read(world: World) -> None:
    with transaction():
        make.discussion(world.member, title="open")
        make.discussion(world.member, audience=Audience.SIGNED_IN, title="ingelogd")
        make.discussion(world.member, world.closed_group, title="besloten")
        make.discussion(world.member, world.hidden_group, title="verborgen groep")
        make.discussion(world.member, world.open_group, state=State.HIDDEN, title="weggehaald")
        make.discussion(world.member, state=State.DRAFT, title="concept")
    expected = {
        "anonymous": {"open"},
        "stranger": {"open", "ingelogd"},
        "pending": {"open", "ingelogd"},
        "banned": {"open", "ingelogd"},
        "moderator": {"open", "ingelogd"},
        "member": {"open", "ingelogd", "besloten", "verborgen groep"},
        "manager": {"open", "ingelogd", "besloten", "verborgen groep"},
    }
    for name, seen in expected.items():
        page = list_lines(make.reader(world.people[name]))
        assert set(titles(page.items)) == seen, name
        assert page.total == len(seen), name


def test_a_line_answers_six_questions(world: World) -> None:
    with transaction():
        item = make.discussion(world.member, world.closed_group, title="Wat")
        make.reply(item, world.manager)
    (line,) = list_lines(make.reader(world.manager)).items
    assert isinstance(line, ItemLine)
    assert (line.title, line.author_name, line.group_name) == ("Wat", "Member", "casuistiek")
    assert (line.reply_count, line.audience_icon) == (1, "lock")
    assert line.url == f"/discussies/{item.public_id}"
    assert line.group_url == "/groepen/casuistiek"


def test_order_and_filters(world: World) -> None:
    now = clock.now()
    with transaction():
        old = make.discussion(world.member, world.open_group, title="oud maar levend")
        new = make.discussion(world.manager, world.open_group, title="nieuw maar stil")
        pinned = make.discussion(world.manager, world.open_group, title="vast")
        old.published_at, old.last_activity_at = now - timedelta(days=9), now
        new.published_at, new.last_activity_at = now - timedelta(days=1), now - timedelta(days=1)
        pinned.published_at = pinned.last_activity_at = now - timedelta(days=30)
        pinned.pinned_at = now
    reader = make.reader(world.member)
    assert titles(list_lines(reader).items) == ["oud maar levend", "nieuw maar stil", "vast"]
    assert titles(list_lines(reader, order="new").items) == ["nieuw maar stil", "oud maar levend", "vast"]
    in_group = list_lines(reader, group_id=world.open_group.id).items
    assert titles(in_group) == ["vast", "oud maar levend", "nieuw maar stil"]
    assert titles(list_lines(reader, author_id=world.member.id).items) == ["oud maar levend"]
    assert list_lines(reader, kinds=["poll"]).total == 0
    assert titles(list_lines(reader, page=2, per_page=2).items) == ["vast"]
    assert titles(newest_lines(reader, limit=1)) == ["nieuw maar stil"]


def test_lines_of_keeps_order_and_asks_the_door(world: World) -> None:
    with transaction():
        first = make.discussion(world.member, title="een")
        closed = make.discussion(world.member, world.closed_group, title="besloten")
        last = make.discussion(world.member, title="twee")
    rows = [last, closed, first]
    assert titles(lines_of(make.reader(world.member), rows)) == ["twee", "besloten", "een"]
    assert titles(lines_of(make.reader(world.stranger), rows)) == ["twee", "een"]
    assert lines_of(ANONYMOUS, []) == []


def test_unread(world: World) -> None:
    with transaction():
        seen = make.discussion(world.member, title="gezien")
        answer = make.reply(seen, world.manager)
        make.discussion(world.member, title="nooit geopend")
        db.session.add(ReadMark(user_id=world.stranger.id, item_id=seen.id, last_reply_id=answer.id))

    def unread(user: object) -> set[str]:
        return {line.title for line in list_lines(make.reader(user)).items if line.unread}

    assert unread(world.stranger) == {"nooit geopend"}
    assert unread(None) == set()
    with transaction():
        make.reply(seen, world.stranger, "van mijzelf")
    assert unread(world.stranger) == {"nooit geopend"}
    with transaction():
        make.reply(seen, world.manager, "verborgen", State.HIDDEN)
    assert unread(world.stranger) == {"nooit geopend"}
    with transaction():
        make.reply(seen, world.manager, "nieuw")
    assert unread(world.stranger) == {"nooit geopend", "gezien"}


def test_queries_do_not_grow_with_the_rows(world: World) -> None:
    reader = make.reader(world.member)
    with transaction():
        make.discussion(world.member, world.closed_group)
    few = count_queries(lambda: list_lines(reader))
    with transaction():
        for number in range(20):
            author = world.manager if number % 2 else world.member
            make.reply(make.discussion(author, world.groups[number % 3]), world.member)
    db.session.expunge_all()
    many = count_queries(lambda: list_lines(reader))
    assert few <= 3
    assert many <= 3
