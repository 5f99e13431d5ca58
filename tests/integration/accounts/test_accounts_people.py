"""Settings, the page of a person, and the language of the site."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core.user import User
from forum.lib.db import db, transaction
from tests import world as make
from tests.world import World

BrowserOf = Callable[[User | None], FlaskClient]
GOOD = {"name": "Jan", "function": "", "organisation": "", "locale": "nl", "digest_frequency": "weekly"}


def test_settings_are_kept(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.member)
    answer = client.post(
        "/instellingen",
        data={
            "name": "  Jan  de\tVries ",
            "function": "Jeugdhulpverlener",
            "organisation": "Gemeente <b>",
            "locale": "nl",
            "digest_frequency": "never",
        },
    )
    assert (answer.status_code, answer.location) == (303, "/instellingen")
    page = client.get("/instellingen").text
    for shown in (
        'value="Jan de Vries"',
        'value="Jeugdhulpverlener"',
        "Gemeente &lt;b&gt;",
        "Je instellingen zijn opgeslagen.",
    ):
        assert shown in page
    db.session.expire_all()
    assert (world.member.name, world.member.digest_frequency) == ("Jan de Vries", "never")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Vul je naam in."),
        ("name", " \u200b\0 ", "Vul je naam in."),
        ("name", "x" * 81, "hoogstens 80 tekens"),
        ("function", "x" * 81, "hoogstens 80 tekens"),
        ("organisation", "x" * 81, "hoogstens 80 tekens"),
        ("locale", "xx", "Maak een keuze."),
        ("digest_frequency", "hourly", "Maak een keuze."),
    ],
)
def test_bad_settings_are_said_and_kept_in_the_form(
    world: World, browser_of: BrowserOf, field: str, value: str, message: str
) -> None:
    client = browser_of(world.member)
    answer = client.post("/instellingen", data={**GOOD, "name": "Nieuwe naam", field: value})
    assert answer.status_code == 422
    assert message in answer.text
    if field != "name":
        assert 'value="Nieuwe naam"' in answer.text
    assert db.session.scalars(select(User.name).where(User.id == world.member.id)).one() == "Member"


def test_an_empty_post_is_no_crash(world: World, browser_of: BrowserOf) -> None:
    assert browser_of(world.member).post("/instellingen", data={}).status_code == 422


def test_a_name_cannot_hold_signs_that_deceive(world: World, browser_of: BrowserOf) -> None:
    browser_of(world.member).post("/instellingen", data={**GOOD, "name": "Jan\u202e\r\nBcc: x\x07"})
    assert db.session.scalars(select(User.name).where(User.id == world.member.id)).one() == "Jan Bcc: x"


def test_somebody_else_cannot_be_changed(world: World, browser_of: BrowserOf) -> None:
    browser_of(world.member).post(
        "/instellingen", data={**GOOD, "id": world.stranger.id, "role": "admin", "email": "x@x.nl"}
    )
    rows = db.session.execute(
        select(User.name, User.role, User.email).where(User.id == world.member.id)
    ).one()
    assert tuple(rows) == ("Jan", "member", "member@example.org")
    assert db.session.scalars(select(User.name).where(User.id == world.stranger.id)).one() == "Stranger"


def test_the_page_of_a_person(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        world.member.function = "Wijkcoach"
        make.discussion(world.member, title="Open gesprek")
        make.discussion(world.member, world.closed_group, title="Besloten gesprek")
        make.discussion(world.manager, title="Van een ander")
    address = f"/mensen/{world.member.public_id}"
    page = browser_of(world.stranger).get(address).text
    assert "Member" in page
    assert "Wijkcoach" in page
    assert "Open gesprek" in page
    assert "Van een ander" not in page
    assert "Besloten gesprek" not in page
    assert "Besloten gesprek" in browser_of(world.manager).get(address).text
    assert "member@example.org" not in page


def test_t28_groups_of_a_person_are_those_the_reader_may_know_of(world: World, browser_of: BrowserOf) -> None:
    address = f"/mensen/{world.member.public_id}"
    for name, shown in (
        ("stranger", {"buurtteams"}),
        ("pending", {"buurtteams"}),
        ("moderator", {"buurtteams"}),
        ("manager", {"buurtteams", "casuistiek", "klankbord"}),
        ("member", {"buurtteams", "casuistiek", "klankbord"}),
    ):
        page = browser_of(getattr(world, name)).get(address).text
        assert {group for group in ("buurtteams", "casuistiek", "klankbord") if group in page} == shown, name
    # Who is blocked is nowhere shown as a member.
    page = browser_of(world.manager).get(f"/mensen/{world.banned.public_id}").text
    assert "buurtteams" not in page


def test_a_person_is_not_there_for_visitors(world: World, browser_of: BrowserOf, client: FlaskClient) -> None:
    known = client.get(f"/mensen/{world.member.public_id}")
    unknown = client.get("/mensen/zzzzzzzzzzzz")
    assert known.status_code == unknown.status_code == 404
    assert known.text.replace(world.member.public_id, "zzzzzzzzzzzz") == unknown.text
    signed_in = browser_of(world.member)
    assert signed_in.get(f"/mensen/{world.deactivated.public_id}").status_code == 404
    assert signed_in.get("/mensen/zzzzzzzzzzzz").status_code == 404


def test_your_own_page(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.member)
    answer = client.get("/profiel")
    assert answer.location == f"/mensen/{world.member.public_id}"
    assert "Aanpassen" in client.get(answer.location).text
    assert "Aanpassen" not in browser_of(world.stranger).get(answer.location).text


def test_the_language_of_a_visitor_is_a_cookie(app: Flask, client: FlaskClient) -> None:
    answer = client.post("/taal", data={"language": "en", "next": "/aanmelden?next=/"})
    assert (answer.status_code, answer.location) == (303, "/aanmelden?next=/")
    assert answer.headers["Set-Cookie"].startswith("language=en;")
    assert '<html lang="en"' in client.get("/aanmelden").text
    assert '<html lang="nl"' in app.test_client().get("/aanmelden").text


def test_the_language_of_a_person_is_kept_with_them(app: Flask, world: World, browser_of: BrowserOf) -> None:
    answer = browser_of(world.member).post("/taal", data={"language": "en"})
    assert answer.status_code == 303
    assert "language=" not in answer.headers.get("Set-Cookie", "")
    assert '<html lang="en"' in browser_of(world.member).get("/instellingen").text
    assert '<html lang="nl"' in browser_of(world.stranger).get("/instellingen").text


@pytest.mark.parametrize("data", [{}, {"language": "xx"}, {"language": "en\r\nSet-Cookie: a=b"}])
def test_no_other_language(client: FlaskClient, data: dict[str, str]) -> None:
    answer = client.post("/taal", data=data)
    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers


def test_choosing_a_language_stays_on_the_site(client: FlaskClient) -> None:
    assert client.post("/taal", data={"language": "en", "next": "//evil.nl"}).location == "/"
