"""The door, for the whole cast: who sees which item, by preset, audience and state."""

import pytest

from forum.access import ANONYMOUS, get_visible, is_visible, labels_of, reader_labels, visible
from forum.access.reader import Reader
from forum.core.group import Preset
from forum.core.item import Audience, Item, Reply, State
from forum.core.setting import Setting
from forum.lib.db import transaction
from forum.lib.errors import NotFound
from tests import world as make
from tests.world import World

EVERYONE = {
    "anonymous",
    "manager",
    "member",
    "pending",
    "banned",
    "stranger",
    "moderator",
    "administrator",
    "former",
    "deactivated",
}
SIGNED_IN = EVERYONE - {"anonymous", "deactivated"}
IN_GROUP = {"manager", "member"}

MATRIX = [
    (None, Audience.PUBLIC, State.PUBLISHED, EVERYONE),
    (None, Audience.SIGNED_IN, State.PUBLISHED, SIGNED_IN),
    (None, Audience.PUBLIC, State.HIDDEN, set()),
    (None, Audience.PUBLIC, State.DELETED, set()),
    (None, Audience.PUBLIC, State.DRAFT, {"member"}),
    ("open_group", Audience.GROUP, State.PUBLISHED, EVERYONE),
    ("open_group", Audience.MEMBERS, State.PUBLISHED, IN_GROUP),
    ("open_group", Audience.GROUP, State.HIDDEN, {"manager"}),
    ("open_group", Audience.GROUP, State.DELETED, set()),
    ("closed_group", Audience.GROUP, State.PUBLISHED, IN_GROUP),
    ("closed_group", Audience.GROUP, State.HIDDEN, {"manager"}),
    ("hidden_group", Audience.GROUP, State.PUBLISHED, IN_GROUP),
    ("hidden_group", Audience.GROUP, State.HIDDEN, {"manager"}),
    # An audience that does not fit its place is read by nobody.
    ("closed_group", Audience.PUBLIC, State.PUBLISHED, set()),
    (None, Audience.GROUP, State.PUBLISHED, set()),
]


@pytest.mark.parametrize(("place", "audience", "state", "who"), MATRIX)
def test_item_matrix(
    world: World, place: str | None, audience: Audience, state: State, who: set[str]
) -> None:
    where = getattr(world, place) if place else None
    with transaction():
        item = make.discussion(world.member, where, audience, state)
        answer = make.reply(item, world.member)
    for name, user in world.people.items():
        reader = make.reader(user)
        expected = name in who
        assert is_visible(Item, item.id, reader) == expected, name
        assert is_visible(Reply, answer.id, reader) == expected, name
        assert bool(labels_of(item) & reader_labels(reader)) == expected, f"labels: {name}"


def test_hidden_reply_is_for_managers_only(world: World) -> None:
    with transaction():
        item = make.discussion(world.member, world.open_group)
        shown = make.reply(item, world.member)
        hidden = make.reply(item, world.member, state=State.HIDDEN)
    for name, user in world.people.items():
        assert is_visible(Reply, shown.id, make.reader(user)), name
        assert is_visible(Reply, hidden.id, make.reader(user)) == (name == "manager"), name


def test_cannot_see_is_the_same_as_never_existed(world: World) -> None:
    with transaction():
        item = make.discussion(world.member, world.hidden_group)
    assert get_visible(Item, item.public_id, make.reader(world.member)).id == item.id
    with pytest.raises(NotFound) as hidden:
        get_visible(Item, item.public_id, ANONYMOUS)
    with pytest.raises(NotFound) as absent:
        get_visible(Item, "zzzzzzzzzzzz", ANONYMOUS)
    assert hidden.value.args == absent.value.args


def test_preset_change_holds_at_once_without_new_labels(world: World) -> None:
    with transaction():
        item = make.discussion(world.member, world.open_group)
    before = labels_of(item)
    assert is_visible(Item, item.id, ANONYMOUS)
    with transaction():
        world.open_group.preset = Preset.CLOSED
    assert labels_of(item) == before
    assert not is_visible(Item, item.id, ANONYMOUS)
    assert not before & reader_labels(ANONYMOUS)
    assert is_visible(Item, item.id, make.reader(world.member))


def test_model_without_a_rule_is_denied() -> None:
    with pytest.raises(TypeError):
        visible(Setting, Reader())
