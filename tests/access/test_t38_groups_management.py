"""T38: managing is checked on the group itself, and nobody gives more than they hold."""

import pytest
from sqlalchemy import select

from forum.core.group import Group, Membership, MembershipRole, Preset
from forum.groups.models import GroupEvent, Invitation
from forum.groups.views_people import ACTS
from forum.lib.db import db, transaction
from tests import world as make
from tests.world import World

OTHERS = ("member", "stranger", "banned", "pending", "former", "moderator", "administrator", "elsewhere")
PLACES = ("open_group", "closed_group", "hidden_group")


def state() -> list[tuple[object, ...]]:
    db.session.rollback()
    rows = db.session.execute(
        select(Membership.group_id, Membership.user_id, Membership.role, Membership.state).order_by(
            Membership.id
        )
    ).all()
    more = [len(db.session.scalars(select(model)).all()) for model in (Invitation, GroupEvent)]
    groups = db.session.execute(select(Group.id, Group.name, Group.preset).order_by(Group.id)).all()
    db.session.rollback()
    return [*map(tuple, rows), *map(tuple, groups), tuple(more)]


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("place", PLACES)
def test_t38_no_act_of_a_manager_for_others(world: World, browser_of, who: str, place: str) -> None:
    with transaction():
        elsewhere = make.person("elders")
        make.group("elders-groep", Preset.OPEN, elsewhere)
    user = elsewhere if who == "elsewhere" else world.people[who]
    group: Group = getattr(world, place)
    code = 404 if place == "hidden_group" and who != "member" else 403
    browser, base = browser_of(user), f"/groepen/{group.address}"
    before = state()
    targets = [world.member, world.manager, world.pending, world.banned, user]
    for act in ACTS:
        for target in targets:
            answer = browser.post(f"{base}/leden/{target.public_id}/{act}")
            assert answer.status_code == code, (act, target.name)
    forms = {
        "/uitnodigen": {"email": "a@example.org", "role": "manager"},
        "/uitnodigen/bcdfghjkmnpq/intrekken": {},
        "/instellingen": {"name": "Anders"},
        "/zichtbaarheid": {"naar": "open", "feiten": "x"},
    }
    for path, form in forms.items():
        assert browser.post(base + path, data=form).status_code == code, path
    assert browser.get(f"{base}/logboek").status_code == code
    assert state() == before
    # The same set-up with the manager: the act is done.
    assert (
        browser_of(world.manager).post(f"{base}/leden/{world.member.public_id}/verwijderen").status_code
        == 303
    )
    assert state() != before


def test_t38_no_role_above_manager_and_no_act_that_is_not_there(world: World, browser_of) -> None:
    browser, base = browser_of(world.manager), f"/groepen/{world.open_group.address}"
    before = state()
    for role in ("admin", "moderator", "MANAGER", "", "manager "):
        answer = browser.post(f"{base}/uitnodigen", data={"email": "a@example.org", "role": role})
        assert answer.status_code == 422, role
    for act in ("admin", "accept", "set_role", "promote", "..%2f"):
        assert browser.post(f"{base}/leden/{world.member.public_id}/{act}").status_code == 404, act
    assert state() == before


def test_t38_manager_of_one_group_is_nobody_in_another(world: World, browser_of) -> None:
    with transaction():
        make.join(world.open_group, world.stranger, MembershipRole.MANAGER)
    browser = browser_of(world.stranger)
    path = f"/leden/{world.pending.public_id}/toelaten"
    assert browser.post(f"/groepen/{world.closed_group.address}{path}").status_code == 403
    assert browser.post(f"/groepen/{world.open_group.address}{path}").status_code == 404, "asked elsewhere"
