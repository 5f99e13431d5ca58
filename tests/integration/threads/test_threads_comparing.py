"""Two versions of an item or a reply next to each other, for who may read it as it is now (T26)."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from forum.core.item import State
from forum.lib.db import transaction
from forum.threads import replies, writing
from tests import world as make
from tests.world import World

BrowserOf = Callable[[object], FlaskClient]


def test_any_two_versions_of_an_item(world: World, browser_of: BrowserOf) -> None:
    reader = make.reader(world.member)
    with transaction():
        item = make.discussion(world.member, title="Eerste titel", body="Kom op dinsdag.")
        writing.edit(reader, item, title="Eerste titel", body="Kom op woensdag.")
        writing.edit(reader, item, title="Tweede titel", body="Kom op <b>donderdag</b>.")
    client, path = browser_of(None), f"/items/{item.public_id}/versies/vergelijk"
    last = client.get(path).text
    assert re.search(r"<del><span[^>]*>\[weg: </span>woensdag<", last)
    assert "&lt;b&gt;" in last or "&lt;" in last
    assert re.search(r"<ins><span[^>]*>\[nieuw: </span>Tweede<", last)
    first = client.get(f"{path}?van=1&naar=2").text
    assert re.search(r"<del>.*dinsdag.*</del><ins>.*woensdag.*</ins>", first)
    assert "donderdag" not in first
    assert "Deze versies zijn gelijk." in client.get(f"{path}?van=2&naar=2").text
    assert client.get(f"{path}?van=99&naar=zes").status_code == 200
    assert path in client.get(f"/items/{item.public_id}/versies").text


def test_t26_what_changed_follows_the_item_and_the_reply(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        item = make.discussion(world.member, world.closed_group, body="Het geheim")
        writing.edit(make.reader(world.member), item, title="Een gesprek", body="Niets meer")
        reply = make.reply(item, world.member, "Ook geheim")
        replies.edit_reply(make.reader(world.member), reply, "Ook niets meer")
    paths = [f"/items/{item.public_id}/versies/vergelijk", f"/reacties/{reply.public_id}/versies/vergelijk"]
    for path in paths:
        assert "eheim" in browser_of(world.member).get(path).text
        for name in ("stranger", "banned", "pending", "former", "moderator", "administrator", "anonymous"):
            answer = browser_of(world.people[name]).get(path)
            assert answer.status_code == 404
            assert "eheim" not in answer.text
    with transaction():
        reply.state = State.HIDDEN
    assert browser_of(world.member).get(paths[1]).status_code == 404
    assert browser_of(world.manager).get(paths[1]).status_code == 200
    with transaction():
        item.state = State.DELETED
    for path in paths:
        assert browser_of(world.manager).get(path).status_code == 404
