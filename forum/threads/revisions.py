"""Older versions. They follow the access of what they belong to (T26, T34) and can only be read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

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


def of_item(reader: Reader, item: Item) -> list[Version]:
    """The earlier texts of `item` (not of its replies), newest first.

    Raises:
        NotFound: `reader` may not read the item (any more).
    """
    if not is_visible(Item, item.id, reader):
        raise NotFound
    return _versions(
        # door: the item came through it just above
        select(Revision, User.name).where(Revision.item_id == item.id, Revision.reply_id.is_(None))
    )


def of_reply(reader: Reader, reply: Reply) -> list[Version]:
    """The earlier texts of `reply`, newest first.

    Raises:
        NotFound: `reader` may not read the reply (any more).
    """
    if not is_visible(Reply, reply.id, reader):
        raise NotFound
    # door: the reply came through it just above
    return _versions(select(Revision, User.name).where(Revision.reply_id == reply.id))


def _versions(query: Select[Any, Any]) -> list[Version]:
    rows = db.session.execute(
        query.join(User, User.id == Revision.editor_id).order_by(Revision.id.desc()).limit(MOST_SHOWN)
    ).all()
    # Rendered now: an old text is seldom read, and the source is all that was kept of it.
    return [
        Version(row.title, markup.render(row.body_source).html, row.created_at, name) for row, name in rows
    ]
