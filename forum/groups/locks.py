"""One at a time: whoever changes the members or the preset of a group holds its row until the commit."""

from sqlalchemy import func, select

from forum.access import Reader
from forum.core.group import Group, Membership, MembershipRole, MembershipState
from forum.core.user import User
from forum.lib.db import db
from forum.lib.errors import Forbidden


def lock(group: Group) -> None:
    """Wait for others who change `group`, then read it anew.

    SQLite has locked the whole database at BEGIN already; PostgreSQL locks this row.
    """
    db.session.flush()
    db.session.refresh(group, with_for_update=True)


def lock_managed(reader: Reader, group: Group) -> None:
    """As `lock`, for a change that only a manager may make.

    Raises:
        Forbidden: `reader` was a manager when the request began, and is not now.
    """
    lock(group)
    own = find_row(group, reader.user_id)
    if own is None or own.state != MembershipState.ACTIVE or own.role != MembershipRole.MANAGER:
        raise Forbidden


def find_row(group: Group, user_id: int | None) -> Membership | None:
    """The relation of a person to a locked group as it is now, or None."""
    query = select(Membership).where(  # door: the service decides on the row itself, also a blocked one
        Membership.group_id == group.id, Membership.user_id == user_id
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def count_other_managers(group: Group, user_id: int) -> int:
    """How many people with a working account manage `group`, not counting this one."""
    query = (
        select(func.count(Membership.id))
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.group_id == group.id,
            Membership.user_id != user_id,
            Membership.state == MembershipState.ACTIVE,
            Membership.role == MembershipRole.MANAGER,
            User.deactivated_at.is_(None),
        )
    )
    return db.session.scalar(query) or 0
