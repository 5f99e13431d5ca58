"""Who follows what a new item is of: its writer, its themes, its group."""

from sqlalchemy import Select, literal, select, union_all

from forum.access import Reader
from forum.core.follow import GroupFollow, PersonFollow, ThemeFollow
from forum.core.item import Item
from forum.core.theme import item_themes
from forum.lib.db import db
from forum.notifications.models import Reason


def is_followed(item_id: int) -> bool:
    """Whether anybody follows something that this item is of."""
    item = db.session.get_one(Item, item_id)  # door: a yes or no, for the work that may follow
    parts = [query.with_only_columns(literal(1)) for _reason, query in _followers(item)]
    return db.session.execute(union_all(*parts).limit(1)).first() is not None


def reasons_of(item: Item) -> dict[int, Reason]:
    """Who follows something that `item` is of, and why; a person before a theme, a theme before a group."""
    found: dict[int, Reason] = {}
    for reason, query in _followers(item):
        for user_id in db.session.scalars(query):
            found.setdefault(user_id, reason)
    return found


def followed_themes(reader: Reader, item_ids: list[int]) -> dict[int, str]:
    """For each of these items, which came through the door: the name of a theme of it that `reader` follows."""
    query = (
        select(item_themes.c.item_id, item_themes.c.name)
        .join(ThemeFollow, ThemeFollow.theme_id == item_themes.c.theme_id)
        .where(ThemeFollow.user_id == reader.user_id, item_themes.c.item_id.in_(item_ids))
        .order_by(item_themes.c.name.desc())
    )
    return {row.item_id: row.name for row in db.session.execute(query)}


def _followers(item: Item) -> list[tuple[Reason, Select[int]]]:
    of_item = select(item_themes.c.theme_id).where(item_themes.c.item_id == item.id)
    return [
        (Reason.BY_PERSON, select(PersonFollow.user_id).where(PersonFollow.person_id == item.author_id)),
        (Reason.IN_THEME, select(ThemeFollow.user_id).where(ThemeFollow.theme_id.in_(of_item))),
        (Reason.IN_GROUP, select(GroupFollow.user_id).where(GroupFollow.group_id == item.group_id)),
    ]
