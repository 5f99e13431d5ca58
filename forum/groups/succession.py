"""A group is never without a manager while it has members: when the last one's account closes, who is in it
longest follows."""

from sqlalchemy import select

from forum.access import ANONYMOUS
from forum.core.events import MembershipChanged, UserChanged
from forum.core.group import Group, Membership, MembershipRole, MembershipState
from forum.core.user import User
from forum.groups import rules
from forum.groups.locks import count_other_managers, lock
from forum.groups.log import record
from forum.lib import events
from forum.lib.db import db


def on_user_changed(event: UserChanged) -> None:
    """When the account is closed: give each group that only this person managed another manager."""
    person = db.session.get(User, event.user_id)  # door: whose account it is, is not told
    if person is None or person.active:
        return
    managed = (
        select(Group)  # door: as above
        .join(Membership, Membership.group_id == Group.id)
        .where(
            Membership.user_id == person.id,
            Membership.state == MembershipState.ACTIVE,
            Membership.role == MembershipRole.MANAGER,
        )
        .order_by(Group.id)
    )
    for group in db.session.scalars(managed).all():
        lock(group)
        if rules.would_orphan(True, count_other_managers(group, person.id)):
            _hand_over(group)


def fill_empty() -> None:
    """Give each group that has members and no manager one: after putting back an older backup."""
    managed = select(Membership.group_id).where(  # door: as above
        Membership.state == MembershipState.ACTIVE, Membership.role == MembershipRole.MANAGER
    )
    without = select(Group).where(Group.id.not_in(managed)).order_by(Group.id)  # door: as above
    for group in db.session.scalars(without).all():
        lock(group)
        _hand_over(group)


def _hand_over(group: Group) -> None:
    longest = (
        select(Membership, User.public_id)  # door: as above
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.group_id == group.id,
            Membership.state == MembershipState.ACTIVE,
            User.deactivated_at.is_(None),
        )
        .order_by(Membership.id)
        .limit(1)
    )
    found = db.session.execute(longest).first()
    if found is None:
        return
    row, public_id = found
    row.role = MembershipRole.MANAGER
    record(ANONYMOUS, group, "succeeded", public_id)
    events.publish(MembershipChanged(group.id, row.user_id))
