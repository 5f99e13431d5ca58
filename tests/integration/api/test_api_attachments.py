"""Programs bring files and pictures, and name them in what they write (T20, T22)."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.models import Scope
from forum.core.attachment import Attachment
from forum.lib.db import db
from tests.pictures import SECRET, photo
from tests.programs import program_of
from tests.world import World

ITEMS, FILES = "/api/v1/items", "/api/v1/attachments"
FORM = "multipart/form-data"


@pytest.fixture
def program(app: Flask, world: World) -> FlaskClient:
    return program_of(app, world.member, Scope.WRITE)


def bring(program: FlaskClient, text: bytes = b"De notulen", **fields: object) -> dict[str, Any]:
    answer = program.post(FILES, data={"file": (io.BytesIO(text), "notulen.txt"), **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.get_json()
    return made


def ids(answer: Any) -> list[str]:
    return [file["id"] for file in answer.get_json()["attachments"]]


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Attachment)) or 0


def fetch(program: FlaskClient, file: dict[str, Any]) -> int:
    with program.get(file["file_url"].removeprefix("http://localhost")) as answer:
        return answer.status_code


def test_a_file_is_ones_own_until_it_is_used(app: Flask, world: World, program: FlaskClient) -> None:
    made = bring(program)
    assert (made["filename"], made["media_type"], made["size"]) == ("notulen.txt", "text/plain", 10)
    other = program_of(app, world.manager, Scope.WRITE)
    path = f"{FILES}/{made['id']}"
    assert (program.get(path).status_code, fetch(program, made)) == (200, 200)
    assert (other.get(path).status_code, fetch(other, made)) == (404, 404)
    assert other.delete(path).status_code == 404
    stolen = {"kind": "discussion", "title": "Van mij", "body": "x", "attachments": [made["id"]]}
    refused = other.post(ITEMS, json=stolen)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.get_json()["errors"]] == ["#/attachments"]
    placed = program.post(ITEMS, json={**stolen, "group": "casuistiek"})
    assert placed.status_code == 201
    assert ids(placed) == [made["id"]]
    # From now on it follows the item: in the closed group for its members only.
    assert (other.get(path).status_code, fetch(other, made)) == (200, 200)
    stranger = program_of(app, world.stranger)
    assert (stranger.get(path).status_code, fetch(stranger, made)) == (404, 404)
    assert program.delete(path).status_code == 404
    assert program.post(ITEMS, json=stolen).status_code == 422, "it is used already"


@pytest.mark.parametrize(
    "new", [{"kind": "statement", "title": "Zo"}, {"kind": "poll", "title": "Hoe?", "options": ["a", "b"]}]
)
def test_on_every_kind_that_is_written(program: FlaskClient, new: dict[str, object]) -> None:
    made = bring(program)
    assert ids(program.post(ITEMS, json={**new, "attachments": [made["id"]]})) == [made["id"]]


def test_on_a_reply_and_which_stay(program: FlaskClient) -> None:
    first, second, third = (bring(program, text) for text in (b"een", b"twee", b"drie"))
    item = program.post(ITEMS, json={"kind": "discussion", "title": "Met bestanden", "body": "x"}).get_json()
    sent = {"body": "Zie hier", "attachments": [first["id"], second["id"]]}
    made = program.post(f"{ITEMS}/{item['id']}/replies", json=sent)
    assert made.status_code == 201
    assert ids(made) == [first["id"], second["id"]]
    reply = f"/api/v1/replies/{made.get_json()['id']}"
    assert ids(program.patch(reply, json={"body": "Zie daar"})) == [first["id"], second["id"]]
    changed = program.patch(reply, json={"attachments": [second["id"], third["id"]]})
    assert ids(changed) == [second["id"], third["id"]]
    assert changed.get_json()["body_html"] == "<p>Zie daar</p>"
    assert program.get(f"{FILES}/{first['id']}").status_code == 404
    assert program.patch(reply, json={"attachments": ["bestaatniet"]}).status_code == 422
    path = f"{ITEMS}/{item['id']}"
    fourth = bring(program, b"vier")
    assert ids(program.patch(path, json={"attachments": [fourth["id"]]})) == [fourth["id"]]
    assert ids(program.patch(path, json={"title": "Nog steeds"})) == [fourth["id"]]
    # A file of the reply is none of the item.
    assert program.patch(path, json={"attachments": [second["id"]]}).status_code == 422
    assert ids(program.patch(path, json={"attachments": []})) == []


def test_a_picture_is_made_anew_and_says_what_is_on_it(program: FlaskClient) -> None:
    refused = program.post(FILES, data={"file": (photo(), "foto.jpg")})
    assert refused.status_code == 422
    assert [error["parameter"] for error in refused.get_json()["errors"]] == ["alt_text"]
    assert count() == 0
    made = program.post(FILES, data={"file": (photo(), "foto.jpg"), "alt_text": "De zaal"}).get_json()
    assert (made["filename"], made["media_type"], made["alt_text"]) == ("foto.webp", "image/webp", "De zaal")
    with program.get(made["file_url"].removeprefix("http://localhost")) as fetched:
        assert SECRET.encode() not in fetched.data


def test_what_cannot_be_brought(app: Flask, world: World, program: FlaskClient) -> None:
    for data in (
        {},
        {"file": "geen bestand"},
        {"file": (io.BytesIO(b""), "leeg.txt")},
        {"file": (io.BytesIO(b"\x89PNG\r\n\x1a\n kapot"), "kapot.png"), "alt_text": "x"},
        {"file": (io.BytesIO(b"x"), "x.txt"), "soort": "y"},
    ):
        answer = program.post(FILES, data=data, content_type=FORM)
        assert answer.status_code == 422, answer.text
        assert answer.get_json()["errors"][0]["parameter"] in ("file", "soort")
    assert program.post(FILES, json={"file": "x"}).status_code == 415
    reading = program_of(app, world.member)
    assert reading.post(FILES, data={"file": (io.BytesIO(b"x"), "x.txt")}).status_code == 403
    assert app.test_client().post(FILES, data={"file": (io.BytesIO(b"x"), "x.txt")}).status_code == 401
    assert count() == 0


def test_thrown_away_and_brought_once(program: FlaskClient) -> None:
    key = {"Idempotency-Key": "bestand-1"}
    first, again = (
        program.post(FILES, data={"file": (io.BytesIO(b"x"), "x.txt")}, headers=key).get_json() for _ in "ab"
    )
    assert first == again
    assert count() == 1
    assert program.delete(f"{FILES}/{first['id']}").status_code == 204
    assert program.get(f"{FILES}/{first['id']}").status_code == 404
    assert count() == 0
