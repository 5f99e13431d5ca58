"""Programs change statements and polls of their own: all of it until somebody voted, then what nobody voted on."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.models import Scope
from forum.core.item import Item
from forum.lib import clock
from forum.lib.db import db, transaction
from tests import world as make
from tests.programs import program_of
from tests.samples import SAMPLES
from tests.world import World

ITEMS = "/api/v1/items"


@pytest.fixture
def program(app: Flask, world: World) -> FlaskClient:
    return program_of(app, world.member, Scope.WRITE)


def sample(world: World, kind: str) -> Item:
    with transaction():
        return SAMPLES[kind](make.reader(world.member), None, "Elke brief is kort")


def wrong(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [error["pointer"] for error in answer.get_json()["errors"]]


def test_a_statement_until_and_after_a_vote(app: Flask, world: World, program: FlaskClient) -> None:
    path = f"{ITEMS}/{sample(world, 'statement').public_id}"
    ends = (clock.now() + timedelta(days=3)).isoformat()
    changed = program.patch(path, json={"title": "Elke brief is helder", "closes_at": ends}).get_json()
    assert (changed["title"], changed["statement"]["closes_at"]) == ("Elke brief is helder", ends)
    assert changed["edited_at"]
    voter = program_of(app, world.stranger, Scope.WRITE)
    assert voter.post(f"{path}/votes", json={"choice": "agree"}).status_code == 200
    assert wrong(program.patch(path, json={"title": "Elke brief is lang"})) == ["#/title"]
    changed = program.patch(path, json={"body": "Met een toelichting", "themes": ["brieven"]}).get_json()
    assert (changed["title"], changed["body_source"], changed["themes"]) == (
        "Elke brief is helder",
        "Met een toelichting",
        ["brieven"],
    )
    assert program.patch(path, json={"title": " Elke  brief is helder"}).status_code == 200
    assert program.patch(path, json={"closes_at": None}).get_json()["statement"]["closes_at"] is None
    # Nobody voted any more: it is free again.
    assert voter.delete(f"{path}/votes").status_code == 204
    assert program.patch(path, json={"title": "Elke brief is lang"}).status_code == 200


def test_a_poll_until_and_after_a_vote(world: World, program: FlaskClient) -> None:
    poll = sample(world, "poll")
    path = f"{ITEMS}/{poll.public_id}"
    changed = program.patch(path, json={"options": ["soms", "nooit", "altijd"]}).get_json()
    options = changed["poll"]["options"]
    assert [option["label"] for option in options] == ["soms", "nooit", "altijd"]
    assert program.post(f"{path}/votes", json={"option": options[0]["id"]}).status_code == 200
    assert wrong(program.patch(path, json={"options": ["soms", "altijd"]})) == ["#/options"]
    assert wrong(program.patch(path, json={"title": "Iets anders?"})) == ["#/title"]
    same = {"options": ["soms", "nooit", "altijd"], "body": "Waarom ik het vraag"}
    changed = program.patch(path, json=same).get_json()
    assert [option["id"] for option in changed["poll"]["options"]] == [option["id"] for option in options]
    assert changed["poll"]["voter_count"] == 1
    assert wrong(program.patch(path, json={"options": ["een"]})) == ["#/options"]


@pytest.mark.parametrize("kind", ["statement", "poll"])
def test_what_closed_stays_closed(world: World, program: FlaskClient, kind: str) -> None:
    item = sample(world, kind)
    path = f"{ITEMS}/{item.public_id}"
    past = (clock.now() - timedelta(hours=1)).isoformat()
    assert wrong(program.patch(path, json={"closes_at": past})) == ["#/closes_at"]
    with transaction():
        db.session.get_one(type(item), item.id).closes_at = clock.now()
    later = (clock.now() + timedelta(days=1)).isoformat()
    for moment in (later, None):
        assert wrong(program.patch(path, json={"closes_at": moment})) == ["#/closes_at"]
    assert program.patch(path, json={"body": "Dit kwam eruit"}).status_code == 200


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("discussion", "options", ["a", "b"]),
        ("discussion", "closes_at", None),
        ("discussion", "summary", "x"),
        ("statement", "options", ["a", "b"]),
        ("document", "body", "x"),
        ("document", "attachments", []),
    ],
)
def test_what_a_kind_does_not_have(
    world: World, program: FlaskClient, kind: str, field: str, value: object
) -> None:
    path = f"{ITEMS}/{sample(world, kind).public_id}"
    assert wrong(program.patch(path, json={field: value, "title": "Nieuw"})) == [f"#/{field}"]
    assert program.get(path).get_json()["title"] == "Elke brief is kort"


@pytest.mark.parametrize("kind", ["statement", "poll"])
def test_only_ones_own(app: Flask, world: World, kind: str) -> None:
    path = f"{ITEMS}/{sample(world, kind).public_id}"
    assert program_of(app, world.manager, Scope.WRITE).patch(path, json={"body": "x"}).status_code == 403
    assert program_of(app, world.member, Scope.READ).patch(path, json={"body": "x"}).status_code == 403
    assert app.test_client().patch(path, json={"body": "x"}).status_code == 401
