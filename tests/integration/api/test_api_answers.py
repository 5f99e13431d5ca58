"""What programs get: the fields that others rely on."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core.group import Group
from forum.core.item import Audience, Item, State
from forum.lib.db import db, transaction
from forum.library.models import Document, DocumentPage, ExtractionState
from forum.search import outbox
from tests import world as make
from tests.programs import program_of
from tests.world import World

SEARCH_FIELDS = {
    "id",
    "kind",
    "title",
    "url",
    "group",
    "snippet",
    "page",
    "published_at",
    "sha256",
    "filename",
}


def document(world: World, group: Group) -> Document:
    made = Document(
        title="Handreiking <b>jeugdhulp</b>",
        summary="Over wachttijd.",
        author_id=world.member.id,
        group_id=group.id,
        audience=Audience.GROUP,
        sha256="a" * 64,
        size=1234,
        filename="handreiking.pdf",
        media_type="application/pdf",
        type_label="PDF",
        page_kind="page",
        page_count=2,
        extraction_state=ExtractionState.DONE,
    )
    db.session.add(made)
    db.session.flush()
    for number, text in enumerate(("Voorwoord", "De wachttijd in de jeugdhulp <script>"), 1):
        db.session.add(DocumentPage(document_id=made.id, number=number, text=text))
    return made


@pytest.fixture
def paper(world: World, work: Callable[[], None]) -> Document:
    with transaction():
        made = document(world, world.closed_group)
        outbox.note_everything()
    work()
    return made


def test_search(app: Flask, world: World, paper: Document) -> None:
    answer = program_of(app, world.member).get("/api/v1/search?q=wachttijd").get_json()
    assert set(answer) == {"total", "items"}
    assert answer["total"] == 1
    (hit,) = answer["items"]
    assert set(hit) == SEARCH_FIELDS
    assert hit["id"] == paper.public_id
    assert hit["url"] == f"http://localhost/documenten/{paper.public_id}"
    assert (hit["kind"], hit["group"], hit["page"]) == ("document", "casuistiek", 2)
    assert (hit["sha256"], hit["filename"]) == ("a" * 64, "handreiking.pdf")
    assert datetime.fromisoformat(hit["published_at"]).utcoffset() is not None
    assert "<mark>wachttijd</mark>" in hit["snippet"]
    assert "<script>" not in hit["snippet"]
    assert hit["title"] == "Handreiking <b>jeugdhulp</b>"


def test_search_for_a_stranger_and_without_a_token(app: Flask, world: World, paper: Document) -> None:
    for person in (world.stranger, None):
        assert program_of(app, person).get("/api/v1/search?q=wachttijd").get_json() == {
            "total": 0,
            "items": [],
        }


def test_search_with_filters(app: Flask, world: World, paper: Document) -> None:
    program = program_of(app, world.member)

    def total(filters: str) -> int:
        return program.get(f"/api/v1/search?q=wachttijd{filters}").get_json()["total"]

    assert total("&kind=document") == total("&group=casuistiek") == 1
    assert total("&kind=discussion") == total("&group=buurtteams") == 0
    assert program.get("/api/v1/search?q=x&group=onbekend").status_code == 404


def test_nothing_asked_finds_nothing(app: Flask, world: World, paper: Document) -> None:
    for text in ("", "%20", "+", "%22%22"):
        answer = program_of(app, world.member).get(f"/api/v1/search?q={text}")
        assert answer.get_json() == {"total": 0, "items": []}


def test_pages_of_search(app: Flask, world: World, work: Callable[[], None]) -> None:
    with transaction():
        for number in range(23):
            make.discussion(world.member, title=f"Buurtzorg {number}")
        outbox.note_everything()
    work()
    pages = [app.test_client().get(f"/api/v1/search?q=buurtzorg&page={n}").get_json() for n in (1, 2, 3)]
    assert [page["total"] for page in pages] == [23, 23, 23]
    assert [len(page["items"]) for page in pages] == [20, 3, 0]
    assert len({hit["id"] for page in pages for hit in page["items"]}) == 23


def test_item(app: Flask, world: World, paper: Document) -> None:
    path = f"/api/v1/items/{paper.public_id}"
    item = program_of(app, world.member).get(path).get_json()
    assert item == {
        "id": paper.public_id,
        "kind": "document",
        "title": "Handreiking <b>jeugdhulp</b>",
        "url": f"http://localhost/documenten/{paper.public_id}",
        "group": "casuistiek",
        "summary": "Over wachttijd.",
        "body_html": "",
        "body_source": "",
        "themes": [],
        "attachments": [],
        "statement": None,
        "poll": None,
        "author": {"id": world.member.public_id, "name": "Member"},
        "audience": "group",
        "state": "published",
        "published_at": paper.published_at and paper.published_at.isoformat(),
        "last_activity_at": paper.last_activity_at.isoformat(),
        "edited_at": None,
        "reply_count": 0,
        "sha256": "a" * 64,
        "filename": "handreiking.pdf",
        "media_type": "application/pdf",
        "size": 1234,
        "pages": 2,
        "file_url": f"http://localhost/documenten/{paper.public_id}/bestand",
        "version": 1,
        "versions": [
            {
                "number": 1,
                "current": True,
                "reason": "",
                "by": {"id": world.member.public_id, "name": "Member"},
                "at": item["versions"][0]["at"],
                "sha256": "a" * 64,
                "filename": "handreiking.pdf",
                "media_type": "application/pdf",
                "size": 1234,
                "file_url": f"http://localhost/documenten/{paper.public_id}/versies/1/bestand",
            }
        ],
    }
    assert program_of(app, world.stranger).get(path).status_code == 404


def test_items(app: Flask, world: World, paper: Document) -> None:
    with transaction():
        public = make.discussion(world.member, title="Voor iedereen")
        make.discussion(world.member, world.closed_group, title="Verborgen", state=State.HIDDEN)
    member, visitor = program_of(app, world.member), app.test_client()

    def titles(program: FlaskClient, query: str = "") -> list[str]:
        answer = program.get(f"/api/v1/items{query}").get_json()
        assert answer["total"] == len(answer["items"])
        return [item["title"] for item in answer["items"]]

    assert titles(visitor) == ["Voor iedereen"]
    assert titles(member) == ["Voor iedereen", paper.title]
    assert titles(member, "?kind=document") == titles(member, "?group=casuistiek") == [paper.title]
    line = visitor.get("/api/v1/items").get_json()["items"][0]
    # A visitor sees a name, as on the page; the page of the person is for people with an account.
    assert line["author"] == {"id": None, "name": "Member"}
    assert (line["id"], line["group"]) == (public.public_id, None)


def test_replies(app: Flask, world: World) -> None:
    with transaction():
        item: Item = make.discussion(world.member, world.closed_group)
        made = [make.reply(item, world.member, f"Reactie {number}") for number in range(21)]
        make.reply(item, world.member, "Weggehaald", State.HIDDEN)
        make.reply(item, world.member, "Gewist", State.DELETED)
    path = f"/api/v1/items/{item.public_id}/replies"
    member = program_of(app, world.member)
    first, second = member.get(path).get_json(), member.get(f"{path}?page=2").get_json()
    assert (first["total"], len(first["items"]), len(second["items"])) == (21, 20, 1)
    assert [reply["id"] for reply in first["items"]] == [reply.public_id for reply in made[:20]]
    assert first["items"][0]["body_html"] == "<p>Reactie 0</p>"
    # A manager sees what is hidden, as on the page, and is told so.
    last = program_of(app, world.manager).get(f"{path}?page=2").get_json()["items"]
    assert [reply["state"] for reply in last] == ["published", "hidden"]
    assert program_of(app, world.stranger).get(path).status_code == 404


def test_groups(app: Flask, world: World) -> None:
    with transaction():
        db.session.get_one(Group, world.hidden_group.id).handle = "geheim"

    def presets(program: FlaskClient) -> set[str]:
        answer = program.get("/api/v1/groups")
        assert "geheim" not in answer.text
        assert answer.get_json()["total"] == len(answer.get_json()["items"])
        return {group["preset"] for group in answer.get_json()["items"]}

    assert presets(app.test_client()) == {"open"}
    assert presets(program_of(app, world.stranger)) == {"open", "closed"}
    assert presets(program_of(app, world.moderator)) == {"open", "closed"}
    assert presets(program_of(app, world.member)) == {"open", "closed", "hidden"}
    (group,) = app.test_client().get("/api/v1/groups").get_json()["items"]
    assert group == {
        "id": world.open_group.public_id,
        "address": "buurtteams",
        "name": "buurtteams",
        "description": "",
        "preset": "open",
        "url": "http://localhost/groepen/buurtteams",
    }


def test_a_program_is_answered_in_the_language_of_its_person(
    app: Flask, world: World, work: Callable[[], None]
) -> None:
    with transaction():
        make.reply(make.discussion(world.member), world.member, "Uitzonderlijk")
        outbox.note_everything()
    work()
    visitor = app.test_client()
    plain = visitor.get("/api/v1/search?q=uitzonderlijk").get_json()["items"]
    visitor.set_cookie("language", "en")
    assert visitor.get("/api/v1/search?q=uitzonderlijk").get_json()["items"] == plain
    assert (plain[0]["kind"], plain[0]["title"]) == ("reply", "Reactie op: Een gesprek")
