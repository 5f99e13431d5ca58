"""T45: sign-in tokens have one purpose, are spent by POST, and a scanner's GET neither spends nor signs in."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts import people, tokens
from forum.accounts.models import SignInRequest, UserSession
from forum.lib.db import db, transaction
from tests.integration.accounts.postbox import sign_in_mail
from tests.world import World

ME = "/instellingen"


@pytest.fixture
def path(app: Flask, world: World, client: FlaskClient, work: Callable[[], None]) -> str:
    """The path of a link that was mailed to the member."""
    client.post("/aanmelden", data={"email": "member@example.org"})
    work()
    return sign_in_mail(app).path


def _sessions() -> int:
    return db.session.scalar(select(func.count()).select_from(UserSession)) or 0


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_t45_a_scanner_neither_spends_nor_signs_in(app: Flask, path: str, method: str) -> None:
    scanner, person = app.test_client(), app.test_client()
    for _ in range(3):
        answer = scanner.open(path, method=method)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    assert scanner.get(ME).status_code == 404
    assert _sessions() == 0
    assert db.session.scalars(select(SignInRequest.spent_at)).all() == [None]
    assert person.post(path).status_code == 303
    assert person.get(ME).status_code == 200


def test_t45_the_page_of_a_link_is_not_stored(app: Flask, path: str) -> None:
    assert "no-store" in app.test_client().get(path).headers["Cache-Control"]


def test_t45_one_purpose(app: Flask, world: World, path: str) -> None:
    secret = path.rpartition("/")[2]
    assert tokens.find(secret) is None  # no token for a program
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = secret  # no session either
    assert browser.get(ME).status_code == 404
    with transaction():
        program = tokens.issue(people.get("member@example.org"))
    assert tokens.find(program) is not None
    assert app.test_client().post(f"/aanmelden/{program}").status_code == 410
    assert app.test_client().post(path).status_code == 303


def test_t45_void_when_the_account_is_closed(app: Flask, world: World, path: str) -> None:
    with transaction():
        program = tokens.issue(people.get("member@example.org"))
    with transaction():
        people.deactivate(people.get("member@example.org"))
    assert tokens.find(program) is None
    assert app.test_client().post(path).status_code == 410
    assert _sessions() == 0


def test_t45_a_made_up_token_is_worth_nothing(app: Flask, world: World) -> None:
    for made_up in ("x", "A" * 43, "é"):
        for answer in (
            app.test_client().get(f"/aanmelden/{made_up}"),
            app.test_client().post(f"/aanmelden/{made_up}"),
        ):
            assert answer.status_code == 410
            assert 'name="email"' in answer.text
