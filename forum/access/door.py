"""The door: the only place where a row of content is obtained.

What a reader may not see does not exist for them: it is in no list and no count, and asking for it raises
`NotFound`, just as for a key that never was.
"""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.sql.base import ExecutableOption

from forum.access import read_rule
from forum.access.reader import Reader
from forum.core.attachment import Attachment
from forum.core.draft import SavedDraft
from forum.core.folder import Folder
from forum.core.group import Group, Membership
from forum.core.item import Item, Reply, State
from forum.core.theme import Theme
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import NotFound

M = TypeVar("M")

_CONDITIONS: dict[type, Callable[[Reader], ColumnElement[bool]]] = {
    Item: read_rule.item_condition,
    Reply: read_rule.reply_condition,
    Group: read_rule.group_condition,
    Membership: read_rule.membership_condition,
    User: read_rule.user_condition,
    Attachment: read_rule.attachment_condition,
    Theme: read_rule.theme_condition,
    Folder: read_rule.folder_condition,
    SavedDraft: read_rule.draft_condition,
}


@lru_cache(maxsize=500)
def _condition(model: type, reader: Reader) -> ColumnElement[bool]:
    """What `reader` may read of `model`. It follows from these two alone (never from the clock or a setting), so it is
    built once for them: a page asks for it seven times."""
    for base in model.__mro__:
        if base in _CONDITIONS:
            return _CONDITIONS[base](reader)
    raise TypeError(f"there is no read rule for {model.__name__}")  # denied by default


def visible(model: type[M], reader: Reader) -> Select[M]:
    """A query for the rows of `model` that `reader` may read; refine it with where, order_by and limit.

    Raises:
        TypeError: there is no rule for this model, so nobody may read it.
    """
    target: Any = model
    return select(model).where(_condition(target, reader))


def find_visible(model: type[M], key: str | int, reader: Reader, *options: ExecutableOption) -> M | None:
    """The row with this public id (text), or primary key (a number), or None; `options` load what is with it."""
    target: Any = model
    column = target.public_id if isinstance(key, str) else target.id
    return db.session.scalars(visible(model, reader).where(column == key).options(*options)).one_or_none()


def get_visible(model: type[M], key: str | int, reader: Reader, *options: ExecutableOption) -> M:
    """As `find_visible`.

    Raises:
        NotFound: it does not exist, or `reader` may not know.
    """
    row = find_visible(model, key, reader, *options)
    if row is None:
        raise NotFound
    return row


def get_group_at(address: str, reader: Reader) -> Group:
    """The group at this web address.

    Raises:
        NotFound: there is none, or `reader` may not know.
    """
    group = db.session.scalars(visible(Group, reader).where(Group.address == address)).one_or_none()
    if group is None:
        raise NotFound
    return group


def is_visible(model: type[Any], row_id: int, reader: Reader) -> bool:
    """Whether `reader` may read the row with this primary key."""
    return count_visible(visible(model, reader).where(model.id == row_id)) > 0


def count_visible(query: Select[Any]) -> int:
    """How many rows a query of this door holds."""
    counted = query.order_by(None).options().subquery()
    return db.session.scalar(select(func.count()).select_from(counted)) or 0


def opened_by_look(model: type[M], row_id: int, reader: Reader, until: datetime) -> M:
    """A reported row that a site moderator opened with a logged look that lasts `until`.

    The only way past the read rule; `forum/moderation` grants looks, one row at a time.

    Raises:
        NotFound: no moderator, the look is over, or the row is not there or was deleted.
    """
    target: Any = model
    row = db.session.get(target, row_id) if reader.moderator and clock.now() < until else None
    if row is None or getattr(row, "state", None) == State.DELETED:
        raise NotFound
    found: M = row
    return found
