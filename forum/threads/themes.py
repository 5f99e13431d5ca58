"""The themes of an item."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, ScalarSelect, delete, func, insert, select

from forum.access import Reader
from forum.core.item import Item
from forum.core.theme import Theme, item_themes
from forum.lib.db import db
from forum.lib.upsert import upsert
from forum.threads import rules, theme_lists


def put(item: Item, names: Iterable[str]) -> bool:
    """Let `item` (flushed) have exactly these themes; new ones are made. True when something changed.

    Raises:
        Invalid: a name is too long, or there are too many.
    """
    wanted = rules.themes(names)
    here = select(Theme.slug, item_themes.c.name).join(item_themes).where(item_themes.c.item_id == item.id)
    if dict(db.session.execute(here).all()) == wanted:
        return False
    db.session.execute(delete(item_themes).where(item_themes.c.item_id == item.id))
    # A theme that somebody else named before is the same theme; naming it shows nobody that it was there.
    for slug in sorted(wanted):
        upsert(Theme, {"slug": slug}, {})
    # Locked, so that none is merged away before this is committed.
    here_now = select(Theme).where(Theme.slug.in_(wanted)).order_by(Theme.id)
    known = {
        theme.slug: theme.id
        for theme in db.session.scalars(here_now.with_for_update(read=True, key_share=True))
    }
    rows = [{"item_id": item.id, "theme_id": known[slug], "name": name} for slug, name in wanted.items()]
    if rows:
        db.session.execute(insert(item_themes), rows)
    return True


def as_now(reader: Reader, names: Iterable[str]) -> list[str]:
    """What was typed, with the name of the theme it went to for one that was merged; only for who knows that
    theme: for others the old one is a new word."""
    typed = list(names)
    moved = theme_lists.names_after_merging(reader, {rules.theme_slug(name) for name in typed})
    return [moved.get(rules.theme_slug(name), name) for name in typed]


def names_of(item: Item) -> list[str]:
    """The themes of an item that came through the door, as its author spelled them."""
    query = select(item_themes.c.name).where(item_themes.c.item_id == item.id)
    return list(db.session.scalars(query.order_by(item_themes.c.name)))


_BETWEEN = "\n"  # a name is one line


def together(item_id: ColumnElement[int]) -> ScalarSelect[str]:
    """The same as one value, for a query that asks for more; `apart` takes it to pieces."""
    names = func.aggregate_strings(item_themes.c.name, _BETWEEN)
    return select(names).where(item_themes.c.item_id == item_id).scalar_subquery()


def apart(names: str | None) -> list[str]:
    """The themes in a value of `together`."""
    return sorted(names.split(_BETWEEN)) if names else []
