"""What somebody follows, as far as they may know of it now."""

from collections.abc import Sequence

from sqlalchemy import exists, func, literal, select

from forum.access import Reader, visible
from forum.core.follow import GroupFollow, PersonFollow, ThemeFollow
from forum.core.group import Group
from forum.core.theme import Theme
from forum.core.user import User
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.threads import theme_lists

MOST = 200


def list_themes(reader: Reader) -> Sequence[tuple[Theme, str]]:
    """The themes that `reader` follows and may know of, each with its name, by name; 200 at most."""
    mine = select(ThemeFollow.theme_id).where(ThemeFollow.user_id == reader.user_id)
    return theme_lists.list_named(reader, Theme.id.in_(mine), MOST)


def list_people(reader: Reader) -> Sequence[User]:
    """The people that `reader` follows and may see, by name; 200 at most."""
    mine = select(PersonFollow.person_id).where(PersonFollow.user_id == reader.user_id)
    query = visible(User, reader).where(User.id.in_(mine)).order_by(func.lower(User.name), User.id)
    return db.session.scalars(query.limit(MOST)).all()


def get_person_and_follow(reader: Reader, public_id: str) -> tuple[User, bool]:
    """The person with this public id, and whether `reader` follows them: one query.

    Raises:
        NotFound: there is none, or `reader` may not know.
    """
    me = literal(reader.user_id or 0)
    mine = exists().where(PersonFollow.person_id == User.id, PersonFollow.user_id == me)
    query = visible(User, reader).where(User.public_id == public_id).add_columns(mine)
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return row[0], bool(row[1])


def list_groups(reader: Reader) -> Sequence[Group]:
    """The groups that `reader` follows and may know of, by name; 200 at most."""
    mine = select(GroupFollow.group_id).where(GroupFollow.user_id == reader.user_id)
    query = visible(Group, reader).where(Group.id.in_(mine)).order_by(func.lower(Group.name), Group.id)
    return db.session.scalars(query.limit(MOST)).all()
