"""T25: who left, was removed, blocked or deactivated has lost the group at once, in the same browser."""

from collections.abc import Callable

import pytest

from forum.core.user import User
from forum.groups import service_members
from forum.lib import clock
from forum.lib.db import db, transaction
from tests import world as make
from tests.world import World


def leave(world: World) -> None:
    service_members.leave(make.reader(world.member), world.hidden_group)


def remove(world: World) -> None:
    service_members.remove(make.reader(world.manager), world.hidden_group, world.member)


def block(world: World) -> None:
    service_members.block(make.reader(world.manager), world.hidden_group, world.member)


def deactivate(world: World) -> None:
    db.session.get_one(User, world.member.id).deactivated_at = clock.now()


@pytest.mark.parametrize("end", [leave, remove, block, deactivate])
def test_t25_groups_access_ends_at_once(world: World, browser_of, end: Callable[[World], None]) -> None:
    with transaction():
        item = make.discussion(world.member, world.hidden_group, title="Vogelnest")
    address, public_id = world.hidden_group.address, item.public_id
    browser = browser_of(world.member)
    paths = [f"/groepen/{address}", f"/groepen/{address}/leden", f"/discussies/{public_id}"]
    for path in paths:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert world.hidden_group.name in browser.get("/groepen").text
    with transaction():
        end(world)
    for path in paths:
        assert browser.get(path).status_code == 404, path
    page = browser.get("/groepen").text
    assert address not in page
    assert f">{world.hidden_group.name}<" not in page
    assert "Vogelnest" not in browser.get("/").text
    assert browser.post(f"/groepen/{address}/verlaten").status_code == 404
