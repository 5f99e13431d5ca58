"""Who gets in: new people, closed accounts, the language and the age of a mail."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts import people
from forum.core import setting
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db, transaction
from tests.integration.accounts.postbox import ask, enter, mails, sign_in_mail, signed_in
from tests.world import World

Work = Callable[[], None]


def test_a_first_visit_makes_an_account_with_a_name(
    app: Flask, world: World, client: FlaskClient, work: Work
) -> None:
    ask(client, "jan.de.vries@nieuw.example.org", next="/groepen")
    work()
    answer = client.post(sign_in_mail(app).path)
    assert answer.location == "/groepen"
    page = client.get("/instellingen").text
    assert 'value="Jan de Vries"' in page
    assert "We noemen je Jan de Vries." in page
    again = app.test_client()
    ask(again, "Jan.de.Vries@nieuw.example.org")
    work()
    assert again.post(sign_in_mail(app).path).status_code == 303
    assert "We noemen je" not in again.get("/instellingen").text
    assert db.session.scalar(select(func.count()).where(User.email == "jan.de.vries@nieuw.example.org")) == 1


@pytest.mark.parametrize(
    ("mode", "domains", "email", "allowed"),
    [
        ("everybody", [], "nieuw@example.org", True),
        ("domains", ["amsterdam.nl"], "nieuw@amsterdam.nl", True),
        ("domains", ["amsterdam.nl"], "nieuw@x.amsterdam.nl", False),
        ("domains", ["amsterdam.nl"], "nieuw@amsterdam.nl.example.org", False),
        ("invitation", [], "nieuw@example.org", False),
        ("invitation", [], "member@example.org", True),  # has an account
        ("domains", ["amsterdam.nl"], "member@example.org", True),
    ],
)
def test_who_may_register(
    app: Flask,
    world: World,
    client: FlaskClient,
    work: Work,
    mode: str,
    domains: list[str],
    email: str,
    allowed: bool,
) -> None:
    with transaction():
        setting.put("registration", mode)
        setting.put("registration_domains", domains)
    request = ask(client, email)
    work()
    [sent] = mails(app)
    if allowed:
        assert client.post(sign_in_mail(app).path).status_code == 303
        assert signed_in(client)
        return
    assert "kun je niet inloggen" in sent.subject
    assert all(line in sent.html for line in sent.text.splitlines())
    assert sent.to == email
    assert enter(client, request, "123456").status_code == 422
    assert people.find(email) is None


def test_the_mail_speaks_the_language_of_its_reader(
    app: Flask, world: World, client: FlaskClient, work: Work
) -> None:
    client.set_cookie("language", "en")
    ask(client, "nieuw@example.org")
    work()
    assert '<html lang="en"' in mails(app)[0].html
    ask(client, "member@example.org")  # has an account, in Dutch
    work()
    assert '<html lang="nl"' in mails(app)[0].html


def test_a_mail_that_waited_too_long_is_not_sent(
    app: Flask, world: World, client: FlaskClient, work: Work
) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        ask(client)
        time.shift(timedelta(hours=1, seconds=1))
        work()
        assert mails(app) == []
