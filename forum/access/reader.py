"""Who is asking: the facts that the rules need, frozen."""

from dataclasses import dataclass

from sqlalchemy import select

from forum.core.group import Membership, MembershipRole, MembershipState
from forum.core.user import Role, User
from forum.lib.db import db


@dataclass(frozen=True)
class Reader:
    """Facts about who asks, as they were when this was built; build a new one per request or mail.

    `member_of` are the groups with an active membership, `manager_of` those among them that the person
    manages, `blocked_in` those that blocked them.
    """

    user_id: int | None = None
    role: Role = Role.MEMBER
    member_of: frozenset[int] = frozenset()
    manager_of: frozenset[int] = frozenset()
    blocked_in: frozenset[int] = frozenset()

    @property
    def signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def moderator(self) -> bool:
        """A moderator of the whole site. It gives no reading right in any group."""
        return self.role in (Role.MODERATOR, Role.ADMIN)


ANONYMOUS = Reader()


def reader_for(user: User | None) -> Reader:
    """The reader for `user` with the memberships as they are now.

    Nobody, or somebody whose account is deactivated, is the anonymous reader.
    """
    if user is None or not user.active:
        return ANONYMOUS
    rows = db.session.execute(
        select(Membership.group_id, Membership.role, Membership.state).where(Membership.user_id == user.id)
    ).all()
    active = [row for row in rows if row.state == MembershipState.ACTIVE]
    return Reader(
        user_id=user.id,
        role=Role(user.role),
        member_of=frozenset(row.group_id for row in active),
        manager_of=frozenset(row.group_id for row in active if row.role == MembershipRole.MANAGER),
        blocked_in=frozenset(row.group_id for row in rows if row.state == MembershipState.BLOCKED),
    )
