"""Who is asking: the facts that the rules need, frozen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from forum.core.group import Membership, MembershipRole, MembershipState
from forum.core.user import Role, User
from forum.lib.db import db


@dataclass(frozen=True)
class Reader:
    """Facts about who asks, as they were when this was built; build a new one per request or mail.

    `member_of` are the groups with an active membership, `manager_of` those among them that the person
    manages, `blocked_in` those that blocked them, `asked_in` those that they asked to be let in. `unproven`: they have
    a role on the site, and use it only after a second proof; until then `role` is that of a member.
    """

    user_id: int | None = None
    role: Role = Role.MEMBER
    member_of: frozenset[int] = frozenset()
    manager_of: frozenset[int] = frozenset()
    blocked_in: frozenset[int] = frozenset()
    asked_in: frozenset[int] = frozenset()
    unproven: bool = False

    @property
    def signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def moderator(self) -> bool:
        """A moderator of the whole site. It gives no reading right in any group."""
        return self.role in (Role.MODERATOR, Role.ADMIN)

    @property
    def administrator(self) -> bool:
        """An administrator of the whole site. It gives no reading right in any group either."""
        return self.role == Role.ADMIN


ANONYMOUS = Reader()


def reader_for(user: User | None, *, proven: bool = True) -> Reader:
    """The reader for `user` with the memberships as they are now.

    Nobody, or somebody whose account is deactivated, is the anonymous reader.
    """
    if user is None or not user.active:
        return ANONYMOUS
    query = select(Membership.group_id, Membership.role, Membership.state)
    rows = db.session.execute(query.where(Membership.user_id == user.id)).all()
    return reader_with(user, rows, proven=proven)


def reader_with(user: User, rows: Iterable[Any], *, proven: bool = True) -> Reader:
    """The reader for `user`, whose account is open; `rows` are group, role and state of all their memberships,
    read just now. Not `proven`: their role on the site waits for a second proof."""
    rows = list(rows)
    active = [row for row in rows if row.state == MembershipState.ACTIVE]
    return Reader(
        user_id=user.id,
        role=Role(user.role) if proven else Role.MEMBER,
        member_of=frozenset(row.group_id for row in active),
        manager_of=frozenset(row.group_id for row in active if row.role == MembershipRole.MANAGER),
        blocked_in=frozenset(row.group_id for row in rows if row.state == MembershipState.BLOCKED),
        asked_in=frozenset(row.group_id for row in rows if row.state == MembershipState.PENDING),
        unproven=not proven,
    )
