"""T14, T25, T36: a token of a program is its own, ends when it should, and stands nowhere in full."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from forum.accounts import people, tokens
from forum.accounts.models import ApiToken, Scope
from forum.core.security_event import SecurityEvent
from forum.lib import clock
from forum.lib.db import Base, db, transaction
from tests import world as make
from tests.programs import program_of
from tests.world import World

PAGE = "/instellingen/programmas"
FORM = {"name": "Rapportage", "scope": "write", "days": "90", "submission": "eenmalig"}
BrowserOf = Callable[[object], FlaskClient]


def secret_in(page: str) -> str:
    return page.partition('class="kp-secret"><code>')[2].partition("<")[0]


def reads(app: Flask, secret: str) -> int:
    return app.test_client().get("/api/v1/groups", headers={"Authorization": f"Bearer {secret}"}).status_code


@pytest.fixture
def secret(world: World, browser_of: BrowserOf) -> str:
    return secret_in(browser_of(world.member).post(PAGE, data=FORM).text)


def test_t14_made_by_its_person_and_shown_once(
    app: Flask, world: World, browser_of: BrowserOf, secret: str
) -> None:
    assert reads(app, secret) == 200
    page = browser_of(world.member).get(PAGE).text
    assert "Rapportage" in page
    assert secret not in page
    assert "Rapportage" not in browser_of(world.manager).get(PAGE).text
    row = db.session.scalars(select(ApiToken)).one()
    assert (row.user_id, row.scope) == (world.member.id, Scope.WRITE)
    assert timedelta(days=89) < row.expires_at - clock.now() <= timedelta(days=90)


def test_t36_a_secret_is_in_no_table(app: Flask, secret: str) -> None:
    for table in Base.metadata.sorted_tables:
        rows = db.session.execute(text(f'SELECT * FROM "{table.name}"')).all()
        assert secret not in repr(rows), table.name
    assert db.session.scalars(select(SecurityEvent.action)).all() == ["token-issued"]


def test_a_form_sent_twice_makes_one_token_and_the_last_answer_works(
    app: Flask, world: World, browser_of: BrowserOf, secret: str
) -> None:
    again = secret_in(browser_of(world.member).post(PAGE, data=FORM).text)
    assert db.session.scalars(select(ApiToken.name)).all() == ["Rapportage"]
    assert (reads(app, again), reads(app, secret)) == (200, 401)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 81), ("scope", "alles"), ("days", "9999"), ("days", "x")],
)
def test_what_cannot_be_used_comes_back(world: World, browser_of: BrowserOf, field: str, value: str) -> None:
    answer = browser_of(world.member).post(PAGE, data={**FORM, field: value})
    assert answer.status_code == 422
    assert db.session.scalars(select(ApiToken)).all() == []
    assert browser_of(world.member).post(PAGE, data=FORM).status_code == 200


def test_t14_there_is_an_end_to_how_many(world: World) -> None:
    with transaction():
        for number in range(tokens.MOST):
            tokens.issue(world.member, name=str(number))
    reader = make.reader(world.member)
    with pytest.raises(tokens.Invalid):
        tokens.make(reader, name="x", scope="read", days=30, public_id="zzzzzzzzzzzz")


def test_t14_revoked_by_nobody_else(app: Flask, world: World, browser_of: BrowserOf, secret: str) -> None:
    public_id = db.session.scalars(select(ApiToken.public_id)).one()
    path = f"{PAGE}/{public_id}/intrekken"
    for name in ("manager", "administrator", "anonymous"):
        assert browser_of(world.people[name]).post(path).status_code == 404, name
    assert reads(app, secret) == 200
    assert browser_of(world.member).post(path).status_code == 303
    assert reads(app, secret) == 401
    assert browser_of(world.member).post(path).status_code == 404


def test_t14_it_ends_on_its_last_day(app: Flask, secret: str) -> None:
    with time_machine.travel(clock.now() + timedelta(days=89), tick=False):
        assert reads(app, secret) == 200
    with time_machine.travel(clock.now() + timedelta(days=91), tick=False):
        assert reads(app, secret) == 401


def test_t25_it_ends_with_the_account(app: Flask, world: World, secret: str) -> None:
    with transaction():
        people.deactivate(people.get("member@example.org"))
    assert reads(app, secret) == 401


def test_it_is_no_session_and_a_session_is_no_token(app: Flask, world: World, secret: str) -> None:
    headers = {"Authorization": f"Bearer {secret}"}
    assert app.test_client().get("/instellingen", headers=headers).status_code == 404


def test_the_day_of_use_is_written_by_the_worker(app: Flask, world: World, work: Callable[[], None]) -> None:
    program = program_of(app, world.member)
    program.get("/api/v1/groups")
    db.session.rollback()
    assert db.session.scalars(select(ApiToken.last_used_on)).all() == [None]
    work()
    assert db.session.scalars(select(ApiToken.last_used_on)).all() == [clock.now().date()]
    program.get("/api/v1/groups")
    assert app.extensions["kennisplein-work"].buffered == []
