"""A deletion can be undone for thirty days by who deleted; everything is as it was. Then it is gone for good."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update

from forum.core.attachment import Attachment
from forum.core.follow import Follow
from forum.core.group import Membership
from forum.core.item import Item, Reply, Revision, State
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.moderation import service as moderation
from forum.moderation.subjects import Contribution
from forum.operations import erasures, ledger
from forum.search.service import search
from forum.threads import removal, replies, writing
from forum.threads.models import Deletion
from tests import world as make
from tests.samples import SAMPLES
from tests.world import World

BrowserOf = Callable[[object], FlaskClient]


@pytest.fixture
def item(world: World, work: Callable[[], None]) -> Item:
    with transaction():
        made = SAMPLES["discussion"](make.reader(world.member), world.closed_group, "Zandkasteel")
        replies.post_reply(make.reader(world.manager), made, "Schelpen erbij")
        db.session.add(Revision(item_id=made.id, editor_id=world.member.id, body_source="Ouder"))
        db.session.add(
            Attachment(
                uploader_id=world.member.id, item_id=made.id, sha256="0" * 64, size=1, media_type="text/plain", filename="a.txt"
            )
        )  # fmt: skip
    work()
    return made


def rows() -> dict[str, object]:
    db.session.rollback()
    return {
        "items": db.session.execute(select(Item.state, Item.reply_count, Item.last_activity_at)).all(),
        "replies": db.session.execute(select(Reply.state)).all(),
        "files": db.session.execute(select(Attachment.item_id, Attachment.reply_id)).all(),
        "follows": sorted(tuple(row) for row in db.session.execute(select(Follow.user_id, Follow.item_id))),
        "versions": db.session.scalar(select(func.count(Revision.id))),
    }


def test_everything_comes_back_from_the_page_that_says_so(
    world: World, item: Item, browser_of: BrowserOf, work: Callable[[], None]
) -> None:
    before, path = rows(), f"/discussies/{item.public_id}"
    client = browser_of(world.member)
    gone = client.post(f"/items/{item.public_id}/verwijderen")
    assert "Ongedaan maken" in client.get(gone.location).text
    assert client.get(path).status_code == 404
    work()
    assert search(make.reader(world.member), "zandkasteel").total == 0
    undo = f"/items/{item.public_id}/terughalen"
    assert client.post(undo).location.endswith(path)
    assert client.post(undo).status_code == 303  # twice is once
    work()
    assert rows() == before
    assert db.session.scalar(select(func.count(Deletion.id))) == 0
    assert browser_of(world.manager).get(path).status_code == 200
    assert search(make.reader(world.manager), "zandkasteel").total == 1
    assert search(make.reader(world.manager), "schelpen").total == 1


def test_a_reply_comes_back_and_counts_again(world: World, item: Item, browser_of: BrowserOf) -> None:
    before = rows()
    reply = db.session.scalars(select(Reply)).one()
    client = browser_of(world.manager)
    gone = client.post(f"/reacties/{reply.public_id}/verwijderen")
    assert "Ongedaan maken" in client.get(gone.location).text
    assert rows() != before
    assert "Schelpen" in client.get("/verwijderd").text
    assert client.post(f"/reacties/{reply.public_id}/terughalen").status_code == 303
    assert rows() == before


@pytest.mark.parametrize("name", ["manager", "stranger", "moderator", "administrator", "anonymous", "former"])
def test_only_who_deleted_undoes(world: World, item: Item, browser_of: BrowserOf, name: str) -> None:
    with transaction():
        writing.delete(make.reader(world.member), item)
    client = browser_of(world.people[name])
    assert client.post(f"/items/{item.public_id}/terughalen").status_code == 404
    assert "Zandkasteel" not in client.get("/verwijderd").text
    assert item.state == State.DELETED


def test_what_a_manager_deleted_or_hid_is_not_for_its_author_to_undo(
    world: World, item: Item, browser_of: BrowserOf
) -> None:
    manager, author = make.reader(world.manager), browser_of(world.member)
    with transaction():
        moderation.hide(manager, Contribution(item, None), "Namen genoemd")
    assert author.post(f"/items/{item.public_id}/verwijderen").status_code == 404
    assert author.post(f"/items/{item.public_id}/terughalen").status_code == 404
    with transaction():
        writing.delete(manager, item)
    assert author.post(f"/items/{item.public_id}/terughalen").status_code == 404
    # Who deleted what was hidden gets back what was hidden, not what was shown.
    assert browser_of(world.manager).post(f"/items/{item.public_id}/terughalen").status_code == 303
    db.session.expire_all()
    assert item.state == State.HIDDEN


def test_who_left_the_group_learns_nothing_and_brings_nothing_back(
    world: World, item: Item, browser_of: BrowserOf
) -> None:
    with transaction():
        writing.delete(make.reader(world.member), item)
        db.session.execute(delete(Membership).where(Membership.user_id == world.member.id))
    client = browser_of(world.member)
    assert "Zandkasteel" not in client.get("/verwijderd").text
    assert client.post(f"/items/{item.public_id}/terughalen").status_code == 404


def test_after_thirty_days_it_is_gone_for_good(world: World, item: Item, browser_of: BrowserOf) -> None:
    with transaction():
        writing.delete(make.reader(world.member), item)
        old = make.discussion(world.member, state=State.DELETED)  # by a version that kept no note
    assert removal.forget_old() == 0
    with transaction():
        just_too_old = clock.now() - removal.UNDO_WITHIN - timedelta(minutes=1)
        db.session.execute(update(Deletion).where(Deletion.item_id == item.id).values(at=just_too_old))
    client = browser_of(world.member)
    assert client.post(f"/items/{item.public_id}/terughalen").status_code == 404
    assert "Zandkasteel" not in client.get("/verwijderd").text
    assert removal.forget_old() == 1
    db.session.expire_all()
    assert db.session.scalars(select(Item.id)).all() == [old.id]
    for model in (Reply, Attachment, Revision, Follow):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    with transaction():
        db.session.execute(update(Deletion).values(at=clock.now() - timedelta(days=31)))
    assert removal.forget_old() == 1
    assert db.session.scalar(select(func.count(Item.id))) == 0


def test_a_restored_backup_does_not_erase_what_was_undone_later(app: Flask, world: World, item: Item) -> None:
    lines = ledger.path()
    lines.unlink(missing_ok=True)
    reader = make.reader(world.member)
    reply = db.session.scalars(select(Reply)).one()
    with transaction():
        replies.delete_reply(make.reader(world.manager), reply)
    with transaction():
        writing.delete(reader, item)
    assert len(erasures.taken_away(lines.read_bytes().splitlines())) == 2
    with transaction():
        removal.undo_item(reader, item.public_id)
    with transaction():
        removal.undo_reply(make.reader(world.manager), reply.public_id)
    assert erasures.taken_away(lines.read_bytes().splitlines()) == {}
    with transaction():
        writing.delete(reader, item)
    assert set(erasures.taken_away(lines.read_bytes().splitlines())) == {("item", item.public_id)}
