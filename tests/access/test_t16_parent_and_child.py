"""T16: parent and child belong together; T08: follow and react on what one cannot read: 404, nothing stored."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.core.attachment import Attachment
from forum.core.follow import Follow
from forum.core.item import Reply
from forum.lib.db import db, transaction
from forum.threads.models import Useful
from tests import world as make
from tests.world import World

Browser = Callable[[object], FlaskClient]


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def told(page: str, *ids: str) -> str:
    """What a page says: without the token that holds the time, and with asked ids as the absent one."""
    page = re.sub(r'name="csrf_token" value="[^"]+"', "", page)
    for public_id in ids:
        page = page.replace(public_id, "zzzzzzzzzzzz")
    return page


def test_nothing_is_stored_on_what_one_cannot_read(world: World, browser_of: Browser) -> None:
    with transaction():
        item = make.discussion(world.member, world.hidden_group)
        reply = make.reply(item, world.member)
    posts = [
        f"/items/{item.public_id}/volgen",
        f"/items/{item.public_id}/reacties",
        f"/reacties/{reply.public_id}/nuttig",
        f"/reacties/{reply.public_id}/bewerken",
        f"/reacties/{reply.public_id}/verwijderen",
        f"/items/{item.public_id}/verwijderen",
    ]
    for name in ("stranger", "banned", "former", "moderator", "administrator", "anonymous"):
        browser = browser_of(world.people[name])
        for address in posts:
            absent = address.replace(item.public_id, "zzzzzzzzzzzz").replace(reply.public_id, "zzzzzzzzzzzz")
            answer, nothing = (browser.post(at, data={"body": "x"}) for at in (address, absent))
            assert answer.status_code == nothing.status_code == 404, (name, address)
            assert told(answer.text, item.public_id, reply.public_id) == told(nothing.text), (name, address)
        redirect = browser.get(f"/reacties/{reply.public_id}")
        assert redirect.status_code == 404
        assert redirect.location is None
    assert (count(Follow), count(Useful), count(Reply)) == (0, 0, 1)
    manager = browser_of(world.manager)
    assert [manager.post(at, data={"body": "x"}).status_code for at in posts[:3]] == [303, 303, 303]
    assert (count(Follow), count(Useful), count(Reply)) == (1, 1, 2)


def test_a_page_shows_only_its_own_replies_and_files(world: World, browser_of: Browser) -> None:
    with transaction():
        one, other = make.discussion(world.member), make.discussion(world.member)
        make.reply(one, world.member, "van-de-een")
        reply = make.reply(other, world.member, "van-de-ander")
        for item_id, reply_id, name in ((one.id, None, "een.txt"), (other.id, reply.id, "ander.txt")):
            db.session.add(
                Attachment(
                    uploader_id=world.member.id,
                    item_id=item_id,
                    reply_id=reply_id,
                    sha256="0" * 64,
                    size=1,
                    media_type="text/plain",
                    filename=name,
                )
            )
        page = f"/discussies/{one.public_id}"
    text = browser_of(None).get(page).text
    assert "van-de-een" in text
    assert "een.txt" in text
    assert "ander" not in text
