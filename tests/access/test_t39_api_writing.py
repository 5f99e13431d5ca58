"""T25, T27, T39: who writes through the API may what they may on the page, and a token gives no more than its scope."""

import io
from collections.abc import Callable
from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from forum.accounts.models import Scope
from forum.api.bodies import read_whole_body
from forum.core.group import Group, Membership
from forum.core.item import Item, Reply
from forum.lib.db import db, transaction
from forum.polls.models import Poll
from tests import world as make
from tests.access.test_route_matrix import ALL_PLACES, NOBODY, TAKES_PART
from tests.programs import program_of
from tests.samples import SAMPLES
from tests.world import CAST, World

PERSONS = (*CAST, "anonymous")
NEW = {"kind": "discussion", "title": "Nieuw", "body": "Tekst"}
WRITES_IN = {
    None: set(CAST) - {"deactivated"},
    "open_group": {"manager", "member"},
    "closed_group": {"manager", "member"},
    "hidden_group": {"manager", "member"},
}
KNOWS = {
    "open_group": set(CAST) - {"deactivated"},
    "closed_group": set(CAST) - {"deactivated"},
    "hidden_group": {"manager", "member"},
}


@pytest.mark.parametrize("name", PERSONS)
def test_t39_taking_part_is_for_whom_the_page_lets(app: Flask, world: World, name: str) -> None:
    placed: list[tuple[Item, str | None, frozenset[str]]] = []
    with transaction():
        for kind in SAMPLES:
            for place, audience, state, who in ALL_PLACES:
                group: Group | None = getattr(world, place) if place else None
                item = SAMPLES[kind](make.reader(world.member), group, f"{kind} {place} {audience} {state}")
                item.audience, item.state = audience, state
                placed.append((item, place, who))
    program = program_of(app, world.people[name], Scope.WRITE)
    for item, place, who in placed:
        where = f"{name}: {item.title}"
        path = f"/api/v1/items/{item.public_id}"
        if name in NOBODY:
            expected = {401}
        elif name not in who:
            expected = {404}
        elif item.state == "published" and name in TAKES_PART[place]:
            expected = {200, 201}
        else:
            expected = {403}
        assert program.post(f"{path}/replies", json={"body": "Ja"}).status_code in expected, where
        if item.kind in ("statement", "poll"):
            sent = {"option": item.options[0].id} if isinstance(item, Poll) else {"choice": "agree"}
            assert program.post(f"{path}/votes", json=sent).status_code in expected, where
        mine = name == "member" or (name == "manager" and place)
        if name not in NOBODY:
            expected = {404} if name not in who else {204} if mine else {403}
        assert program.delete(path).status_code in expected, where


@pytest.mark.parametrize("name", PERSONS)
def test_t39_a_place_to_write_is_that_of_the_form(app: Flask, world: World, name: str) -> None:
    program = program_of(app, world.people[name], Scope.WRITE)
    for place, who in WRITES_IN.items():
        address = getattr(world, place).address if place else None
        if name in NOBODY:
            expected = 401
        elif place and name not in KNOWS[place]:
            expected = 404
        else:
            expected = 201 if name in who else 403
        answer = program.post("/api/v1/items", json={**NEW, "group": address})
        assert answer.status_code == expected, f"{name} {place}"
        form = {"file": (io.BytesIO(b"Tekst"), "x.txt"), **({"group": address} if address else {})}
        assert program.post("/api/v1/documents", data=form).status_code == expected, f"{name} {place}"


def test_t27_a_hidden_group_is_an_unknown_one_for_who_writes(app: Flask, world: World) -> None:
    program = program_of(app, world.stranger, Scope.WRITE)
    known = program.post("/api/v1/items", json={**NEW, "group": world.hidden_group.address})
    unknown = program.post("/api/v1/items", json={**NEW, "group": "zzzzzzzzzzzz"})
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data) == (404, unknown.data)


def test_t14_a_token_to_read_writes_nothing(app: Flask, world: World) -> None:
    with transaction():
        item = make.discussion(world.member)
        mine = make.reply(item, world.member)
    reads = program_of(app, world.member)
    path = f"/api/v1/items/{item.public_id}"
    answers = [
        reads.post("/api/v1/items", json=NEW),
        reads.post("/api/v1/documents", data={"file": (io.BytesIO(b"x"), "x.txt")}),
        reads.post(f"{path}/replies", json={"body": "Ja"}),
        reads.post(f"{path}/votes", json={"choice": "agree"}),
        reads.patch(path, json={"title": "Anders"}),
        reads.patch(f"/api/v1/replies/{mine.public_id}", json={"body": "Anders"}),
        reads.delete(f"/api/v1/replies/{mine.public_id}"),
        reads.delete(path),
    ]
    for answer in answers:
        assert answer.status_code == 403
        assert answer.mimetype == "application/problem+json"
        assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Item)) == 1
    assert db.session.scalar(select(func.count()).select_from(Reply)) == 1
    writes = program_of(app, world.member, Scope.WRITE)
    assert writes.post(f"{path}/replies", json={"body": "Ja"}).status_code == 201
    assert writes.delete(path).status_code == 204


def test_a_session_writes_nothing(
    app: Flask, world: World, browser_of: Callable[[object], FlaskClient]
) -> None:
    """A page of another site can send a form, or JSON as plain text, and the cookie comes along: it means nothing."""
    browser = browser_of(world.member)
    assert browser.get("/instellingen").status_code == 200
    elsewhere = {"Origin": "https://elders.example"}
    form = {"file": (io.BytesIO(b"x"), "x.txt")}
    assert browser.post("/api/v1/items", json=NEW, headers=elsewhere).status_code == 401
    assert browser.post("/api/v1/items", data="{}", headers=elsewhere).status_code == 401
    assert browser.post("/api/v1/documents", data=form, headers=elsewhere).status_code == 401
    assert browser.get("/api/v1/me").status_code == 401
    assert db.session.scalar(select(func.count()).select_from(Item)) == 0


def test_t25_the_right_to_write_is_read_when_the_body_is_in(app: Flask, world: World) -> None:
    """Somebody who sends slowly does not act with the rights of when they began."""
    own = (Membership.user_id == world.member.id, Membership.group_id == world.closed_group.id)

    def read_slowly() -> None:
        read_whole_body()
        db.session.execute(delete(Membership).where(*own))
        db.session.commit()

    program = program_of(app, world.member, Scope.WRITE)
    with patch("forum.api.bodies.read_whole_body", read_slowly):
        answer = program.post("/api/v1/items", json={**NEW, "group": "casuistiek"})
    assert answer.status_code == 403
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Item)) == 0


def test_t20_a_file_is_fetched_with_a_token(app: Flask, world: World) -> None:
    with transaction():
        reader = make.reader(world.member)
        item = SAMPLES["document"](reader, world.closed_group, "Besloten stuk")
    path = f"/documenten/{item.public_id}/bestand"
    with program_of(app, world.member).get(path) as answer:
        assert answer.data == b"Tekst van Besloten stuk"
    assert program_of(app, world.stranger).get(path).status_code == 404
    assert app.test_client().get(path).status_code == 404
    assert app.test_client().get(path, headers={"Authorization": "Bearer onzin"}).status_code == 401
