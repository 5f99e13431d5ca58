"""The themes of an item."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from forum.access import Reader, visible
from forum.core.item import Item
from forum.core.theme import Theme, item_themes
from forum.lib.db import db, flush
from forum.threads import rules


def put(item: Item, names: Iterable[str]) -> bool:
    """Let `item` (flushed) have exactly these themes; new ones are made. True when something changed.

    Raises:
        Invalid: a name is too long, or there are too many.
    """
    wanted = rules.themes(names)
    present = set(
        db.session.scalars(select(Theme.slug).join(item_themes).where(item_themes.c.item_id == item.id))
    )
    if present == set(wanted):
        return False
    db.session.execute(delete(item_themes).where(item_themes.c.item_id == item.id))
    # A theme that somebody else named before is the same theme; naming it shows nobody that it was there.
    known = {theme.slug: theme for theme in db.session.scalars(select(Theme).where(Theme.slug.in_(wanted)))}
    for slug, name in wanted.items():
        if slug not in known:
            known[slug] = Theme(slug=slug, name=name)
            db.session.add(known[slug])
    flush()
    rows = [{"item_id": item.id, "theme_id": known[slug].id} for slug in wanted]
    if rows:
        db.session.execute(insert(item_themes), rows)
    return True


def of_item(reader: Reader, item: Item) -> list[Theme]:
    """The themes of an item that came through the door, by name."""
    query = visible(Theme, reader).join(item_themes).where(item_themes.c.item_id == item.id)
    return list(db.session.scalars(query.order_by(Theme.name)))
