"""What was deleted is gone for moderators too; what managers decide among themselves stays theirs (T34, T38)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core.item import Audience
from forum.lib.db import transaction
from forum.moderation import service as moderation
from forum.moderation.subjects import Contribution
from forum.threads import replies, writing
from tests import world as make
from tests.world import World

Browsers = Callable[[object], FlaskClient]


@pytest.mark.parametrize("what", ["item", "reply"])
@pytest.mark.parametrize("deleted", [False, True])
def test_a_look_does_not_open_what_was_deleted(
    app: Flask, world: World, browser_of: Browsers, what: str, deleted: bool
) -> None:
    author = make.reader(world.member)
    with transaction():
        item = make.discussion(world.member, world.hidden_group, body="geheimwoord")
        reply = make.reply(item, world.member, "geheimwoord") if what == "reply" else None
        found = moderation.report(make.reader(world.manager), Contribution(item, reply), "Een klacht")
    moderator = browser_of(world.moderator)
    address = f"/moderatie/{found.public_id}"
    assert moderator.post(f"{address}/inzage").status_code == 303
    if deleted:
        with transaction():
            if reply is not None:
                replies.delete_reply(author, reply)
            else:
                writing.delete(author, item)
    page = moderator.get(address)
    assert ("geheimwoord" in page.text) is not deleted
    assert page.status_code == (404 if deleted else 200)
    for person in (world.moderator, world.manager):
        assert (address in browser_of(person).get("/moderatie").text) is not deleted


@pytest.mark.parametrize("preset", ["open_group", "closed_group", "hidden_group"])
def test_the_log_of_a_closed_group_is_for_its_managers(
    world: World, browser_of: Browsers, preset: str
) -> None:
    group = getattr(world, preset)
    manager = make.reader(world.manager)
    with transaction():
        among_us, reported = (make.discussion(world.member, group) for _ in range(2))
        moderation.hide(manager, Contribution(among_us, None), "Reden onder ons")
        found = moderation.report(make.reader(world.member), Contribution(reported, None), "Een klacht")
        moderation.decide(manager, found, Contribution(reported, None), "hide", "Reden na melding")
    seen = {
        name: browser_of(world.people[name]).get("/moderatie/logboek").text
        for name in ("manager", "moderator")
    }
    assert "Reden onder ons" in seen["manager"]
    assert all("Reden na melding" in text for text in seen.values())
    assert ("Reden onder ons" in seen["moderator"]) is (preset == "open_group")


@pytest.mark.parametrize("author", ["member", "former"])
def test_the_mail_about_a_reply_names_the_item_only_to_who_may_read_it(
    app: Flask, world: World, work: Callable[[], None], author: str
) -> None:
    with transaction():
        item = make.discussion(world.manager, world.open_group, Audience.MEMBERS, title="Ledentitel")
        reply = make.reply(item, world.people[author])
        moderation.hide(make.reader(world.manager), Contribution(item, reply), "Reden")
    work()
    [mail] = [path.read_text() for path in app.config["KENNISPLEIN"].folder("mail").glob("*.eml")]
    assert "Reden" in mail
    assert ("Ledentitel" in mail) is (author == "member")
