"""What the page of a person shows."""

from sqlalchemy import func

from forum.access import Reader, visible
from forum.core.group import Group, Membership, MembershipState
from forum.core.user import User
from forum.lib.db import db


def list_groups_of(reader: Reader, person: User) -> list[Group]:
    """The groups in which `reader` may know that `person` is a member, by name (T28)."""
    known = visible(Membership, reader).where(
        Membership.user_id == person.id, Membership.state == MembershipState.ACTIVE
    )
    ids = known.with_only_columns(Membership.group_id)
    query = visible(Group, reader).where(Group.id.in_(ids)).order_by(func.lower(Group.name))
    return list(db.session.scalars(query))
