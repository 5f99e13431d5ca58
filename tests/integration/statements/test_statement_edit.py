"""Writing a statement or a poll again on its page: all of it until somebody voted, then what nobody voted on."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core.item import Item, Revision
from forum.lib import clock
from forum.lib.closing import end_of, last_day
from forum.lib.db import db, transaction
from forum.polls import service as polls
from forum.polls.models import Poll
from forum.statements import service as statements
from forum.statements.models import Statement
from tests import world as make
from tests.samples import SAMPLES
from tests.world import World

Browser = Callable[[object], FlaskClient]
PLACE = {"statement": "stellingen", "poll": "peilingen"}
KINDS = sorted(PLACE)


def sample(world: World, kind: str) -> Any:
    with transaction():
        return SAMPLES[kind](make.reader(world.member), None, "Elke brief is kort")


def vote(world: World, item: Any) -> None:
    with transaction():
        reader = make.reader(world.stranger)
        if isinstance(item, Poll):
            polls.vote(reader, item, str(item.options[0].id))
        else:
            statements.vote(reader, item, "agree")


def now(item: Item) -> Any:
    db.session.rollback()
    return db.session.get_one(type(item), item.id)


def form(kind: str, **fields: str) -> dict[str, str]:
    typed = {"title": "Elke brief is kort", "body": "Om de burger", "audience": "public", "closes_on": ""}
    return {**typed, **({"options": "ja\nnee"} if kind == "poll" else {}), **fields}


@pytest.mark.parametrize("kind", KINDS)
def test_the_author_writes_it_again(world: World, browser_of: Browser, kind: str) -> None:
    item = sample(world, kind)
    page, author = f"/{PLACE[kind]}/{item.public_id}", browser_of(world.member)
    assert f"{page}/bewerken" in author.get(page).text
    assert f"{page}/bewerken" not in browser_of(world.stranger).get(page).text
    shown = author.get(f"{page}/bewerken").text
    assert "Elke brief is kort" in shown
    assert "readonly" not in shown
    sent = form(kind, title="Elke brief is helder", themes="brieven", closes_on="2040-01-31")
    answer = author.post(f"{page}/bewerken", data=sent)
    assert (answer.status_code, answer.headers.get("Location")) == (303, page)
    found = now(item)
    assert (found.title, found.body_source, found.closes_at) == (
        "Elke brief is helder",
        "Om de burger",
        end_of(date(2040, 1, 31)),
    )
    assert db.session.scalars(select(Revision.title).where(Revision.item_id == item.id)).all() == [
        "Elke brief is kort"
    ]
    # The last day stays what it is when it is sent as it was shown.
    assert 'value="2040-01-31"' in author.get(f"{page}/bewerken").text


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_voted_on_stays(world: World, browser_of: Browser, kind: str) -> None:
    item = sample(world, kind)
    address, author = f"/{PLACE[kind]}/{item.public_id}/bewerken", browser_of(world.member)
    vote(world, item)
    assert "readonly" in author.get(address).text
    refused = author.post(address, data=form(kind, title="Elke brief is lang", body="Een lang verhaal"))
    assert refused.status_code == 422
    assert "Er is al gestemd" in refused.text
    assert "Een lang verhaal" in refused.text
    if kind == "poll":
        assert author.post(address, data=form(kind, options="ja\nmisschien")).status_code == 422
        assert [option.label for option in now(item).options] == ["ja", "nee"]
    assert now(item).title == "Elke brief is kort"
    assert author.post(address, data=form(kind)).status_code == 303
    assert now(item).body_source == "Om de burger"


def test_a_moment_that_is_no_end_of_a_day_is_kept(world: World, browser_of: Browser) -> None:
    item = sample(world, "statement")
    moment = clock.now() + timedelta(days=2, minutes=7)
    with transaction():
        db.session.get_one(Statement, item.id).closes_at = moment
    address, author = f"/stellingen/{item.public_id}/bewerken", browser_of(world.member)
    day = last_day(moment)
    assert day
    assert author.post(address, data=form("statement", closes_on=day.isoformat())).status_code == 303
    assert now(item).closes_at == moment
    with transaction():
        db.session.get_one(Statement, item.id).closes_at = clock.now()
    assert "Stemmen kan niet meer" in author.get(address).text
    assert author.post(address, data=form("statement", closes_on="2040-01-01")).status_code == 422
    assert author.post(address, data=form("statement", closes_on="")).status_code == 422


def test_the_last_day_is_that_of_the_dutch_clock() -> None:
    for day in (date(2026, 1, 31), date(2026, 3, 28), date(2026, 10, 24)):
        assert last_day(end_of(day)) == day
    assert last_day(end_of(None)) is None
