"""T22: an upload that is not attached yet is its uploader's only: nobody else reads, attaches or removes it."""

import io
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core.attachment import Attachment
from forum.core.item import Item
from forum.lib.db import db, transaction
from tests import world as make
from tests.world import World

Browser = Callable[[object], FlaskClient]


def upload(browser: FlaskClient) -> dict[str, str]:
    return browser.post("/bestanden", data={"files": (io.BytesIO(b"kanarie"), "kanarie.txt")}).json["files"][
        0
    ]


def test_only_the_uploader_reads_it(world: World, browser_of: Browser) -> None:
    address = upload(browser_of(world.member))["url"]
    for name, user in world.people.items():
        status = browser_of(user).get(address, buffered=True).status_code
        assert status == (200 if name == "member" else 404), name


def test_nobody_else_attaches_or_removes_it(world: World, browser_of: Browser) -> None:
    made = upload(browser_of(world.member))["id"]
    for name in ("stranger", "manager", "administrator"):
        other = browser_of(world.people[name])
        data = {"title": "T", "body": "b", "attached": made}
        shown = other.post("/discussies/nieuw", data={**data, "button": "upload"})
        assert made not in shown.text, name
        assert "kanarie" not in shown.text, name
        other.post("/discussies/nieuw", data={**data, "remove": made})
        other.post("/discussies/nieuw", data=data)
        row = db.session.scalars(select(Attachment)).one()
        assert (row.item_id, row.uploader_id) == (None, world.member.id), name
    mine = browser_of(world.member).post(
        "/discussies/nieuw", data={"title": "T", "body": "b", "attached": made}
    )
    assert mine.status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(Attachment.item_id)).one() is not None


def test_an_attached_file_cannot_be_taken_along_elsewhere(world: World, browser_of: Browser) -> None:
    member = browser_of(world.member)
    made = upload(member)["id"]
    address = "/discussies/nieuw?groep=casuistiek"
    member.post(address, data={"title": "Besloten", "body": "b", "attached": made})
    member.post("/discussies/nieuw", data={"title": "Open", "body": "b", "attached": made})
    closed = db.session.scalars(select(Item).where(Item.title == "Besloten")).one()
    assert db.session.scalars(select(Attachment.item_id)).one() == closed.id


def test_files_of_another_item_cannot_be_detached(world: World, browser_of: Browser) -> None:
    member = browser_of(world.member)
    made = upload(member)["id"]
    member.post("/discussies/nieuw", data={"title": "Van een ander", "body": "b", "attached": made})
    with transaction():
        mine = make.discussion(world.stranger)
    stranger = browser_of(world.stranger)
    stranger.post(f"/discussies/{mine.public_id}/bewerken", data={"title": "T", "body": "b", "detach": made})
    assert db.session.scalars(select(Attachment.public_id)).one() == made
