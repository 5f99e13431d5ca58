"""What programs write goes through the services of the pages, and the same request twice makes one thing."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.models import Scope
from forum.core.item import Audience, Item, Reply, State
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.library.models import Document
from forum.polls.models import Poll, PollVote
from forum.polls.service import vote as vote_poll
from forum.statements.models import StatementVote
from tests import world as make
from tests.programs import program_of
from tests.samples import SAMPLES
from tests.world import World

ITEMS = "/api/v1/items"
FORM = "multipart/form-data"
DISCUSSION = {"kind": "discussion", "title": "Wachttijd", "body": "Hoe **gaat** het?"}


@pytest.fixture
def program(app: Flask, world: World) -> FlaskClient:
    return program_of(app, world.member, Scope.WRITE)


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def sample(world: World, kind: str) -> Item:
    with transaction():
        return SAMPLES[kind](make.reader(world.manager), None, "Van een ander")


def test_a_discussion(program: FlaskClient) -> None:
    answer = program.post(ITEMS, json={**DISCUSSION, "group": "casuistiek", "themes": ["Wachttijd", "jeugd"]})
    assert answer.status_code == 201, answer.text
    made = answer.get_json()
    assert answer.headers["Location"] == f"http://localhost{ITEMS}/{made['id']}"
    assert program.get(f"{ITEMS}/{made['id']}").get_json() == made
    assert (made["group"], made["audience"], made["themes"]) == (
        "casuistiek",
        "group",
        ["Wachttijd", "jeugd"],
    )
    assert (made["body_html"], made["body_source"]) == (
        "<p>Hoe <strong>gaat</strong> het?</p>",
        "Hoe **gaat** het?",
    )


def test_a_statement_and_a_poll_with_their_votes(app: Flask, world: World, program: FlaskClient) -> None:
    ends = (clock.now() + timedelta(days=2)).isoformat()
    made = program.post(ITEMS, json={"kind": "statement", "title": "Elke brief is kort", "closes_at": ends})
    assert made.status_code == 201
    assert made.get_json()["statement"] == {
        "closes_at": ends,
        "closed": False,
        "voter_count": 0,
        "my_choice": None,
        "results": None,
    }
    votes = f"{ITEMS}/{made.get_json()['id']}/votes"
    voted = program.post(votes, json={"choice": "agree"})
    assert voted.status_code == 200
    # Below ten voters nobody sees the division, as on the page.
    assert voted.get_json()["statement"] | {"closes_at": None} == {
        "closes_at": None,
        "closed": False,
        "voter_count": 1,
        "my_choice": "agree",
        "results": None,
    }
    assert program.delete(votes).status_code == 204
    assert count(StatementVote) == 0

    made = program.post(ITEMS, json={"kind": "poll", "title": "Wanneer?", "options": ["ma", "di"]})
    options = made.get_json()["poll"]["options"]
    assert [(option["label"], option["votes"]) for option in options] == [("ma", None), ("di", None)]
    votes = f"{ITEMS}/{made.get_json()['id']}/votes"
    alone = program.post(votes, json={"option": options[1]["id"]}).get_json()["poll"]
    assert (alone["my_option"], alone["voter_count"]) == (options[1]["id"], 1)
    assert {option["votes"] for option in alone["options"]} == {None}, "too few to show"
    with transaction():
        poll = db.session.get_one(Poll, db.session.scalar(select(Poll.id)))
        for number in range(4):
            vote_poll(make.reader(make.person(f"stemmer{number}")), poll, str(options[0]["id"]))
    voted = program.post(votes, json={"option": options[1]["id"]}).get_json()["poll"]
    assert voted["my_option"] == options[1]["id"]
    assert [(option["votes"], option["percent"]) for option in voted["options"]] == [(4, 80), (1, 20)]
    # Somebody else did not vote, and sees no result.
    other = program_of(app, world.stranger).get(f"{ITEMS}/{made.get_json()['id']}").get_json()["poll"]
    assert (other["my_option"], other["voter_count"]) == (None, 5)
    assert {option["votes"] for option in other["options"]} == {None}
    assert program.delete(votes).status_code == 204
    assert program.delete(votes).status_code == 204
    assert count(PollVote) == 4


def test_ten_voters_show_the_division(app: Flask, world: World) -> None:
    statement = sample(world, "statement")
    with transaction():
        voters = [make.person(f"stemmer{number}") for number in range(9)]
        for voter in voters:
            db.session.add(StatementVote(statement_id=statement.id, user_id=voter.id, choice="disagree"))
    votes = f"{ITEMS}/{statement.public_id}/votes"
    answer = program_of(app, world.member, Scope.WRITE).post(votes, json={"choice": "agree"}).get_json()
    assert [side["votes"] for side in answer["statement"]["results"]] == [1, 0, 9]


def test_no_vote_any_more_when_it_closed(app: Flask, world: World, program: FlaskClient) -> None:
    poll = sample(world, "poll")
    assert isinstance(poll, Poll)
    option = poll.options[0].id
    path = f"{ITEMS}/{poll.public_id}/votes"
    assert program.post(path, json={"option": option}).status_code == 200
    with transaction():
        db.session.get_one(Poll, poll.id).closes_at = clock.now()
    assert program.post(path, json={"option": option}).status_code == 422
    assert program.delete(path).status_code == 422
    assert count(PollVote) == 1


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("statement", {"option": 1}),
        ("statement", {"choice": "misschien"}),
        ("poll", {"choice": "agree"}),
        ("poll", {"option": 999999}),
        ("poll", {"option": "1"}),
        ("discussion", {"choice": "agree"}),
    ],
)
def test_a_vote_that_does_not_fit(
    world: World, program: FlaskClient, kind: str, sent: dict[str, object]
) -> None:
    path = f"{ITEMS}/{sample(world, kind).public_id}/votes"
    assert program.post(path, json=sent).status_code == 422
    assert count(StatementVote) + count(PollVote) == 0


def test_a_reply(world: World, program: FlaskClient) -> None:
    item = sample(world, "discussion")
    answer = program.post(f"{ITEMS}/{item.public_id}/replies", json={"body": "Eens"})
    assert answer.status_code == 201
    made = answer.get_json()
    path = f"/api/v1/replies/{made['id']}"
    assert answer.headers["Location"] == f"http://localhost{path}"
    assert (made["item"], made["body_html"]) == (item.public_id, "<p>Eens</p>")
    assert program.patch(path, json={"body": "Oneens"}).get_json()["body_html"] == "<p>Oneens</p>"
    assert program.delete(path).status_code == 204
    assert program.get(path).status_code == 404


def test_a_document(world: World, program: FlaskClient) -> None:
    def upload(**fields: object) -> dict[str, object]:
        return {"file": (io.BytesIO(b"De tekst van het plan"), "jaar_plan.txt"), **fields}

    answer = program.post(
        "/api/v1/documents", data=upload(group="casuistiek", summary="Over het jaar", themes=["plan", "zorg"])
    )
    assert answer.status_code == 201, answer.text
    made = answer.get_json()
    assert (made["title"], made["filename"], made["themes"]) == (
        "Jaar plan",
        "jaar_plan.txt",
        ["plan", "zorg"],
    )
    with program.get(made["file_url"].removeprefix("http://localhost")) as fetched:
        assert fetched.data == b"De tekst van het plan"
    wrong = {"title": "x" * 201, "summary": "y" * 301, "soort": "z"}
    refused = program.post("/api/v1/documents", data=wrong, content_type=FORM)
    assert refused.status_code == 422
    assert {error["parameter"] for error in refused.get_json()["errors"]} == {
        "file",
        "title",
        "summary",
        "soort",
    }
    assert (
        program.post("/api/v1/documents", data={"file": "geen bestand"}, content_type=FORM).status_code == 422
    )
    assert program.post("/api/v1/documents", json={"file": "x"}).status_code == 415
    key = {"Idempotency-Key": "een"}
    assert program.post("/api/v1/documents", data=upload(), headers=key).status_code == 201
    assert program.post("/api/v1/documents", data=upload(), headers=key).status_code == 201
    assert count(Document) == 2


def test_own_things_are_changed_and_deleted(world: World, program: FlaskClient) -> None:
    made = program.post(ITEMS, json={**DISCUSSION, "themes": ["jeugd"]}).get_json()
    path = f"{ITEMS}/{made['id']}"
    changed = program.patch(path, json={"title": "Wachten"}).get_json()
    assert (changed["title"], changed["body_source"], changed["themes"]) == (
        "Wachten",
        "Hoe **gaat** het?",
        ["jeugd"],
    )
    assert changed["edited_at"]
    assert program.delete(path).status_code == 204
    assert program.get(path).status_code == 404
    other = sample(world, "discussion")
    assert program.patch(f"{ITEMS}/{other.public_id}", json={"title": "Van mij"}).status_code == 403
    assert program.delete(f"{ITEMS}/{other.public_id}").status_code == 403


def test_all_that_is_wrong_with_a_body_at_once_and_nothing_is_made(program: FlaskClient) -> None:
    sent = {
        "kind": "poll",
        "title": "x" * 201,
        "options": ["een", "", 3],
        "closes_at": "morgen",
        "audience": "alle",
        "verzonnen/veld": 1,
    }
    answer = program.post(ITEMS, json=sent, headers={"Accept-Language": "nl"})
    assert answer.status_code == 422
    errors = answer.get_json()["errors"]
    assert {error["pointer"] for error in errors} == {
        "#/title",
        "#/options/1",
        "#/options/2",
        "#/closes_at",
        "#/audience",
        "#/verzonnen~1veld",
    }
    assert "Dit is te lang: hoogstens 200." in [error["detail"] for error in errors]
    english = program.post(ITEMS, json=sent, headers={"Accept-Language": "en-GB, nl;q=0.5"}).get_json()
    assert "This is too long: at most 200." in [error["detail"] for error in english["errors"]]
    assert count(Item) == 0


def test_a_refusal_of_a_service_has_a_pointer(program: FlaskClient) -> None:
    past = (clock.now() - timedelta(days=1)).isoformat()
    answer = program.post(ITEMS, json={"kind": "statement", "title": "Te laat", "closes_at": past})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.get_json()["errors"]] == ["#/closes_at"]
    assert count(Item) == 0


@pytest.mark.parametrize(
    ("sent", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"{}", "application/json", 422),
        (b'{"kind": []}', "application/json", 422),
        (b'{"kind": "document"}', "application/json", 422),
        (b"kind=discussion", "application/x-www-form-urlencoded", 415),
        (b"{}", "text/plain", 415),
        (b'{"title": "' + b"x" * 1_100_000 + b'"}', "application/json", 413),
    ],
)
def test_odd_bodies(program: FlaskClient, sent: bytes, kind: str, status: int) -> None:
    answer = program.post(ITEMS, data=sent, content_type=kind)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert count(Item) == 0


def test_odd_texts_are_tidied(program: FlaskClient) -> None:
    raw = '{"kind": "discussion", "title": "a\\u0000b\\ud800c", "body": "x\\u0000", "group": null}'
    answer = program.post(ITEMS, data=raw, content_type="application/json")
    assert answer.status_code == 201
    assert answer.get_json()["title"] == "abc"
    raw = '{"kind": "discussion", "title": "t", "body": "x", "group": "\\u0000\\ud800x"}'
    assert program.post(ITEMS, data=raw, content_type="application/json").status_code == 404


def test_a_text_as_it_came_may_not_be_too_long(program: FlaskClient) -> None:
    answer = program.post(ITEMS, json={**DISCUSSION, "body": "\0" * 50_000 + "x"})
    assert [error["pointer"] for error in answer.get_json()["errors"]] == ["#/body"]
    assert program.post(ITEMS, json={**DISCUSSION, "body": "\0" * 49_999 + "x"}).status_code == 201


def test_the_same_request_twice_makes_one_thing(app: Flask, world: World, program: FlaskClient) -> None:
    key = {"Idempotency-Key": "aanvraag-17"}
    first = program.post(ITEMS, json=DISCUSSION, headers=key)
    again = program.post(ITEMS, json=DISCUSSION, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.get_json() == first.get_json()
    assert again.headers["Location"] == first.headers["Location"]
    assert count(Item) == 1
    other = program.post(ITEMS, json={**DISCUSSION, "title": "Anders"}, headers=key)
    assert other.status_code == 422
    assert [error["parameter"] for error in other.get_json()["errors"]] == ["Idempotency-Key"]
    assert "pointer" not in other.get_json()["errors"][0]
    # The key is one's own, and another key is another request.
    assert (
        program_of(app, world.manager, Scope.WRITE).post(ITEMS, json=DISCUSSION, headers=key).status_code
        == 201
    )
    assert program.post(ITEMS, json=DISCUSSION, headers={"Idempotency-Key": "b"}).status_code == 201
    assert program.post(ITEMS, json=DISCUSSION).status_code == 201
    assert count(Item) == 4
    assert program.post(ITEMS, json=DISCUSSION, headers={"Idempotency-Key": "x" * 201}).status_code == 422
    path = f"{ITEMS}/{first.get_json()['id']}/replies"
    assert {
        program.post(path, json={"body": "Ja"}, headers={"Idempotency-Key": "r"}).status_code for _ in "ab"
    } == {201}
    assert count(Reply) == 1


def test_what_was_refused_may_be_sent_again_with_the_same_key(program: FlaskClient) -> None:
    key = {"Idempotency-Key": "c"}
    assert program.post(ITEMS, json={**DISCUSSION, "audience": "members"}, headers=key).status_code == 422
    assert program.post(ITEMS, json=DISCUSSION, headers=key).status_code == 201


def test_a_key_gives_nothing_that_its_person_may_not_read_any_more(
    world: World, program: FlaskClient
) -> None:
    key = {"Idempotency-Key": "d"}
    made = program.post(ITEMS, json={**DISCUSSION, "group": "casuistiek"}, headers=key).get_json()
    with transaction():
        row = db.session.scalars(select(Item).where(Item.public_id == made["id"])).one()
        row.state, row.audience = State.HIDDEN, Audience.GROUP
    again = program.post(ITEMS, json={**DISCUSSION, "group": "casuistiek"}, headers=key)
    assert again.status_code == 404
    assert "Wachttijd" not in again.text


def test_a_newer_file_comes_in_its_place(app: Flask, world: World, program: FlaskClient) -> None:
    first = {"file": (io.BytesIO(b"Eerst."), "eerst.txt")}
    made = program.post("/api/v1/documents", data=first, content_type=FORM).get_json()
    assert (made["version"], len(made["versions"])) == (1, 1)
    address = f"/api/v1/documents/{made['id']}/file"

    def newer(reason: str = "Bedragen van dit jaar") -> dict[str, object]:
        return {"file": (io.BytesIO(b"Nieuwer."), "nieuwer.txt"), "reason": reason}

    key = {"Idempotency-Key": "nieuwer"}
    answer = program.post(address, data=newer(), content_type=FORM, headers=key)
    assert answer.status_code == 200, answer.text
    assert program.post(address, data=newer(), content_type=FORM, headers=key).get_json()["version"] == 2
    versions = answer.get_json()["versions"]
    assert [(each["number"], each["current"], each["reason"]) for each in versions] == [
        (2, True, "Bedragen van dit jaar"), (1, False, ""),
    ]  # fmt: skip
    assert answer.get_json()["sha256"] == versions[0]["sha256"] != versions[1]["sha256"] == made["sha256"]
    assert program.post(address, data=newer(""), content_type=FORM).status_code == 422
    stranger = program_of(app, world.stranger, Scope.WRITE)
    assert stranger.post(address, data=newer("x"), content_type=FORM).status_code == 403
    assert (
        program.post("/api/v1/documents/xxxxxxxxxxxx/file", data=newer(), content_type=FORM).status_code
        == 404
    )
