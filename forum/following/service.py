"""Follow a theme, a person or a group, and stop. Items are followed in `forum.threads.follows`."""

from typing import Any

from sqlalchemy import ColumnElement, delete, select

from forum.access import Action, Reader, require
from forum.core.follow import GroupFollow, PersonFollow, ThemeFollow
from forum.core.group import Group
from forum.core.theme import Theme
from forum.core.user import User
from forum.lib.db import db
from forum.lib.errors import Forbidden
from forum.lib.upsert import upsert

Subject = Theme | User | Group

# What is followed: the table, its column, and what one must be allowed to do.
_TABLES: dict[type[Subject], tuple[Any, str, Action]] = {
    Theme: (ThemeFollow, "theme_id", Action.THEME_FOLLOW),
    User: (PersonFollow, "person_id", Action.PERSON_FOLLOW),
    Group: (GroupFollow, "group_id", Action.GROUP_FOLLOW),
}


def follow(reader: Reader, subject: Subject) -> None:
    """Let `reader` follow `subject`, which came through the door. Twice is once.

    Raises:
        Forbidden: nobody is signed in, it is themselves, or a group that they may not follow.
    """
    table, column, action = _TABLES[type(subject)]
    require(reader, action, subject)
    if reader.user_id is None:  # the policy refused already; this is for who changes the policy
        raise Forbidden
    upsert(table, {"user_id": reader.user_id, column: subject.id}, {})


def unfollow(reader: Reader, subject: Subject) -> None:
    """Let `reader` no longer follow `subject`. Always allowed; nothing happens when they did not."""
    table, column, _action = _TABLES[type(subject)]
    db.session.execute(delete(table).where(_of(reader, table, column, subject)))


def is_following(reader: Reader, subject: Subject) -> bool:
    """Whether `reader` follows `subject`."""
    table, column, _action = _TABLES[type(subject)]
    query = select(table.user_id).where(_of(reader, table, column, subject))
    return reader.signed_in and db.session.scalars(query).first() is not None


def _of(reader: Reader, table: Any, column: str, subject: Subject) -> ColumnElement[bool]:
    mine: ColumnElement[bool] = table.user_id == reader.user_id
    return mine & (getattr(table, column) == subject.id)
