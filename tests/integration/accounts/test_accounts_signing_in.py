"""Signing in by link and by code, and out again."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, inspect, select

from forum.accounts.models import SignInRequest, UserSession
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db, transaction
from tests.integration.accounts.postbox import ask, enter, sign_in_mail, signed_in
from tests.world import World

Work = Callable[[], None]


def test_by_link(app: Flask, world: World, client: FlaskClient, work: Work) -> None:
    ask(client, " Member@Example.ORG ", next="/bibliotheek?a=b")
    work()
    sent = sign_in_mail(app)
    assert sent.mail.to == "member@example.org"
    page = client.get(sent.path)
    assert page.status_code == 200
    assert "member@example.org" in page.text
    assert not signed_in(client)
    answer = client.post(sent.path)
    assert (answer.status_code, answer.location) == (303, "/bibliotheek?a=b")
    assert signed_in(client)
    assert "Expires=" in answer.headers["Set-Cookie"]


def test_by_code_without_any_cookie(app: Flask, world: World, work: Work) -> None:
    visitor, other = app.test_client(), app.test_client()
    answer = visitor.post("/aanmelden", data={"email": "member@example.org", "next": "/groepen"})
    page = visitor.get(answer.location)
    assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" not in page.headers
    assert 'inputmode="numeric"' in page.text
    assert 'autocomplete="one-time-code"' in page.text
    work()
    request = answer.location.partition("aanvraag=")[2]
    assert f'value="{request}"' in page.text
    # The form says which request it is about, so a browser that kept nothing can go on.
    answer = enter(other, request, sign_in_mail(app).code)
    assert (answer.status_code, answer.location) == (303, "/groepen")
    assert signed_in(other)
    assert not signed_in(visitor)


def test_text_and_html_of_the_mail_say_the_same(
    app: Flask, world: World, client: FlaskClient, work: Work
) -> None:
    ask(client)
    work()
    sent = sign_in_mail(app)
    for needed in (sent.code, sent.path, "15 minuten", "Heb je hier niet om gevraagd?"):
        assert needed in sent.mail.text
        assert needed in sent.mail.html


def test_t36_only_digests_are_stored(app: Flask, world: World, client: FlaskClient, work: Work) -> None:
    ask(client)
    work()
    sent = sign_in_mail(app)
    client.post(sent.path)
    with db.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        for table in (db.metadata.tables[name] for name in names if name in db.metadata.tables):
            for row in connection.execute(select(table)):
                assert sent.path.rpartition("/")[2] not in str(row), table.name
                assert sent.code.replace(" ", "") not in [str(value) for value in row], table.name


@pytest.mark.parametrize(
    "email", ["", "jan", "jan@", "jan@nergens", "a@b.c\r\nBcc: x@y.z", "<script>@x.nl", "x" * 300 + "@x.nl"]
)
def test_what_is_no_address_is_said_and_kept(app: Flask, client: FlaskClient, email: str) -> None:
    answer = client.post("/aanmelden", data={"email": email, "next": "/groepen"})
    assert answer.status_code == 422
    assert "e-mailadres" in answer.text
    assert 'value="/groepen"' in answer.text
    assert "<script>@" not in answer.text
    assert db.session.scalar(select(func.count()).select_from(SignInRequest)) == 0


@pytest.mark.parametrize("target", ["https://evil.nl", "//evil.nl", "/\\evil.nl", "evil", "/a\tb"])
def test_t46_where_somebody_wanted_to_be_is_on_this_site(
    app: Flask, world: World, client: FlaskClient, work: Work, target: str
) -> None:
    with transaction():
        world.member.signed_in_at = clock.now()  # not the first time: that begins at the welcome
    assert 'value="/"' in client.get("/aanmelden", query_string={"next": target}).text
    ask(client, next=target)
    work()
    assert client.post(sign_in_mail(app).path).location == "/"


def test_signing_in_changes_the_session(
    app: Flask, world: World, browser_of: Callable[[User], FlaskClient], work: Work
) -> None:
    client = browser_of(world.stranger)
    ask(client, "member@example.org")
    work()
    path = sign_in_mail(app).path
    assert "Je bent nu ingelogd als Stranger" in client.get(path).text
    with client.session_transaction() as cookie:
        cookie["planted"] = "x"
        before = cookie["_user_id"]
    client.post(path)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["_user_id"] != before
    assert db.session.scalars(select(UserSession.user_id)).all() == [world.member.id]


def test_who_is_signed_in_needs_no_form(world: World, browser_of: Callable[[User], FlaskClient]) -> None:
    answer = browser_of(world.member).get("/aanmelden?next=/groepen")
    assert (answer.status_code, answer.location) == (302, "/groepen")


def test_signing_out_ends_the_session_itself(
    app: Flask, world: World, browser_of: Callable[[User], FlaskClient]
) -> None:
    client = browser_of(world.member)
    stolen = app.test_client()
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    with stolen.session_transaction() as cookie:
        cookie.update(kept)
    assert signed_in(stolen)
    assert client.get("/afmelden").status_code == 404
    assert client.post("/afmelden").status_code == 303
    assert not signed_in(client)
    assert not signed_in(stolen)
