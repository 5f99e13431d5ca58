"""The review of rights: whole as far as an administrator may know, and a file that is safe to open."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts import tokens
from forum.core.group import MembershipRole
from forum.core.security_event import SecurityEvent
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.lib.spreadsheet import as_csv
from tests import world as make
from tests.corpus import CORPUS, needs_corpus
from tests.world import CAST, World

BrowserOf = Callable[[object], FlaskClient]


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def export(client: FlaskClient, what: str) -> dict[str, list[str]]:
    answer = client.post("/beheer/rechten", data={"what": what})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    return {row[0]: row for row in rows_of(answer.data)[1:]}


def test_for_administrators_only(world: World, browser_of: BrowserOf) -> None:
    for name in (*CAST, "anonymous"):
        expected = 200 if name == "administrator" else 404 if name in ("anonymous", "deactivated") else 403
        client = browser_of(world.people[name])
        assert client.get("/beheer/rechten").status_code == expected, name
        assert client.post("/beheer/rechten", data={"what": "people"}).status_code == expected, name


def test_roles_and_groups(world: World, browser_of: BrowserOf) -> None:
    page = browser_of(world.administrator).get("/beheer/rechten").text
    for shown in ("Moderator", "Administrator", "buurtteams", "casuistiek", "Manager"):
        assert shown in page
    people = export(browser_of(world.administrator), "people")
    assert set(people) == {getattr(world, name).name for name in CAST}
    assert people["Moderator"][2] == "moderator"
    assert people["Deactivated"][3] == "gesloten"
    assert people["Manager"][8] == "buurtteams, casuistiek"
    groups = export(browser_of(world.administrator), "groups")
    assert groups["casuistiek"][1:] == ["Besloten", "Manager (manager@example.org)", "2"]


def test_a_hidden_group_does_not_exist_here(world: World, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)
    with transaction():
        # Not even the one that the administrator manages: the file goes to others.
        make.join(world.hidden_group, world.administrator, MembershipRole.MANAGER)
    before = admin.get("/beheer/rechten").text
    everything = before + str(export(admin, "people")) + str(export(admin, "groups"))
    assert "klankbord" not in everything
    assert world.hidden_group.address not in everything
    with transaction():
        make.group("nog-een-verborgen", world.hidden_group.preset, world.stranger)
    assert _without_token(admin.get("/beheer/rechten").text) == _without_token(before)


def test_members_of_a_closed_group_are_a_number(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        make.join(world.closed_group, world.stranger)
        make.join(world.open_group, world.former)
    people = export(browser_of(world.administrator), "people")
    assert people["Stranger"][8:] == ["", ""]
    assert people["Former"][8:] == ["", "buurtteams"]
    assert people["Member"][9] == "buurtteams"
    assert export(browser_of(world.administrator), "groups")["casuistiek"][3] == "3"


def test_programs_and_browsers_are_counted(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        secret = tokens.issue(world.member)
        tokens.issue(world.member)
    browser_of(world.member)
    admin = browser_of(world.administrator)
    page = admin.get("/beheer/rechten").text
    assert "2 programma" in page
    assert secret not in page
    assert export(admin, "people")["Member"][6:8] == ["1", "2"]


def test_long_not_signed_in(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        for person, days in ((world.stranger, 200), (world.former, 100)):
            person.created_at = clock.now() - timedelta(days=300)
            person.signed_in_at = clock.now() - timedelta(days=days)
    admin = browser_of(world.administrator)
    assert "1 account is een half jaar niet gebruikt" in admin.get("/beheer/rechten").text
    found = admin.get("/beheer/mensen?toon=lang").text
    assert world.stranger.email in found
    assert world.former.email not in found


def test_t42_made_now_for_who_asks_and_logged(world: World, app: Flask, browser_of: BrowserOf) -> None:
    admin = browser_of(world.administrator)
    assert "Nieuwe Naam" not in export(admin, "people")
    with transaction():
        world.stranger.name = "Nieuwe Naam"
    assert "Nieuwe Naam" in export(admin, "people")
    db.session.rollback()
    found = db.session.execute(
        select(SecurityEvent.action, SecurityEvent.actor_id, SecurityEvent.detail)
    ).all()
    assert [tuple(row) for row in found] == [("rights-exported", world.administrator.id, "people")] * 2
    # There is no address that holds it, for anybody.
    assert b"example.org" not in admin.get("/beheer/rechten?what=people").data
    assert admin.post("/beheer/rechten", data={"what": "anders"}).status_code == 422
    with transaction():
        world.administrator.role = world.member.role
    assert admin.post("/beheer/rechten", data={"what": "people"}).status_code == 403


def test_a_name_is_no_formula(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        world.stranger.name = "=HYPERLINK(1)"
        world.open_group.name = "@groep"
    admin = browser_of(world.administrator)
    assert "'=HYPERLINK(1)" in export(admin, "people")
    assert "'@groep" in export(admin, "groups")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", " =1", "\t=1", "＝1", "\r=1", "\n=1"])
def test_what_spreadsheets_take_for_a_formula(text: str) -> None:
    [_head, [cell]] = rows_of(as_csv(["kop"], [[text]]))
    assert cell.startswith("'")


@pytest.mark.parametrize("text", ["Jan", "a=1", "a@b.nl", "1-2", 'zeg "ja"; nee', "twee\nregels", ""])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert rows_of(as_csv(["kop"], [[text, 3, None]]))[1] == [text, "3", ""]


@needs_corpus
def test_known_attacks_are_words() -> None:
    attacks = (CORPUS / "attacks" / "csv" / "csv-injection.txt").read_text(encoding="utf-8").splitlines()
    assert len(attacks) > 4
    rows = rows_of(as_csv(["kop"], [[attack] for attack in attacks]))[1:]
    assert len(rows) == len(attacks)
    assert [cell for [cell] in rows if cell.lstrip().startswith(("=", "+", "-", "@"))] == []


def _without_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf_token" not in line)
