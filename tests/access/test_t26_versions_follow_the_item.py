"""T26, T34: older versions follow the item or reply as it is now; what is hidden or deleted is nowhere."""

import io
from collections.abc import Callable
from itertools import product

from flask.testing import FlaskClient

from forum.core.item import Audience, Item, Reply, State
from forum.lib.db import db, transaction
from forum.library import replacing, uploads
from forum.threads import replies, writing
from tests import documents
from tests import world as make
from tests.world import World

Browser = Callable[[object], FlaskClient]


def seen_by(world: World, browser_of: Browser, address: str, word: str) -> set[str]:
    return {name for name, user in world.people.items() if word in browser_of(user).get(address).text}


def test_versions_follow_item_and_reply(world: World, browser_of: Browser) -> None:
    member = make.reader(world.member)
    with transaction():
        item = make.discussion(world.member, world.open_group, body="kanarie-item")
        reply = make.reply(item, world.member, "kanarie-reactie")
        writing.edit(member, item, title="Nieuw", body="Netjes")
        replies.edit_reply(member, reply, "Netjes")
        item_id, reply_id = item.id, reply.id
        of_item = f"/items/{item.public_id}/versies"
        of_reply = f"/reacties/{reply.public_id}/versies"
    everyone = set(world.people)
    assert seen_by(world, browser_of, of_item, "kanarie-item") == everyone
    assert seen_by(world, browser_of, of_item, "kanarie-reactie") == set()
    assert seen_by(world, browser_of, of_reply, "kanarie-reactie") == everyone
    with transaction():
        db.session.get(Item, item_id).audience = Audience.MEMBERS
    assert seen_by(world, browser_of, of_item, "kanarie-item") == {"member", "manager"}
    assert seen_by(world, browser_of, of_reply, "kanarie-reactie") == {"member", "manager"}
    with transaction():
        db.session.get(Reply, reply_id).state = State.HIDDEN
    assert seen_by(world, browser_of, of_reply, "kanarie-reactie") == {"manager"}
    with transaction():
        db.session.get(Item, item_id).state = State.HIDDEN
    assert seen_by(world, browser_of, of_item, "kanarie-item") == {"manager"}
    with transaction():
        db.session.get(Item, item_id).state = State.DELETED
    assert seen_by(world, browser_of, of_item, "kanarie-item") == set()
    assert seen_by(world, browser_of, of_reply, "kanarie-reactie") == set()


def test_hidden_deleted_and_draft_are_in_no_list_or_count(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.member, world.open_group, title="Gewoon")
        make.reply(item, world.member, "kanarie-weg", State.DELETED)
        make.reply(item, world.member, "kanarie-verborgen", State.HIDDEN)
        for state in (State.HIDDEN, State.DELETED, State.DRAFT):
            make.discussion(world.member, world.open_group, state=state, title=f"kanarie-{state}")
        page = f"/discussies/{item.public_id}"
    for name, user in world.people.items():
        browser = browser_of(user)
        for address in ("/", "/?soort=alles", page):
            text = browser.get(address).text
            managed = name == "manager" and address == page
            assert ("kanarie-verborgen" in text) == managed, (name, address)
            assert "kanarie-weg" not in text, (name, address)
            assert "kanarie-deleted" not in text, (name, address)
            assert "kanarie-hidden" not in text, (name, address)
            assert "kanarie-draft" not in text, (name, address)


def test_who_only_reads_changes_nothing(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.member, world.open_group)
        reply = make.reply(item, world.member)
    stranger = browser_of(world.stranger)
    for address in (f"/items/{item.public_id}/verwijderen", f"/reacties/{reply.public_id}/verwijderen"):
        assert stranger.get(address).status_code == 403
        assert stranger.post(address).status_code == 403
    assert db.session.get(Item, item.id).state == State.PUBLISHED
    assert db.session.get(Reply, reply.id).state == State.PUBLISHED


def test_t26_files_of_before_follow_the_document(world: World, browser_of: Browser) -> None:
    made = documents.document(
        world.member, world.open_group, content=b"kanarie-eerst", filename="kanarie.txt"
    )
    with transaction():
        found = db.session.merge(made)
        newer = uploads.keep(io.BytesIO(b"Netjes"), "nieuw.txt")
        replacing.replace_file(make.reader(world.member), found, newer, reason="kanarie-reden")
    page = f"/documenten/{made.public_id}/versies"
    everyone = set(world.people)
    for audience, state, who in (
        (Audience.GROUP, State.PUBLISHED, everyone),
        (Audience.MEMBERS, State.PUBLISHED, {"member", "manager"}),
        (Audience.MEMBERS, State.HIDDEN, {"manager"}),
        (Audience.MEMBERS, State.DELETED, set()),
    ):
        with transaction():
            item = db.session.get(Item, made.id)
            item.audience, item.state = audience, state
        addresses = (page, f"{page}/vergelijk", f"{page}/1/bestand", f"{page}/2/bestand")
        for (name, user), address in product(world.people.items(), addresses):
            with browser_of(user).get(address) as answer:
                assert (answer.status_code == 200) == (name in who), (name, address, state)
                assert name in who or "kanarie" not in answer.text, (name, address, state)
        assert seen_by(world, browser_of, page, "kanarie-reden") == who
