"""Where somebody can write: outside groups, and in their own groups."""

from collections.abc import Sequence

from sqlalchemy import false

from forum.access import Reader, get_group_at, visible
from forum.core.group import Group
from forum.lib.db import db


def group_at(reader: Reader, address: str | None) -> Group | None:
    """The group at this address; None when no address is given.

    Raises:
        NotFound: there is no such group for `reader`.
    """
    return get_group_at(address, reader) if address else None


def own_groups(reader: Reader) -> Sequence[Group]:
    """The groups that `reader` is a member of, by name."""
    mine = Group.id.in_(reader.member_of) if reader.member_of else false()
    return db.session.scalars(visible(Group, reader).where(mine).order_by(Group.name, Group.id)).all()
