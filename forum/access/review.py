"""What administrators of the site may know to review who has which rights. In words: docs/access.md.

It goes past the read rule in two places only: closed accounts, and who manages a closed group and how many are in it.
Hidden groups do not exist here, not even as a number, and of no closed group is told who its members are.
"""

from sqlalchemy import Select, func, select

from forum.access.actions import Action
from forum.access.policy import require
from forum.access.reader import Reader
from forum.core.group import Group, Membership, MembershipRole, MembershipState, Preset
from forum.core.user import User
from forum.lib.db import db
from forum.lib.errors import NotFound


def accounts(reader: Reader) -> Select[User]:
    """Every account, closed ones too. Raises Forbidden when `reader` is no administrator."""
    require(reader, Action.SITE_ADMINISTER)
    return select(User)


def get_account(reader: Reader, public_id: str) -> User:
    """The account with this public id.

    Raises:
        Forbidden: `reader` is no administrator.
        NotFound: there is none.
    """
    found = db.session.scalars(accounts(reader).where(User.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def groups(reader: Reader) -> Select[Group]:
    """The open and closed groups. Raises Forbidden when `reader` is no administrator."""
    require(reader, Action.SITE_ADMINISTER)
    return select(Group).where(Group.preset != Preset.HIDDEN)


def managers(reader: Reader) -> Select[int, str, User]:
    """Rows of (group id, group name, person) for who manages an open or closed group.

    Raises:
        Forbidden: `reader` is no administrator.
    """
    require(reader, Action.SITE_ADMINISTER)
    return _memberships().where(Membership.role == MembershipRole.MANAGER, Group.preset != Preset.HIDDEN)


def open_memberships(reader: Reader) -> Select[int, str, User]:
    """As `managers`, for everybody who is in an open group: their names are no secret to who has an account.

    Raises:
        Forbidden: `reader` is no administrator.
    """
    require(reader, Action.SITE_ADMINISTER)
    return _memberships().where(Group.preset == Preset.OPEN)


def member_counts(reader: Reader) -> dict[int, int]:
    """How many people are in each open and closed group. Raises Forbidden."""
    require(reader, Action.SITE_ADMINISTER)
    query = (
        select(Membership.group_id, func.count())
        .join(Group, Group.id == Membership.group_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Group.preset != Preset.HIDDEN,
            Membership.state == MembershipState.ACTIVE,
            User.deactivated_at.is_(None),
        )
        .group_by(Membership.group_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _memberships() -> Select[int, str, User]:
    return (
        select(Group.id, Group.name, User)
        .select_from(Membership)
        .join(Group, Group.id == Membership.group_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.state == MembershipState.ACTIVE)
        .order_by(func.lower(Group.name), Group.id, func.lower(User.name), User.id)
    )
