"""T19: a change of visibility changes page, replies, versions, lists and counts at once, in both directions.
(Files: test_t20_files_follow_the_door.py.) T17: stored HTML holds no text of other items."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.access import ANONYMOUS
from forum.core.group import Group, Preset
from forum.core.item import Audience, Item
from forum.discussions.models import Discussion
from forum.lib.db import db, transaction
from forum.threads import replies, writing
from forum.threads.lines import list_lines
from tests import world as make
from tests.world import World

Browser = Callable[[object], FlaskClient]


@pytest.mark.parametrize(("narrow", "wide"), [(Preset.CLOSED, Preset.OPEN), (Preset.HIDDEN, Preset.OPEN)])
def test_preset_in_both_directions(world: World, browser_of: Browser, narrow: Preset, wide: Preset) -> None:
    member = make.reader(world.member)
    with transaction():
        item = writing.publish(member, Discussion(), title="kanarie", body="kanarie", group=world.open_group)
        reply = replies.post_reply(member, item, "kanarie")
        replies.edit_reply(member, reply, "kanarie twee")
        addresses = [
            f"/discussies/{item.public_id}",
            f"/items/{item.public_id}/versies",
            f"/reacties/{reply.public_id}/versies",
            f"/reacties/{reply.public_id}",
        ]
        group_id = world.open_group.id
    visitor = browser_of(None)

    def statuses() -> set[int]:
        return {visitor.get(address, follow_redirects=True).status_code for address in addresses}

    def total() -> int:
        with visitor.application.test_request_context():
            return list_lines(ANONYMOUS).total

    for preset, status, count in ((wide, 200, 1), (narrow, 404, 0), (wide, 200, 1)):
        with transaction():
            db.session.get(Group, group_id).preset = preset
        assert statuses() == {status}, preset
        assert ("kanarie" in visitor.get("/").text) == bool(count), preset
        assert total() == count, preset


def test_narrowing_by_editing(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.member, world.open_group, title="kanarie")
    address = f"/discussies/{item.public_id}"
    author, visitor = browser_of(world.member), browser_of(None)
    for audience, status in (("members", 404), ("group", 200)):
        data = {"title": "kanarie", "body": "b", "audience": audience}
        assert author.post(f"{address}/bewerken", data=data).status_code == 303
        assert visitor.get(address).status_code == status
        assert author.get(address).status_code == 200
    refused = author.post(f"{address}/bewerken", data={"title": "t", "body": "b", "audience": "public"})
    assert refused.status_code == 422
    db.session.expire_all()
    assert db.session.get(Item, item.id).audience == Audience.GROUP


def test_t17_a_link_to_another_item_brings_nothing_of_it_along(world: World) -> None:
    with transaction():
        secret = make.discussion(world.member, world.hidden_group, title="kanarie", body="kanarie")
        link = f"/discussies/{secret.public_id}"
        body = f"Zie {link} en http://localhost{link} en [hier]({link})"
        item = writing.publish(make.reader(world.member), Discussion(), title="Open", body=body)
    assert secret.public_id in item.body_html
    assert "kanarie" not in item.body_html
