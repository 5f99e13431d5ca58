"""Changing one's e-mail address."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from forum.accounts.models import AddressChange
from forum.accounts.registration import may_move
from forum.core import setting
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db, transaction
from tests.counting import recorded
from tests.integration.accounts import postbox
from tests.world import World

BrowserOf = Callable[[User | None], FlaskClient]
Work = Callable[[], None]
PAGE, NEW = "/instellingen/adres", "nieuw@example.org"


def ask(client: FlaskClient, email: str = NEW) -> str:
    answer = client.post(PAGE, data={"email": email})
    assert answer.status_code == 303, answer.text
    return answer.location


def code_to(app: Flask, email: str) -> str:
    mail = next(mail for mail in postbox.mails(app) if mail.to == email)
    found = re.search(r"^(\d{3} \d{3})$", mail.text, re.MULTILINE)
    assert found, mail.text
    return found[1]


def email_of(user: User) -> str:
    db.session.rollback()
    db.session.refresh(user)
    return user.email


def test_the_code_changes_it_and_the_old_address_hears_of_it(
    app: Flask, world: World, browser_of: BrowserOf, work: Work
) -> None:
    client = browser_of(world.member)
    confirm = ask(client, " Nieuw@EXAMPLE.org ")
    work()
    assert email_of(world.member) == "member@example.org", "not before the code"
    assert "nieuw@example.org" in client.get(confirm).text
    answer = client.post(confirm, data={"code": code_to(app, NEW)})
    assert (answer.status_code, answer.location) == (303, "/instellingen")
    assert email_of(world.member) == NEW
    work()
    told = postbox.mails(app)[0]
    assert told.to == "member@example.org"
    assert NEW not in told.text
    # Signed in they stay, and from now on they sign in with the new one.
    assert NEW in client.get("/instellingen").text
    visitor = app.test_client()
    request = postbox.ask(visitor, NEW)
    work()
    assert postbox.enter(visitor, request, postbox.sign_in_mail(app).code).status_code == 303
    assert postbox.signed_in(visitor)


def test_t45_open_links_and_codes_of_both_addresses_are_void(
    app: Flask, world: World, browser_of: BrowserOf, work: Work
) -> None:
    old, new = app.test_client(), app.test_client()
    requests = []
    for client, address in ((old, "member@example.org"), (new, NEW)):
        request = postbox.ask(client, address)
        work()
        requests.append((client, request, postbox.sign_in_mail(app)))
    member = browser_of(world.member)
    confirm = ask(member)
    work()
    assert member.post(confirm, data={"code": code_to(app, NEW)}).status_code == 303
    for client, request, sent in requests:
        assert postbox.enter(client, request, sent.code).status_code == 410
        assert client.post(sent.path).status_code == 410
        assert not postbox.signed_in(client)


def test_t45_the_code_works_once_for_who_asked_and_for_15_minutes(
    app: Flask, world: World, browser_of: BrowserOf, work: Work
) -> None:
    member, stranger = browser_of(world.member), browser_of(world.stranger)
    confirm = ask(member)
    work()
    code = {"code": code_to(app, NEW)}
    assert stranger.get(confirm).status_code == stranger.post(confirm, data=code).status_code == 404
    assert app.test_client().post(confirm, data=code).status_code in (400, 404)
    with transaction():
        late = clock.now() - timedelta(minutes=1)
        db.session.execute(update(AddressChange).values(expires_at=late))
    assert member.post(confirm, data=code).status_code == 410
    again = ask(member)
    work()
    code = {"code": code_to(app, NEW)}
    assert member.post(confirm, data=code).status_code == 410, "the first request is worthless now"
    assert member.post(again, data=code).status_code == 303
    assert member.post(again, data=code).status_code == 410


def test_five_guesses(app: Flask, world: World, browser_of: BrowserOf, work: Work) -> None:
    member = browser_of(world.member)
    confirm = ask(member)
    work()
    right = code_to(app, NEW)
    wrong = "111 111" if right != "111 111" else "222 222"
    assert member.post(confirm, data={"code": "12"}).status_code == 422, "no guess"
    statuses = [member.post(confirm, data={"code": wrong}).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert member.post(confirm, data={"code": right}).status_code == 429
    assert email_of(world.member) == "member@example.org"


def test_t33_an_address_that_somebody_has_answers_like_a_free_one(
    app: Flask, world: World, browser_of: BrowserOf, work: Work
) -> None:
    """The same queries, bytes and refusals; only who reads the mail knows."""

    def plain(answer: TestResponse, email: str) -> str:
        text = f"{answer.status_code} {answer.headers.get('Location')} {answer.text}".replace(
            email, "ADDRESS"
        )
        text = re.sub(r'name="csrf_token" value="[^"]*"', "", text)
        return re.sub(r"[2-9bcdfghjkmnp-tv-z]{12}", "ID", text)

    def walk(email: str) -> list[tuple[str, list[str]]]:
        client, seen = browser_of(world.member), []
        with recorded() as sent:
            asked = client.post(PAGE, data={"email": email})
        seen.append((plain(asked, email), sent))
        work()
        for data in (None, {"code": "1"}, *({"code": f"{n:06}"} for n in range(6))):
            path = asked.location
            with recorded() as sent:
                answer = client.get(path) if data is None else client.post(path, data=data)
            seen.append((plain(answer, email), sent))
        return seen

    free, taken, closed = map(walk, ("nobody@example.org", "stranger@example.org", "deactivated@example.org"))
    assert [text[:3] for text, _sent in free] == ["303", "200", *["422"] * 5, "429", "429"]
    for step, (one, other, third) in enumerate(zip(free, taken, closed, strict=True)):
        assert one == other == third, step
    mail = next(mail for mail in postbox.mails(app) if mail.to == "stranger@example.org")
    assert "Er is al een account" in mail.subject
    assert "member" not in mail.text.lower()


def test_somebody_gets_the_address_first(app: Flask, world: World, browser_of: BrowserOf, work: Work) -> None:
    member = browser_of(world.member)
    confirm = ask(member)
    work()
    code = code_to(app, NEW)
    with transaction():
        db.session.add(User(email=NEW, name="Eerder"))
    assert member.post(confirm, data={"code": code}).status_code == 410
    assert email_of(world.member) == "member@example.org"


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "Vul je e-mailadres in."),
        ("geen adres", "Dit e-mailadres klopt niet."),
        ("MEMBER@example.org", "Dit is je adres al."),
        ("x\r\nBcc: a@b.nl", "Dit e-mailadres klopt niet."),
    ],
)
def test_what_cannot_be_an_address_is_said(
    world: World, browser_of: BrowserOf, email: str, message: str
) -> None:
    answer = browser_of(world.member).post(PAGE, data={"email": email})
    assert answer.status_code == 422
    assert message in answer.text


def test_not_too_often(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.member)
    for number in range(6):
        ask(client, f"nieuw{number}@example.org")
    answer = client.post(PAGE, data={"email": "nieuw7@example.org"})
    assert answer.status_code == 429
    assert "half uur" in answer.text


def test_who_is_here_by_their_domain_stays_within_the_domains(app: Flask) -> None:
    assert may_move("a@waterveen.nl", "a@elders.nl")
    with transaction():
        setting.put("registration", "domains")
        setting.put("registration_domains", ["waterveen.nl"])
    assert may_move("a@waterveen.nl", "b@waterveen.nl")
    assert not may_move("a@waterveen.nl", "a@elders.nl")
    assert may_move("gast@elders.nl", "gast@anders.nl"), "invited, whatever the domain"
