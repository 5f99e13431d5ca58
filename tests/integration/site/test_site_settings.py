"""Administrators change the site: it holds at once and for everybody, and the log says who did it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from forum import mail
from forum.access import Action, audience, may
from forum.accounts import registration
from forum.core import setting
from forum.core.item import Audience
from forum.core.security_event import SecurityEvent
from forum.lib.db import db, transaction
from forum.mail.folder import list_mails
from forum.site.words import of_change
from tests import world as make
from tests.counting import recorded
from tests.world import CAST, World

BrowserOf = Callable[[object], FlaskClient]
GENERAL = {"name": "Jeugdplein", "lead": "", "welcome": "", "menu": "", "language": "nl"}
ENTRY = {
    "registration": "everybody",
    "registration_domains": "",
    "group_makers": "everybody",
    "audience_outside": "public",
    "audience_open_group": "group",
}


def lines() -> list[tuple[str, int | None, str]]:
    query = select(SecurityEvent.action, SecurityEvent.actor_id, SecurityEvent.detail).order_by(
        SecurityEvent.id
    )
    return [tuple(row) for row in db.session.execute(query)]


@pytest.mark.parametrize("path", ["/beheer/site", "/beheer/toegang", "/beheer", "/beheer/logboek"])
def test_for_administrators_only(world: World, browser_of: BrowserOf, path: str) -> None:
    for name in (*CAST, "anonymous"):
        expected = 200 if name == "administrator" else 404 if name in ("anonymous", "deactivated") else 403
        assert browser_of(world.people[name]).get(path).status_code == expected, name


def test_nobody_else_changes_anything(world: World, browser_of: BrowserOf) -> None:
    for name in ("member", "manager", "moderator"):
        assert browser_of(world.people[name]).post("/beheer/site", data=GENERAL).status_code == 403
        assert browser_of(world.people[name]).post("/beheer/toegang", data=ENTRY).status_code == 403
    assert setting.get("name") == "Kennisplein"
    assert lines() == []


def test_the_name_is_everywhere_at_once(world: World, app: Flask, browser_of: BrowserOf) -> None:
    visitor = app.test_client()
    assert "Kennisplein" in visitor.get("/").text
    answer = browser_of(world.administrator).post("/beheer/site", data=GENERAL)
    assert answer.status_code == 303
    page = visitor.get("/groepen").text
    assert "<title>Groepen – Jeugdplein</title>" in page
    assert "Kennisplein" not in page
    mail.send("a@example.org", "sign_in", {"code": "1", "url": "http://localhost/x"})
    [sent] = list_mails(app.config["KENNISPLEIN"].folder("mail"))
    assert sent.subject.endswith("Jeugdplein")
    assert lines() == [("setting-changed", world.administrator.id, "name|Kennisplein|Jeugdplein")]


def test_front_page_and_menu(world: World, app: Flask, browser_of: BrowserOf) -> None:
    data = GENERAL | {
        "lead": "Vraag het elkaar.",
        "welcome": "Welkom **allemaal** <script>alert(1)</script>",
        "menu": "Agenda https://www.gemeente.nl/agenda\nRegels /pagina/spelregels",
    }
    assert browser_of(world.administrator).post("/beheer/site", data=data).status_code == 303
    page = app.test_client().get("/").text
    assert "Vraag het elkaar." in page
    assert "Welkom <strong>allemaal</strong>" in page
    assert "<script>alert" not in page
    assert '<a href="https://www.gemeente.nl/agenda">Agenda</a>' in page
    assert '<a href="/pagina/spelregels">Regels</a>' in page
    # Long texts are named in the log, not repeated.
    assert {detail for _action, _by, detail in lines()} == {
        "name|Kennisplein|Jeugdplein",
        "lead",
        "welcome",
        "menu",
    }


def test_what_is_refused_stays_in_the_form_and_changes_nothing(world: World, browser_of: BrowserOf) -> None:
    data = GENERAL | {"menu": "Agenda javascript:alert(1)", "lead": "Bewaar deze zin"}
    answer = browser_of(world.administrator).post("/beheer/site", data=data)
    assert answer.status_code == 422
    assert "Regel 1: dit adres kan niet" in answer.text
    assert "Bewaar deze zin" in answer.text
    assert setting.get("name") == "Kennisplein"
    assert lines() == []


def test_saving_what_is_there_already_is_no_change(world: World, browser_of: BrowserOf) -> None:
    for _twice in range(2):
        browser_of(world.administrator).post("/beheer/site", data=GENERAL)
    assert len(lines()) == 1


def test_the_language_of_the_site(world: World, app: Flask, browser_of: BrowserOf) -> None:
    assert 'lang="nl"' in app.test_client().get("/").text
    browser_of(world.administrator).post("/beheer/site", data=GENERAL | {"language": "en"})
    visitor = app.test_client()
    assert "All groups" in visitor.get("/groepen").text
    visitor.post("/taal", data={"language": "nl"})
    assert "Alle groepen" in visitor.get("/groepen").text


def test_who_may_register(world: World, browser_of: BrowserOf) -> None:
    assert registration.may_register("iemand@haarlem.nl")
    data = ENTRY | {"registration": "domains", "registration_domains": "amsterdam.nl"}
    assert browser_of(world.administrator).post("/beheer/toegang", data=data).status_code == 303
    db.session.rollback()
    assert registration.may_register("iemand@amsterdam.nl")
    assert not registration.may_register("iemand@haarlem.nl")
    refused = browser_of(world.administrator).post(
        "/beheer/toegang", data=data | {"registration_domains": ""}
    )
    assert refused.status_code == 422
    assert "Vul minstens één domein in" in refused.text


@pytest.mark.parametrize(
    ("who", "may_begin"),
    [
        ("everybody", {"manager", "member", "stranger", "administrator", "moderator"}),
        ("managers", {"manager", "administrator"}),
        ("administrators", {"administrator"}),
    ],
)
def test_who_may_begin_a_group(world: World, browser_of: BrowserOf, who: str, may_begin: set[str]) -> None:
    browser_of(world.administrator).post("/beheer/toegang", data=ENTRY | {"group_makers": who})
    for name in ("manager", "member", "stranger", "administrator", "moderator", "anonymous"):
        client = browser_of(world.people[name])
        allowed = name in may_begin
        assert ("Begin een groep" in client.get("/groepen").text) == allowed, name
        if name == "anonymous":
            continue
        assert client.get("/groepen/nieuw").status_code == (200 if allowed else 403), name
        answer = client.post("/groepen/nieuw", data={"name": f"Groep {name}", "preset": "open"})
        assert answer.status_code == (303 if allowed else 403), name


def test_who_reads_by_default(world: World, browser_of: BrowserOf) -> None:
    data = ENTRY | {"group_makers": "everybody"}
    wanted = {"audience_outside": Audience.SIGNED_IN.value, "audience_open_group": Audience.MEMBERS.value}
    assert audience.checked(None, None) == Audience.PUBLIC
    answer = browser_of(world.administrator).post("/beheer/toegang", data=data | wanted)
    assert answer.status_code == 303
    db.session.rollback()
    assert audience.checked(None, None) == Audience.SIGNED_IN
    assert audience.checked(None, world.open_group) == Audience.MEMBERS
    # A default, not a rule: what somebody chooses still holds.
    assert audience.checked(Audience.PUBLIC, None) == Audience.PUBLIC
    assert audience.checked(None, world.closed_group) == Audience.GROUP


def test_settings_cost_one_query_a_page(world: World, app: Flask) -> None:
    with recorded() as queries:
        app.test_client().get("/groepen")
    assert len([query for query in queries if "FROM settings" in query]) == 1


def test_each_transaction_reads_anew_also_when_nothing_was_read_before(
    world: World, browser_of: BrowserOf
) -> None:
    """A worker goes on for days with one session, and may ask for a setting first of all."""
    for name in ("Jeugdplein", "Zorgplein"):
        db.session.rollback()
        before = setting.get("name")
        browser_of(world.administrator).post("/beheer/site", data=GENERAL | {"name": name})
        db.session.rollback()
        assert before != name
        assert setting.get("name") == name


def test_the_log_cannot_be_changed(world: World, browser_of: BrowserOf) -> None:
    browser_of(world.administrator).post("/beheer/site", data=GENERAL)
    for query in (update(SecurityEvent).values(detail="iets anders"), delete(SecurityEvent)):
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction() as session:
            session.execute(query)
    assert lines() == [("setting-changed", world.administrator.id, "name|Kennisplein|Jeugdplein")]


def test_the_log_is_in_words(world: World, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)
    admin.post("/beheer/toegang", data=ENTRY | {"group_makers": "administrators"})
    page = admin.get("/beheer/logboek").text
    assert "Administrator veranderde een instelling." in page
    assert "van “Iedereen met een account” naar “Alleen beheerders van de site”" in page


def test_a_change_is_said_in_words(app: Flask) -> None:
    with app.test_request_context():
        assert of_change("name|Oud|") == "Naam van de site: van “Oud” naar “niets”"
        assert of_change("menu") == "Links in het menu"
        assert of_change("bestaat-niet|a|b") == "bestaat-niet: van “a” naar “b”"


def test_an_administrator_reads_no_group_because_of_it(world: World) -> None:
    reader = make.reader(world.administrator)
    assert may(reader, Action.SITE_ADMINISTER)
    assert not may(reader, Action.GROUP_MANAGE, world.open_group)
    assert not may(reader, Action.GROUP_READ_CONTENT, world.closed_group)
