"""Whom somebody can name in what they write: people they may see, and who could read it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, false, or_, select

from forum.access import Action, Reader, require, visible
from forum.access.readers import people_who_may_read
from forum.core.group import Group
from forum.core.item import Audience, Item, Reply, State
from forum.core.user import User
from forum.lib.db import db

MOST = 6
LONGEST = 40


def list_for_item(reader: Reader, item: Item, typed: str) -> Sequence[User]:
    """At most six people to name on `item`, which came through the door with its group: those in the conversation
    first. Without a letter typed only those.

    Raises:
        Forbidden: `reader` may not write here.
    """
    require(reader, Action.ITEM_TAKE_PART, item)
    # door: who wrote on an item that came through it; hidden and deleted replies name nobody
    writers = select(Reply.author_id).where(Reply.item_id == item.id, Reply.state == State.PUBLISHED)
    here = or_(User.id == item.author_id, User.id.in_(writers))
    return _list(reader, Audience(item.audience), item.group, typed, here)


def list_for_place(reader: Reader, group: Group | None, audience: str | None, typed: str) -> Sequence[User]:
    """As `list_for_item`, for something new in `group`, which came through the door (None: outside groups).

    Raises:
        Forbidden: `reader` may not write here.
    """
    require(reader, Action.ITEM_CREATE, group)
    # An audience that does not exist proposes the fewest people.
    fits = audience in (Audience.GROUP, Audience.PUBLIC, Audience.SIGNED_IN)
    return _list(reader, Audience.GROUP if fits else Audience.MEMBERS, group, typed, false())


def _list(
    reader: Reader, audience: Audience, group: Group | None, typed: str, here: ColumnElement[bool]
) -> Sequence[User]:
    name = " ".join(typed.split())
    if len(name) > LONGEST:
        return []
    begins = [
        way
        for spelled in {name, name.capitalize()}  # SQLite folds the case of plain letters only
        for way in (
            User.name.istartswith(spelled, autoescape=True),
            User.name.icontains(f" {spelled}", autoescape=True),
        )
    ]
    query = (
        visible(User, reader)
        .where(
            people_who_may_read(audience, group), User.id != reader.user_id, or_(*begins) if name else here
        )
        .order_by(case((here, 0), else_=1), User.name, User.id)
        .limit(MOST)
    )
    return db.session.scalars(query).all()
