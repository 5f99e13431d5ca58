"""T37: another preset is shown before it holds, and never widens silently."""

import itertools
import re

import pytest

from forum.core.group import Group, Preset
from forum.lib.db import db, transaction
from tests import world as make
from tests.world import World

READERS = {
    Preset.OPEN: {"anonymous", "stranger", "member"},
    Preset.CLOSED: {"member"},
    Preset.HIDDEN: {"member"},
}
KNOWS = {
    Preset.OPEN: {"anonymous", "stranger", "member"},
    Preset.CLOSED: {"stranger", "member"},
    Preset.HIDDEN: {"member"},
}


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(Preset, 2)))
def test_t37_each_change_is_shown_confirmed_and_true(
    world: World, browser_of, before: Preset, after: Preset
) -> None:
    with transaction():
        group = make.group("wissel", before, world.manager)
        make.join(group, world.member)
        make.discussion(world.member, group, title="Vogelnest")
    browsers = {name: browser_of(world.people[name]) for name in ("anonymous", "stranger", "member")}
    manager = browser_of(world.manager)

    def check(preset: Preset) -> None:
        address = db.session.get_one(Group, group.id).address
        for name, browser in browsers.items():
            answer = browser.get(f"/groepen/{address}")
            assert (answer.status_code == 200) == (name in KNOWS[preset]), (name, preset)
            assert ("Vogelnest" in answer.text) == (name in READERS[preset]), (name, preset)

    check(before)
    path = f"/groepen/{group.address}/zichtbaarheid"
    for forged in ({}, {"feiten": ""}, {"feiten": "0" * 32}):
        assert manager.post(path, data={"naar": after.value, **forged}).status_code == 409
    check(before)
    shown = manager.get(f"{path}?naar={after.value}").text
    assert "1 discussie" in shown
    mark = re.search(r'name="feiten" value="([0-9a-f]+)"', shown)
    assert mark
    assert manager.post(path, data={"naar": after.value, "feiten": mark[1]}).status_code == 303
    check(after)
