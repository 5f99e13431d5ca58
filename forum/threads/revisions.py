"""Older versions. They follow the access of what they belong to (T26, T34) and can only be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from forum.access import Reader, is_visible
from forum.core.item import Item, Reply, Revision
from forum.core.user import User
from forum.lib import markup
from forum.lib.db import db
from forum.lib.errors import NotFound

MOST_SHOWN = 50


@dataclass(frozen=True)
class Version:
    """A text as it was until `until`, when it was changed; `editor` is the name of who changed it."""

    title: str
    body_html: str
    until: datetime
    editor: str


@dataclass(frozen=True)
class Text:
    """A text as it was written, number 1 the oldest that is shown; `until` and `editor` are None for the present one."""

    number: int
    title: str
    source: str
    until: datetime | None
    editor: str | None


def texts_of_item(reader: Reader, item: Item) -> list[Text]:
    """Every text of `item` that can be compared, the present one last.

    Raises:
        NotFound: `reader` may not read the item (any more).
    """
    return _texts(_of_item(reader, item), item.title, item.body_source)


def texts_of_reply(reader: Reader, reply: Reply) -> list[Text]:
    """Every text of `reply` that can be compared, the present one last. Raises NotFound as `of_reply`."""
    return _texts(_of_reply(reader, reply), "", reply.body_source)


def of_item(reader: Reader, item: Item) -> list[Version]:
    """The earlier texts of `item` (not of its replies), newest first.

    Raises:
        NotFound: `reader` may not read the item (any more).
    """
    return _versions(_of_item(reader, item))


def of_reply(reader: Reader, reply: Reply) -> list[Version]:
    """The earlier texts of `reply`, newest first.

    Raises:
        NotFound: `reader` may not read the reply (any more).
    """
    return _versions(_of_reply(reader, reply))


Rows = Sequence[Row[Any, Any]]


def _of_item(reader: Reader, item: Item) -> Rows:
    if not is_visible(Item, item.id, reader):
        raise NotFound
    # door: the item came through it just above
    query = select(Revision, User.name).where(Revision.item_id == item.id, Revision.reply_id.is_(None))
    return _newest(query)


def _of_reply(reader: Reader, reply: Reply) -> Rows:
    if not is_visible(Reply, reply.id, reader):
        raise NotFound
    # door: the reply came through it just above
    return _newest(select(Revision, User.name).where(Revision.reply_id == reply.id))


def _newest(query: Select[Any, Any]) -> Rows:
    query = query.join(User, User.id == Revision.editor_id).order_by(Revision.id.desc())
    return db.session.execute(query.limit(MOST_SHOWN)).all()


def _texts(rows: Rows, title: str, source: str) -> list[Text]:
    earlier = [
        Text(number, row.title, row.body_source, row.created_at, name)
        for number, (row, name) in enumerate(reversed(rows), 1)
    ]
    return [*earlier, Text(len(earlier) + 1, title, source, None, None)]


def _versions(rows: Rows) -> list[Version]:
    # Rendered now: an old text is seldom read, and the source is all that was kept of it.
    return [
        Version(row.title, markup.render(row.body_source).html, row.created_at, name) for row, name in rows
    ]
