"""What a link and a code are worth: once, for a while, for so many guesses; and how often one may ask."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from forum.accounts import people
from forum.accounts.models import SignInRequest, UserSession
from forum.app import create_app
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.lib.limits import limiter
from tests.integration.accounts.postbox import ask, enter, mails, sign_in_mail, signed_in
from tests.world import World

Work = Callable[[], None]


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


def test_of_two_clicks_at_once_one_signs_in(
    app: Flask, world: World, client: FlaskClient, work: Work
) -> None:
    request = ask(client)
    work()
    sent = sign_in_mail(app)

    def use(number: int) -> int:
        browser = app.test_client()
        return (browser.post(sent.path) if number % 2 else enter(browser, request, sent.code)).status_code

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(use, range(6)))
    assert sorted(answers) == [303, 410, 410, 410, 410, 410]
    assert db.session.scalar(select(func.count()).select_from(UserSession)) == 1


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
    with counting.app_context():
        db.engine.dispose()


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


def test_t25_a_closed_account_ends_everywhere_at_once(
    app: Flask, world: World, browser_of: Callable[[User], FlaskClient], work: Work
) -> None:
    client = browser_of(world.member)
    ask(app.test_client())
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


def test_a_late_mail_still_has_its_fifteen_minutes(
    app: Flask, world: World, client: FlaskClient, work: Work
) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        ask(client)
        time.shift(timedelta(minutes=20))
        work()
        time.shift(timedelta(minutes=10))
        assert client.post(sign_in_mail(app).path).status_code == 303
