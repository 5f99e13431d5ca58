"""T20: every address of a file asks the item's rule: encoded, with "..", ranges, HEAD, another extension.
T17, T19: what changes the access of an item or reply changes that of its files at once."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.core.attachment import Attachment
from forum.core.group import Preset
from forum.core.item import Audience, Item, Reply, State
from forum.lib.db import db, transaction
from forum.storage.current import the_storage
from tests import world as make
from tests.world import World

Browser = Callable[[object], FlaskClient]
IN_GROUP = {"member", "manager"}


def attach(item: Item, reply: Reply | None = None) -> str:
    stored = the_storage().put(io.BytesIO(b"kanarie-in-een-bestand"), limit=1000)
    row = Attachment(
        uploader_id=item.author_id,
        item_id=item.id,
        reply_id=reply.id if reply else None,
        sha256=stored.sha256,
        size=stored.size,
        media_type="application/pdf",
        filename="stuk.pdf",
    )
    db.session.add(row)
    db.session.flush()
    return f"/bestanden/{row.public_id}/stuk.pdf"


def readers(world: World, browser_of: Browser, address: str) -> set[str]:
    answers = {name: browser_of(user).get(address, buffered=True) for name, user in world.people.items()}
    assert {answer.status_code for answer in answers.values()} <= {200, 404}
    for answer in answers.values():
        assert (b"kanarie" in answer.data) == (answer.status_code == 200)
    return {name for name, answer in answers.items() if answer.status_code == 200}


@pytest.mark.parametrize("place", ["closed_group", "hidden_group"])
def test_a_file_follows_its_item_and_reply(world: World, browser_of: Browser, place: str) -> None:
    with transaction():
        item = make.discussion(world.member, getattr(world, place))
        reply = make.reply(item, world.member)
        on_item, on_reply = attach(item), attach(item, reply)
    assert readers(world, browser_of, on_item) == IN_GROUP
    assert readers(world, browser_of, on_reply) == IN_GROUP
    with transaction():
        db.session.get(Reply, reply.id).state = State.HIDDEN
    assert readers(world, browser_of, on_reply) == {"manager"}
    assert readers(world, browser_of, on_item) == IN_GROUP
    with transaction():
        db.session.get(Reply, reply.id).state = State.DELETED
    assert readers(world, browser_of, on_reply) == set()
    with transaction():
        db.session.get(Item, item.id).state = State.DELETED
    assert readers(world, browser_of, on_item) == set()


def test_other_ways_to_write_the_address(world: World, browser_of: Browser) -> None:
    with transaction():
        address = attach(make.discussion(world.member, world.closed_group))
    public_id = address.split("/")[2]
    names = [
        "stuk.pdf",
        "stuk.PDF",
        "stuk.png",
        "stuk",
        "%73tuk.pdf",
        "stuk.pdf%00.png",
        "..%2fstuk.pdf",
        "..;%2fstuk.pdf",
        "%2e%2e%2f%2e%2e%2fkennisplein.db",
        "stuk.pdf?x=1",
        "stuk.pdf/",
        "../stuk.pdf",
    ]
    for name in names:
        for headers in ({}, {"Range": "bytes=0-3"}, {"If-None-Match": "*"}):
            for method in ("GET", "HEAD"):
                answer = browser_of(world.stranger).open(
                    f"/bestanden/{public_id}/{name}", method=method, headers=headers
                )
                assert answer.status_code == 404, (name, method, headers)
                assert "stuk.pdf" not in str(answer.headers)
    member = browser_of(world.member)
    assert member.get(address, buffered=True).status_code == 200
    other_name = member.get(f"/bestanden/{public_id}/stuk.png")
    assert (other_name.status_code, other_name.location) == (301, address)
    for static in ("/static/files/", "/static/../files/", "/static/%2e%2e/kennisplein.db"):
        assert member.get(f"{static}{public_id}").status_code == 404


def test_preset_and_audience_changes_hold_at_once(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.member, world.open_group)
        address = attach(item)
    visitor = browser_of(None)
    assert visitor.get(address, buffered=True).status_code == 200
    with transaction():
        db.session.get(Item, item.id).audience = Audience.MEMBERS
    assert visitor.get(address, buffered=True).status_code == 404
    assert browser_of(world.member).get(address, buffered=True).status_code == 200
    with transaction():
        db.session.get(Item, item.id).audience = Audience.GROUP
    assert visitor.get(address, buffered=True).status_code == 200
    with transaction():
        db.session.merge(world.open_group).preset = Preset.CLOSED
    assert visitor.get(address, buffered=True).status_code == 404
    assert visitor.get(f"/discussies/{item.public_id}").status_code == 404
