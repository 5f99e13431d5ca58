"""T21, T20: how a document looks (thumbnail, pages, tables) follows the document, each time it is asked for."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from forum.core.group import Membership, MembershipState, Preset
from forum.core.item import State
from forum.lib.db import db, transaction
from forum.library import replacing, uploads
from forum.library.models import Document, DocumentPicture
from tests import documents
from tests import world as make
from tests.world import World

Browser = Callable[[object], FlaskClient]
Work = Callable[[], object]
NUMBERS = ("0", "1", "2")
READERS = {"open": None, "closed": {"manager", "member"}, "hidden": {"manager", "member"}}


@pytest.fixture
def made(world: World, work: Work, request: pytest.FixtureRequest) -> Document:
    group = getattr(world, f"{getattr(request, 'param', 'closed')}_group")
    found = documents.document(
        world.member, group, content=documents.pdf("een", "twee"), filename="a.pdf", title="Kanarienota"
    )
    work()
    return found


def _status(browser: FlaskClient, made: Document, number: str) -> int:
    with browser.get(f"/documenten/{made.public_id}/beeld/{number}") as answer:
        if answer.status_code == 200:
            assert answer.data[:4] == b"RIFF"
            assert answer.mimetype == "image/webp"
            assert answer.headers["Cache-Control"] == "private, no-cache"
            assert answer.headers["Content-Security-Policy"].startswith("sandbox")
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        else:
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert "ETag" not in answer.headers
            assert b"anarie" not in answer.data
        return answer.status_code


@pytest.mark.parametrize("made", ["open", "closed", "hidden"], indirect=True)
def test_t21_a_picture_is_for_who_may_read_the_document(
    world: World, browser_of: Browser, made: Document, request: pytest.FixtureRequest
) -> None:
    readers = READERS[request.node.callspec.params["made"]]
    for name, user in world.people.items():
        browser = browser_of(user)
        expected = 200 if readers is None or name in readers else 404
        assert {_status(browser, made, number) for number in NUMBERS} == {expected}, name
        assert f"{made.public_id}/beeld/0" not in browser.get("/bibliotheek").text or expected == 200, name
        if expected == 404:  # as for what never was
            never = browser.get(f"/documenten/{'2' * len(made.public_id)}/beeld/1")
            here = browser.get(f"/documenten/{made.public_id}/beeld/1")
            assert len(never.data) == len(here.data), name


def test_t21_a_right_that_ends_ends_for_pictures_at_once(
    world: World, browser_of: Browser, made: Document
) -> None:
    member, manager = browser_of(world.member), browser_of(world.manager)
    assert _status(member, made, "1") == 200
    etag = member.get(f"/documenten/{made.public_id}/beeld/1").headers["ETag"]
    again = {"If-None-Match": etag}
    assert member.get(f"/documenten/{made.public_id}/beeld/1", headers=again).status_code == 304
    mine = (Membership.user_id == world.member.id) & (Membership.group_id == world.closed_group.id)
    with transaction():
        db.session.execute(update(Membership).where(mine).values(state=MembershipState.BLOCKED))
    assert _status(member, made, "1") == 404
    assert member.get(f"/documenten/{made.public_id}/beeld/1", headers=again).status_code == 404
    with transaction():
        db.session.execute(delete(Membership).where(mine))
    assert _status(member, made, "0") == 404
    assert _status(manager, made, "0") == 200
    with transaction():
        db.session.merge(made).state = State.DELETED
    assert _status(manager, made, "0") == 404


def test_t41_the_tag_of_a_picture_cannot_be_compared(
    world: World, browser_of: Browser, made: Document, work: Work
) -> None:
    elsewhere = documents.document(
        world.stranger, content=documents.pdf("een", "twee"), filename="a.pdf", title="Elders"
    )
    work()
    tags = {
        browser_of(user).get(f"/documenten/{document.public_id}/beeld/1").headers["ETag"]
        for user, document in (
            (world.member, made),
            (world.manager, made),
            (world.member, elsewhere),
            (world.stranger, elsewhere),
        )
    }
    assert len(tags) == 4


@pytest.mark.parametrize(
    "number", ["3", "-1", "x", "01x", "999999", "1/", "1.webp", "%31%00", "../bestand", "²"]
)
def test_no_other_number_gives_anything(
    world: World, browser_of: Browser, made: Document, number: str
) -> None:
    assert browser_of(world.member).get(f"/documenten/{made.public_id}/beeld/{number}").status_code == 404


def test_pictures_are_of_the_file_as_it_is_now(
    world: World, browser_of: Browser, made: Document, work: Work
) -> None:
    before = db.session.scalars(select(DocumentPicture.sha256)).all()
    with transaction():
        newer = uploads.keep(io.BytesIO(documents.pdf("nieuw")), "nieuw.pdf")
        replacing.replace_file(make.reader(world.member), db.session.merge(made), newer, reason="nieuw")
    member = browser_of(world.member)
    assert [_status(member, made, number) for number in NUMBERS] == [404, 404, 404]
    work()
    assert [_status(member, made, number) for number in NUMBERS] == [200, 200, 404]
    assert not set(db.session.scalars(select(DocumentPicture.sha256))) & set(before)


def test_the_bytes_are_nowhere_else(world: World, browser_of: Browser, made: Document) -> None:
    sha256 = db.session.scalars(select(DocumentPicture.sha256)).first()
    for address in (
        f"/static/{sha256}",
        f"/files/{sha256}",
        f"/bestanden/{sha256}/x.webp",
        f"/logo/{sha256}",
    ):
        assert browser_of(world.member).get(address).status_code == 404


def test_t21_a_table_is_for_who_may_read_the_document(world: World, browser_of: Browser, work: Work) -> None:
    content = b"naam;aantal\nkanariecel;3\n<script>alert(1)</script>;4\n"
    sheet = documents.document(world.member, world.closed_group, content=content, filename="lijst.csv")
    work()
    for name, user in world.people.items():
        browser = browser_of(user)
        for address in (f"/documenten/{sheet.public_id}", f"/documenten/{sheet.public_id}/lezen"):
            answer = browser.get(address)
            assert ("<td>kanariecel</td>" in answer.text) == (name in READERS["closed"]), name
            assert "<script>alert" not in answer.text
    with transaction():
        db.session.merge(world.closed_group).preset = Preset.OPEN
    assert "kanariecel" in browser_of(None).get(f"/documenten/{sheet.public_id}").text
