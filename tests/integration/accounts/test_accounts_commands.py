"""The commands that scripts of others rely on, and the local mailbox."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts import jobs, tokens
from forum.accounts.models import SignInRequest, UserSession
from forum.cli import main
from forum.core import setting
from forum.core.security_event import SecurityEvent
from forum.core.user import Role, User
from forum.lib import clock
from forum.lib.db import db, transaction
from tests.world import World

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    """`run("user", "add", …)` runs a command on the app of this test."""

    def call(*arguments: str) -> Result:
        result = CliRunner().invoke(main, arguments, obj=ScriptInfo(create_app=lambda: app))
        db.session.rollback()
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def _events() -> list[str]:
    return list(db.session.scalars(select(SecurityEvent.action).order_by(SecurityEvent.id)))


def test_add_a_person(run: Run) -> None:
    assert run("user", "add", "Jan@Example.org", "--name", "Jan").exit_code == 0
    assert run("user", "add", "mo@example.org", "--name", "Mo", "--role", "moderator").exit_code == 0
    assert run("user", "add", "ad@example.org", "--name", "Ad", "--role", "admin").exit_code == 0
    rows = db.session.execute(select(User.email, User.name, User.role).order_by(User.id)).all()
    assert [tuple(row) for row in rows] == [
        ("jan@example.org", "Jan", Role.MEMBER),
        ("mo@example.org", "Mo", Role.MODERATOR),
        ("ad@example.org", "Ad", Role.ADMIN),
    ]
    assert _events() == ["role-given", "role-given"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("user", "add", "geen adres", "--name", "Jan"), 1),
        (("user", "add", "jan@example.org", "--name", " "), 1),
        (("user", "add", "member@example.org", "--name", "Jan"), 1),
        (("user", "add", "jan@example.org"), 2),
        (("user", "add", "jan@example.org", "--name", "Jan", "--role", "boss"), 2),
        (("user", "sign-in-link", "nobody@example.org"), 1),
        (("user", "sign-in-link", "deactivated@example.org"), 1),
        (("user", "deactivate", "nobody@example.org"), 1),
        (("token", "nobody@example.org"), 1),
        (("token", "deactivated@example.org"), 1),
        (("site", "set", "registration", "nobody"), 2),
        (("site", "set", "registration", "domains"), 1),
        (("site", "set", "registration", "everybody", "--domain", "x.nl"), 1),
    ],
)
def test_refusals_change_nothing(run: Run, world: World, arguments: tuple[str, ...], code: int) -> None:
    before = db.session.scalar(select(func.count()).select_from(User))
    result = run(*arguments)
    assert result.exit_code == code
    assert "Error: " in result.output
    assert db.session.scalar(select(func.count()).select_from(User)) == before
    assert _events() == []


def test_a_sign_in_link_works_once_and_is_logged(app: Flask, run: Run, world: World) -> None:
    result = run("user", "sign-in-link", "member@example.org")
    [link] = result.stdout.splitlines()
    assert link.startswith("http://localhost/aanmelden/")
    path = link.removeprefix("http://localhost")
    assert app.test_client().get(path).status_code == 200
    assert app.test_client().post(path).status_code == 303
    assert app.test_client().post(path).status_code == 410
    assert _events() == ["sign-in-link-printed"]
    assert path.rpartition("/")[2] not in str(
        [row.detail for row in db.session.scalars(select(SecurityEvent))]
    )


def test_a_token_is_the_last_line(run: Run, world: World) -> None:
    token = run("token", "member@example.org").stdout.splitlines()[-1]
    found = tokens.find(token)
    assert found is not None
    assert (found.user_id, found.scope) == (world.member.id, "read")
    assert tokens.find(token + "x") is None
    assert tokens.find("") is None


def test_closing_an_account(
    app: Flask, run: Run, world: World, browser_of: Callable[[User], FlaskClient]
) -> None:
    client = browser_of(world.member)
    token = run("token", "member@example.org").stdout.splitlines()[-1]
    assert client.get("/instellingen").status_code == 200
    assert run("user", "deactivate", "member@example.org").exit_code == 0
    assert client.get("/instellingen").status_code == 404
    assert tokens.find(token) is None
    assert _events() == ["token-issued", "deactivated"]


def test_who_may_register(run: Run, world: World) -> None:
    assert (
        run(
            "site", "set", "registration", "domains", "--domain", "@Amsterdam.nl", "--domain", "x.nl"
        ).exit_code
        == 0
    )
    assert setting.get("registration") == "domains"
    assert setting.get("registration_domains") == ["amsterdam.nl", "x.nl"]
    assert run("site", "set", "registration", "invitation").exit_code == 0
    assert setting.get("registration") == "invitation"


def test_old_requests_and_sessions_are_forgotten(app: Flask, world: World) -> None:
    now = clock.now()
    with transaction():
        for age in (timedelta(hours=23), timedelta(hours=25)):
            db.session.add(SignInRequest(email="a@b.nl", created_at=now - age, expires_at=now))
        for left in (timedelta(hours=1), -timedelta(hours=1)):
            db.session.add(
                UserSession(token_digest=str(left), user_id=world.member.id, expires_at=now + left)
            )
    for _ in range(2):
        jobs.forget_old()
        assert db.session.scalar(select(func.count()).select_from(SignInRequest)) == 1
        assert db.session.scalar(select(func.count()).select_from(UserSession)) == 1


def test_the_local_mailbox_shows_link_and_code(
    app: Flask, world: World, client: FlaskClient, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = client.post("/aanmelden", data={"email": "member@example.org"})
    work()
    assert client.get("/ontwikkel/postvak").status_code == 404
    assert "/ontwikkel/postvak" not in client.get(answer.location).text
    config = app.config["KENNISPLEIN"]
    monkeypatch.setitem(app.config, "KENNISPLEIN", replace(config, environment="production"))
    assert client.get("/ontwikkel/postvak").status_code == 404
    monkeypatch.setitem(app.config, "KENNISPLEIN", replace(config, environment="development"))
    assert "/ontwikkel/postvak" in client.get(answer.location).text
    page = client.get("/ontwikkel/postvak").text
    assert "is je code voor Kennisplein" in page
    path = page.partition('<a href="/aanmelden/')[2].partition('"')[0]
    assert client.post(f"/aanmelden/{path}").status_code == 303
    monkeypatch.setitem(
        app.config, "KENNISPLEIN", replace(config, environment="development", smtp_url="smtp://localhost")
    )
    assert client.get("/ontwikkel/postvak").status_code == 404


def test_a_refusal_is_in_english(run: Run) -> None:
    result = run("user", "add", "iemand@gemeente.local", "--name", "Iemand")
    assert result.exit_code == 1
    assert "This email address is not correct" in result.output
