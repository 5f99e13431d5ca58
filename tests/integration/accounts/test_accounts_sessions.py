"""Where somebody is signed in: what they see, and ending it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts import tokens
from forum.accounts.models import UserSession
from forum.accounts.rules import browser_and_system
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db, transaction
from tests.world import World

BrowserOf = Callable[[User | None], FlaskClient]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
PAGE = "/instellingen/ingelogd"


def sign_in(app: Flask, user: User, user_agent: str) -> FlaskClient:
    """As a person does it, with a link."""
    with transaction():
        path = tokens.sign_in_link(db.session.get_one(User, user.id)).removeprefix("http://localhost")
    client = app.test_client()
    assert client.post(path, headers={"User-Agent": user_agent}).status_code == 303
    return client


def ids_of(user: User) -> list[str]:
    db.session.rollback()
    query = select(UserSession.public_id).where(UserSession.user_id == user.id).order_by(UserSession.id)
    return list(db.session.scalars(query))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (FIREFOX, ("Firefox", "Windows")),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0",
            ("Edge", "Windows"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36",
            ("Chrome", "Android"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1",
            ("Safari", "iPhone"),
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.1 Safari/605.1", ("Safari", "Mac")),
        ("curl/8", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_in_plain_words(said: str, meant: tuple[str, str]) -> None:
    assert browser_and_system(said) == meant


def test_the_list_says_what_one_recognises_and_no_more(
    app: Flask, world: World, browser_of: BrowserOf
) -> None:
    browser_of(world.member)
    client = sign_in(app, world.member, FIREFOX)
    page = client.get(PAGE).text
    assert "Firefox op Windows" in page
    assert "Een browser" in page
    assert page.count("deze browser<") == 1
    assert page.index("deze browser") < page.index("Een browser"), "this one first"
    # No address of a machine is stored, and the whole user agent neither.
    columns = {column.name for column in UserSession.__table__.columns}
    assert not columns & {"ip", "address", "remote_addr", "user_agent"}
    assert "Mozilla" not in page


def test_end_one(app: Flask, world: World, browser_of: BrowserOf) -> None:
    lost, here = browser_of(world.member), browser_of(world.member)
    first, _second = ids_of(world.member)
    assert here.post(f"{PAGE}/{first}/uitloggen").status_code == 303
    assert lost.get(PAGE).status_code == 404, "at once"
    assert here.get(PAGE).status_code == 200
    assert here.post(f"{PAGE}/{first}/uitloggen").status_code == 404, "it is over already"


def test_end_all_others(world: World, browser_of: BrowserOf) -> None:
    others, here, stranger = (
        [browser_of(world.member), browser_of(world.member)],
        browser_of(world.member),
        browser_of(world.stranger),
    )
    assert here.post(f"{PAGE}/overal-anders").status_code == 303
    assert [client.get(PAGE).status_code for client in others] == [404, 404]
    assert here.get(PAGE).status_code == stranger.get(PAGE).status_code == 200
    assert "Log overal uit, behalve hier" not in here.get(PAGE).text


def test_nobody_ends_or_sees_the_session_of_another(world: World, browser_of: BrowserOf) -> None:
    theirs, mine = browser_of(world.member), browser_of(world.administrator)
    [public_id] = ids_of(world.member)
    known, unknown = (mine.post(f"{PAGE}/{each}/uitloggen") for each in (public_id, "zzzzzzzzzzzz"))
    assert known.status_code == unknown.status_code == 404
    assert theirs.get(PAGE).status_code == 200
    assert public_id not in mine.get(PAGE).text


def test_the_last_day_is_written_by_the_worker_once_a_day(
    app: Flask, world: World, browser_of: BrowserOf, work: Callable[[], None]
) -> None:
    client = browser_of(world.member)
    buffered = app.extensions["kennisplein-work"].buffered
    client.get("/groepen")
    assert [name for name, _arguments in buffered if name == "accounts.mark_seen"] == []
    yesterday = clock.now().date() - timedelta(days=1)
    with transaction():
        db.session.execute(UserSession.__table__.update().values(last_seen_on=yesterday))
    client.get("/groepen")
    db.session.rollback()
    assert db.session.scalars(select(UserSession.last_seen_on)).all() == [yesterday], "a GET writes nothing"
    work()
    db.session.rollback()
    assert db.session.scalars(select(UserSession.last_seen_on)).all() == [clock.now().date()]
    buffered.clear()
    client.get("/groepen")
    assert buffered == []


def test_programs_are_listed_and_can_be_ended(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        secret = tokens.issue(world.member, name="Rapportage")
    client = browser_of(world.member)
    page = client.get(PAGE).text
    assert "Rapportage" in page
    assert "Rapportage" not in browser_of(world.stranger).get(PAGE).text
    row = tokens.find(secret)
    assert row is not None
    assert client.post(f"/instellingen/programmas/{row.public_id}/intrekken").status_code == 303
    db.session.rollback()
    assert tokens.find(secret) is None
