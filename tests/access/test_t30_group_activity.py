"""When something last happened in an open group is computed on what the viewer may read (T30, T43)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum.access import reader_for
from forum.groups import queries
from forum.lib import clock
from forum.lib.db import db, transaction
from tests.world import World


@pytest.mark.parametrize("audience", ["members", "group"])
def test_what_members_write_for_members_wakes_the_group_for_members_only(
    world: World, browser_of: Callable[[object], FlaskClient], audience: str
) -> None:
    group = world.open_group
    with transaction():
        group.created_at = group.last_activity_at = clock.now() - timedelta(days=9)
    form = {"title": "T", "body": "b", "audience": audience, "submission": "een"}
    browser_of(world.member).post(f"/discussies/nieuw?groep={group.address}", data=form)
    db.session.expire_all()

    def alive(name: str) -> bool:
        reader = reader_for(world.people[name])
        lines = [*queries.list_mine(reader), *queries.list_others(reader).items]
        moment = next(line for line in lines if line.name == group.name).last_activity_at
        return moment is not None and clock.now() - moment < timedelta(days=1)

    assert alive("member")
    for name in ("anonymous", "stranger", "banned", "moderator"):
        assert alive(name) is (audience == "group"), name
