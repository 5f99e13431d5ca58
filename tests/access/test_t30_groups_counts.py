"""T30: the numbers of a group are counted on what the reader may see."""

from forum.access import Reader
from forum.core.group import Group, MembershipState
from forum.core.item import Audience, State
from forum.groups import queries
from forum.lib.db import transaction
from tests import world as make
from tests.world import World


def numbers(who: object, group: Group) -> dict[str, int]:
    return {kind.code: number for kind, number in queries.count_kinds(make.reader(who), group)}  # type: ignore[arg-type]


def members_shown(reader: Reader) -> dict[str, int]:
    lines = [*queries.list_mine(reader), *queries.list_others(reader).items]
    return {line.name: line.member_count for line in lines if line.member_count is not None}


def test_t30_items_and_members_are_counted_per_reader(world: World) -> None:
    with transaction():
        make.discussion(world.member, world.open_group)
        make.discussion(world.member, world.open_group, Audience.MEMBERS)
        for state in (State.HIDDEN, State.DELETED, State.DRAFT):
            make.discussion(world.member, world.open_group, state=state)
        make.join(world.open_group, world.pending, state=MembershipState.PENDING)
    expected = {"manager": 2, "member": 2, "stranger": 1, "banned": 1, "moderator": 1, "anonymous": 1}
    for name, number in expected.items():
        assert numbers(world.people[name], world.open_group) == {"discussion": number}, name
    members = {name: members_shown(make.reader(user)) for name, user in world.people.items()}
    one, two, three = (group.name for group in world.groups)
    assert members["member"] == {one: 2, two: 2, three: 2}  # a closed account and who asked do not count
    assert members["stranger"] == {one: 2}
    assert members["banned"] == members["anonymous"] == members["deactivated"] == {}
