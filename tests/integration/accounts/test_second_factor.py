"""An administrator proves themselves a second time; without that they are a member."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
import time_machine
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts import tokens
from forum.accounts.models import UserSession
from forum.accounts.second_factor import rules, service
from forum.accounts.second_factor.models import Authenticator, Passkey
from forum.core.security_event import SecurityEvent
from forum.core.user import Role, User
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.mail.folder import list_mails
from tests.world import World

BrowserOf = Callable[[object], FlaskClient]


@pytest.fixture(autouse=True)
def required(app: Flask) -> Iterator[None]:
    before = app.config["KENNISPLEIN"]
    app.config["KENNISPLEIN"] = replace(before, second_factor=True)
    yield
    app.config["KENNISPLEIN"] = before


def secret_on(client: FlaskClient) -> str:
    page = client.get("/instellingen/beveiliging/app").get_data(as_text=True)
    return re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]  # type: ignore[index]


def set_up(client: FlaskClient) -> pyotp.TOTP:
    """An app for who is signed in there; the session is proven by that."""
    assert client.post("/instellingen/beveiliging/app").status_code == 303
    app = pyotp.TOTP(secret_on(client))
    assert (
        client.post("/instellingen/beveiliging/app/bevestigen", data={"code": app.now()}).status_code == 303
    )
    return app


def later(app: pyotp.TOTP) -> str:
    """The code of the next half minute: the present one was used. A clock may be that much off."""
    return app.at(clock.now(), counter_offset=1)


def test_without_a_proof_an_administrator_is_a_member(world: World, browser_of: BrowserOf) -> None:
    admin, moderator = browser_of(world.administrator), browser_of(world.moderator)
    refused = admin.get("/beheer")
    assert refused.status_code == 403
    assert "/bevestigen?next=/beheer" in refused.get_data(as_text=True)
    assert admin.get("/moderatie").status_code == 404
    assert admin.get(f"/groepen/{world.open_group.address}").status_code == 200
    assert (
        moderator.get("/moderatie").status_code == 200
    )  # nothing is asked of a moderator who set nothing up

    set_up(admin)
    assert admin.get("/beheer").status_code == 200
    assert admin.get("/moderatie").status_code == 200


def test_each_browser_proves_itself_and_not_for_ever(world: World, browser_of: BrowserOf) -> None:
    first = browser_of(world.administrator)
    app = set_up(first)
    second = browser_of(world.administrator)
    assert second.get("/beheer").status_code == 403
    proven = second.post("/bevestigen", data={"code": later(app), "next": "/beheer"})
    assert (proven.status_code, proven.location) == (303, "/beheer")
    assert second.get("/beheer").status_code == 200
    with time_machine.travel(clock.now() + rules.HOLDS_FOR + timedelta(minutes=1)):
        assert second.get("/beheer").status_code == 403


def test_a_code_works_once(world: World, browser_of: BrowserOf) -> None:
    app = set_up(browser_of(world.administrator))
    code = later(app)
    assert browser_of(world.administrator).post("/bevestigen", data={"code": code}).status_code == 303
    again = browser_of(world.administrator).post("/bevestigen", data={"code": code})
    assert again.status_code == 422
    assert "Deze code klopt niet" in again.get_data(as_text=True)


def test_guessing_stops_after_five(world: World, browser_of: BrowserOf) -> None:
    app = set_up(browser_of(world.administrator))
    client = browser_of(world.administrator)
    wrong = f"{(int(later(app)) + 1) % 1_000_000:06}"
    for _ in range(rules.MOST_FAILURES):
        assert client.post("/bevestigen", data={"code": wrong}).status_code == 422
    locked = client.post("/bevestigen", data={"code": later(app)})
    assert "over een kwartier" in locked.get_data(as_text=True)
    with time_machine.travel(clock.now() + rules.LOCKED_FOR + timedelta(seconds=1), tick=False):
        assert client.post("/bevestigen", data={"code": app.at(clock.now())}).status_code == 303


def test_who_reads_the_mailbox_adds_nothing(world: World, browser_of: BrowserOf) -> None:
    """With a proof set up, another session that did not give it changes nothing (T45)."""
    set_up(browser_of(world.administrator))
    thief = browser_of(world.administrator)
    assert thief.post("/instellingen/beveiliging/app").status_code == 403
    assert thief.post("/instellingen/beveiliging/app/weg").status_code == 403
    assert thief.post("/instellingen/beveiliging/passkey/begin").status_code == 403
    assert db.session.get(Authenticator, world.administrator.id) is not None


def test_for_members_there_is_nothing_to_protect(world: World, browser_of: BrowserOf) -> None:
    member = browser_of(world.member)
    assert member.get("/instellingen/beveiliging").status_code == 403
    assert member.post("/instellingen/beveiliging/app").status_code == 403
    assert "beveiliging" not in member.get("/instellingen").get_data(as_text=True)


def test_a_moderator_who_set_one_up_is_asked_for_it(world: World, browser_of: BrowserOf) -> None:
    first = browser_of(world.moderator)
    set_up(first)
    assert first.get("/moderatie").status_code == 200
    assert browser_of(world.moderator).get("/moderatie").status_code == 404
    assert first.post("/instellingen/beveiliging/app/weg").status_code == 303
    assert browser_of(world.moderator).get("/moderatie").status_code == 200


def test_an_administrator_without_one_is_asked_again_after_removing_it(
    world: World, browser_of: BrowserOf
) -> None:
    client = browser_of(world.administrator)
    set_up(client)
    client.post("/instellingen/beveiliging/app/weg")
    assert client.get("/beheer").status_code == 403


def test_a_token_is_no_proof(app: Flask, world: World) -> None:
    with transaction():
        token = tokens.issue(world.administrator)
        kept = tokens.issue(world.moderator)
    seen = {}
    for name, secret in (("administrator", token), ("moderator", kept)):
        with app.test_request_context("/api/v1/groups", headers={"Authorization": f"Bearer {secret}"}):
            app.preprocess_request()
            seen[name] = Role(g.reader.role)
    assert seen == {"administrator": Role.MEMBER, "moderator": Role.MODERATOR}


def test_signing_in_leads_to_it(app: Flask, world: World, client: FlaskClient) -> None:
    with transaction():
        links = [tokens.sign_in_link(user) for user in (world.administrator, world.member)]
    asked, not_asked = (
        client.post(link.removeprefix("http://localhost"), headers={"Origin": "http://localhost"})
        for link in links
    )
    assert (asked.status_code, asked.location) == (303, "/bevestigen?next=/welkom")
    assert (not_asked.status_code, not_asked.location) == (303, "/welkom")


def test_another_administrator_helps_who_lost_everything(
    app: Flask, world: World, browser_of: BrowserOf, work: Callable[[], None]
) -> None:
    with transaction():
        helper = User(email="helper@example.org", name="Helper", role=Role.ADMIN)
        db.session.add(helper)
    lost, by = browser_of(world.administrator), browser_of(helper)
    set_up(lost)
    set_up(by)
    address = f"/beheer/mensen/{world.administrator.public_id}/beveiliging"
    assert browser_of(world.moderator).post(address).status_code == 403
    assert browser_of(helper).post(address).status_code == 403  # not proven on that browser
    assert db.session.get(Authenticator, world.administrator.id) is not None
    assert by.post(address).status_code == 303
    db.session.expire_all()
    assert db.session.get(Authenticator, world.administrator.id) is None
    assert lost.get("/beheer").status_code == 403
    work()
    mails = list_mails(Path(app.config["KENNISPLEIN"].data) / "mail")
    assert any(world.administrator.email in mail.to and "weggehaald" in mail.text for mail in mails)
    actions = set(db.session.scalars(select(SecurityEvent.action)))
    assert {"second-factor-added", "second-factor-reset"} <= actions


def test_the_secret_lies_sealed_and_is_shown_until_it_is_used(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.administrator)
    client.post("/instellingen/beveiliging/app")
    secret = secret_on(client)
    row = db.session.get_one(Authenticator, world.administrator.id)
    assert secret not in row.sealed_secret
    client.post("/instellingen/beveiliging/app/bevestigen", data={"code": pyotp.TOTP(secret).now()})
    assert client.get("/instellingen/beveiliging/app").status_code == 404


def test_a_passkey_answer_must_be_to_what_was_asked_just_now(
    app: Flask, world: World, browser_of: BrowserOf
) -> None:
    app.config["KENNISPLEIN"] = replace(app.config["KENNISPLEIN"], base_url="https://forum.example.org")
    client = browser_of(world.administrator)
    options = client.post("/instellingen/beveiliging/passkey/begin").get_json()
    assert options["rp"]["id"] == "forum.example.org"
    for body in (
        {},
        {"credential": None},
        {"credential": "x"},
        {"credential": {"id": "AA", "response": {}}},
        [],
    ):
        client.post("/instellingen/beveiliging/passkey/begin")
        refused = client.post("/instellingen/beveiliging/passkey", json=body)
        assert refused.status_code == 422
        assert "Dit lukte niet" in refused.get_json()["message"]
    spent = client.post("/instellingen/beveiliging/passkey", json={"credential": {}})
    assert "Dit duurde te lang" in spent.get_json()["message"]
    assert db.session.scalars(select(Passkey)).all() == []
    with transaction():
        session = db.session.scalars(select(UserSession)).one()
        session.challenge, session.challenge_at = "AA", clock.now() - service.CHALLENGE_HOLDS
    late = client.post("/instellingen/beveiliging/passkey", json={"credential": {}})
    assert "Dit duurde te lang" in late.get_json()["message"]


def test_a_passkey_of_somebody_else_proves_nothing(app: Flask, world: World, browser_of: BrowserOf) -> None:
    app.config["KENNISPLEIN"] = replace(app.config["KENNISPLEIN"], base_url="https://forum.example.org")
    with transaction():
        for user, name in ((world.administrator, b"mine"), (world.moderator, b"theirs")):
            key = Passkey(user_id=user.id, credential_id=name, public_key=b"x", name=str(name))
            db.session.add(key)
            db.session.flush()
            user.second_factor_at = clock.now()
    theirs = db.session.scalars(select(Passkey).where(Passkey.user_id == world.moderator.id)).one()
    client = browser_of(world.administrator)
    assert client.post("/bevestigen/passkey/begin").get_json()["rpId"] == "forum.example.org"
    refused = client.post("/bevestigen/passkey", json={"credential": {"id": "dGhlaXJz", "response": {}}})
    assert refused.status_code == 422
    assert client.post(f"/instellingen/beveiliging/passkey/{theirs.public_id}/weg").status_code == 403
    assert client.get("/beheer").status_code == 403
