"""The read rule turned around: who may read a published thing in a place. For proposing names while somebody writes.

It decides nothing: before anybody is told or shown something, the rule itself is asked for them. A property test
holds the two together.
"""

from sqlalchemy import ColumnElement, and_, select

from forum.core.group import Group, Membership, MembershipState, Preset
from forum.core.item import Audience
from forum.core.user import User


def people_who_may_read(audience: Audience, group: Group | None) -> ColumnElement[bool]:
    """The people with an open account who may read what stands in `group` (None: outside groups) for `audience`.

    Whom a group blocked is never among them: they may read what is open to everybody, but are not called there.
    """
    open_account = User.deactivated_at.is_(None)
    if group is None:
        return open_account
    of_group = select(Membership.user_id).where(Membership.group_id == group.id)
    if audience == Audience.GROUP and group.preset == Preset.OPEN:
        blocked = of_group.where(Membership.state == MembershipState.BLOCKED)
        return and_(open_account, User.id.not_in(blocked))
    return and_(open_account, User.id.in_(of_group.where(Membership.state == MembershipState.ACTIVE)))
