"""Signing in by link and by code, and everything that can go wrong with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, inspect, select
from werkzeug.test import TestResponse

from forum.accounts import people
from forum.accounts.models import SignInRequest, UserSession
from forum.app import create_app
from forum.core import setting
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.lib.limits import limiter
from tests.integration.accounts.postbox import mails, sign_in_mail
from tests.world import World

ME = "/instellingen"
Work = Callable[[], None]


def ask(client: FlaskClient, email: str = "member@example.org", **more: str) -> str:
    """Ask for a mail; the public id of the request."""
    answer = client.post("/aanmelden", data={"email": email, **more})
    assert answer.status_code == 303, answer.text
    return answer.location.partition("aanvraag=")[2]


def signed_in(client: FlaskClient) -> bool:
    return client.get(ME).status_code == 200


def enter(client: FlaskClient, request: str, code: str) -> TestResponse:
    return client.post("/aanmelden/code", data={"request": request, "code": code})


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


def test_only_digests_are_stored(app: Flask, world: World, client: FlaskClient, work: Work) -> None:
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


def test_a_first_visit_makes_an_account_with_a_name(
    app: Flask, world: World, client: FlaskClient, work: Work
) -> None:
    ask(client, "jan.de.vries@nieuw.example.org", next="/groepen")
    work()
    answer = client.post(sign_in_mail(app).path)
    assert answer.location == "/groepen"
    page = client.get(ME).text
    assert 'value="Jan de Vries"' in page
    assert "We noemen je Jan de Vries." in page
    ask(client.application.test_client(), "jan.de.vries@nieuw.example.org")
    assert db.session.scalar(select(func.count()).where(User.email == "jan.de.vries@nieuw.example.org")) == 1


@pytest.mark.parametrize("how", ["link", "code"])
def test_once(app: Flask, world: World, work: Work, how: str) -> None:
    first, second = app.test_client(), app.test_client()
    request = ask(first)
    work()
    sent = sign_in_mail(app)

    def use(client: FlaskClient) -> TestResponse:
        return client.post(sent.path) if how == "link" else enter(client, request, sent.code)

    assert use(first).status_code == 303
    answer = use(second)
    assert answer.status_code == 410
    assert "Stuur een nieuwe mail" in answer.text
    assert not signed_in(second)
    # Link and code are one thing: using one ends the other.
    assert second.post(sent.path).status_code == 410
    assert enter(second, request, sent.code).status_code == 410


def test_using_one_mail_ends_the_others(app: Flask, world: World, client: FlaskClient, work: Work) -> None:
    ask(client)
    work()
    older = sign_in_mail(app)
    ask(client)
    work()
    assert client.get(older.path).status_code == 200
    client.post(sign_in_mail(app).path)
    assert app.test_client().post(older.path).status_code == 410


def test_fifteen_minutes(app: Flask, world: World, client: FlaskClient, work: Work) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        request = ask(client)
        work()
        sent = sign_in_mail(app)
        time.shift(timedelta(minutes=14, seconds=59))
        assert client.get(sent.path).status_code == 200
        time.shift(timedelta(seconds=1))
        for answer in (client.get(sent.path), client.post(sent.path), enter(client, request, sent.code)):
            assert answer.status_code == 410
            assert "15 minuten" in answer.text
            assert f'name="again" type="hidden" value="{request}"' in answer.text
        assert not signed_in(client)


def test_a_new_mail_with_one_click(app: Flask, world: World, client: FlaskClient, work: Work) -> None:
    request = ask(client, next="/groepen")
    work()
    answer = client.post("/aanmelden", data={"again": request})
    assert answer.status_code == 303
    work()
    assert len(mails(app)) == 2
    answer = enter(client, answer.location.partition("aanvraag=")[2], sign_in_mail(app).code)
    assert answer.location == "/groepen"
    assert client.post("/aanmelden", data={"again": "zzzzzzzzzzzz"}).status_code == 422


def test_wrong_codes_are_counted_on_the_code(
    app: Flask, world: World, client: FlaskClient, work: Work
) -> None:
    request = ask(client)
    work()
    code = sign_in_mail(app).code.replace(" ", "")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    # Nonsense costs no attempt, and what was typed stays.
    answer = enter(client, request, "12ab")
    assert answer.status_code == 422
    assert 'value="12ab"' in answer.text
    for left in (4, 3, 2, 1):
        # Each from another browser: the count is not in a cookie.
        answer = enter(app.test_client(), request, wrong)
        assert answer.status_code == 422
        assert f"nog {left} keer" in answer.text
    assert enter(client, request, wrong).status_code == 429
    answer = enter(client, request, code)
    assert answer.status_code == 429
    assert "Stuur een nieuwe mail" in answer.text
    assert not signed_in(client)
    assert db.session.scalars(select(SignInRequest.attempts)).one() == 5


def test_four_wrong_codes_and_a_right_one(app: Flask, world: World, client: FlaskClient, work: Work) -> None:
    request = ask(client)
    work()
    code = sign_in_mail(app).code.replace(" ", "")
    for _ in range(4):
        enter(client, request, f"{(int(code) + 1) % 1_000_000:06}")
    assert enter(client, request, code).status_code == 303


def test_a_code_works_for_its_own_request_only(
    app: Flask, world: World, client: FlaskClient, work: Work
) -> None:
    mine = ask(client, "stranger@example.org")
    work()
    code = sign_in_mail(app).code
    theirs = ask(client, "member@example.org")
    work()
    if sign_in_mail(app).code == code:
        pytest.skip("one in a million")
    assert enter(client, theirs, code).status_code == 422
    assert enter(client, mine, code).status_code == 303


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
def test_where_somebody_wanted_to_be_is_on_this_site(
    app: Flask, world: World, client: FlaskClient, work: Work, target: str
) -> None:
    assert 'value="/"' in client.get("/aanmelden", query_string={"next": target}).text
    ask(client, next=target)
    work()
    assert client.post(sign_in_mail(app).path).location == "/"


def test_limit_per_address(app: Flask, world: World, client: FlaskClient, work: Work) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        for email in ("member@example.org", "nobody@example.org"):
            for _ in range(6):
                ask(app.test_client(), email)
            answer = client.post("/aanmelden", data={"email": email})
            assert answer.status_code == 429
            assert f'value="{email}"' in answer.text
        ask(client, "stranger@example.org")
        time.shift(timedelta(minutes=30, seconds=1))
        ask(client, "member@example.org")


def test_limit_per_client(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)  # put back what the next line changes
    counting = create_app(replace(app.config["KENNISPLEIN"], environment="development"))
    limiter.reset()
    client = counting.test_client()
    statuses = [client.post("/aanmelden", data={"email": f"p{n}@example.org"}).status_code for n in range(41)]
    assert statuses == [303] * 40 + [429]
    elsewhere = client.post(
        "/aanmelden", data={"email": "q@example.org"}, environ_base={"REMOTE_ADDR": "10.0.0.7"}
    )
    assert elsewhere.status_code == 303


def test_other_sites_cannot_post_our_forms(app: Flask, world: World, client: FlaskClient, work: Work) -> None:
    request = ask(client)
    work()
    sent = sign_in_mail(app)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.nl"}):
        for path, data in (
            ("/aanmelden", {"email": "member@example.org"}),
            ("/aanmelden/code", {"request": request, "code": sent.code}),
            (sent.path, {}),
            ("/taal", {"language": "en"}),
        ):
            assert client.post(path, data=data, headers=headers).status_code == 422, path
    assert client.post(sent.path, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


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


def test_a_closed_account_ends_everywhere_at_once(
    app: Flask, world: World, browser_of: Callable[[User], FlaskClient], work: Work
) -> None:
    client = browser_of(world.member)
    ask(client.application.test_client(), "member@example.org")
    work()
    sent = sign_in_mail(app)
    assert signed_in(client)
    with transaction():
        people.deactivate(db.session.get_one(User, world.member.id))
    assert not signed_in(client)
    assert app.test_client().post(sent.path).status_code == 410
    ask(client, "member@example.org")
    work()
    assert "gesloten" in mails(app)[0].text
    assert mails(app)[0].links == ["http://localhost/aanmelden?next=/"]


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
    assert "nog geen account" in sent.subject
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


def test_a_late_mail_still_has_its_fifteen_minutes(
    app: Flask, world: World, client: FlaskClient, work: Work
) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        ask(client)
        time.shift(timedelta(minutes=20))
        work()
        time.shift(timedelta(minutes=10))
        assert client.post(sign_in_mail(app).path).status_code == 303
