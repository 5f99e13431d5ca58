"""When the account of the last manager closes, the group gets another one."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.access import reader_for
from forum.accounts import people
from forum.core.group import MembershipRole, MembershipState, Preset
from forum.lib.db import transaction
from tests import world as make
from tests.world import World


@pytest.mark.parametrize("others", [False, True])
def test_the_longest_member_follows_when_nobody_else_manages(world: World, others: bool) -> None:
    group = world.hidden_group
    with transaction():
        make.join(group, world.former, MembershipRole.MANAGER if others else MembershipRole.MEMBER)
        people.deactivate(world.manager)
    managers = {name for name, user in world.people.items() if group.id in reader_for(user).manager_of}
    assert managers == ({"former"} if others else {"member"})


def test_only_somebody_who_is_in_it_follows(
    world: World, browser_of: Callable[[object], FlaskClient]
) -> None:
    with transaction():
        group = make.group("wachtkamer", Preset.CLOSED, world.manager)
        make.join(group, world.deactivated)
        make.join(group, world.pending, state=MembershipState.PENDING)
        make.join(group, world.banned, state=MembershipState.BLOCKED)
        people.deactivate(world.manager)
    assert not any(group.id in reader_for(user).manager_of for user in world.people.values())
    page = browser_of(world.member).get(f"/groepen/{world.closed_group.address}/logboek")
    assert "Member werd beheerder, want de groep had er geen meer." in page.text
