"""The themes that a reader may know of: those of what they may read, spelled as it is spelled there (T28)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from forum.access import Reader, visible
from forum.core.item import Item, State
from forum.core.theme import Theme, item_themes
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.pages import PER_PAGE, Page, offset


@dataclass(frozen=True)
class ThemeLine:
    """A theme as one reader knows it: `items` are those that they may read in it."""

    theme_id: int
    slug: str
    name: str
    items: int


def list_themes(reader: Reader, *, page: int = 1, per_page: int = PER_PAGE) -> Page[ThemeLine]:
    """The themes of what `reader` may read, those with most in them first."""
    readable = visible(Item, reader).where(Item.state == State.PUBLISHED)
    lines = _spelled(readable)
    total = db.session.scalar(select(func.count()).select_from(lines.subquery())) or 0
    wanted = lines.order_by(lines.selected_columns["items"].desc(), Theme.slug)
    rows = db.session.execute(wanted.limit(per_page).offset(offset(page, per_page)))
    return Page([ThemeLine(*row) for row in rows], page, total, per_page)


def get_theme(reader: Reader, slug: str) -> tuple[Theme, str]:
    """A theme by its name in the address, and how it is mostly spelled where `reader` may read.

    Raises:
        NotFound: there is none, or `reader` may read nothing in it.
    """
    theme = db.session.scalars(visible(Theme, reader).where(Theme.slug == slug)).one_or_none()
    if theme is None:
        raise NotFound
    return theme, names_of(reader, [theme.id])[theme.id]


def names_of(reader: Reader, theme_ids: list[int]) -> dict[int, str]:
    """How these themes are mostly spelled where `reader` may read; left out is what they may not know of."""
    rows = db.session.execute(_spelled(visible(Item, reader)).where(Theme.id.in_(theme_ids)))
    return {row.theme_id: row.name for row in rows}


def _spelled(readable: Select[Item]) -> Select[Any]:
    """Id, slug, most used spelling and number of items of each theme of these items."""
    ids = readable.with_only_columns(Item.id).subquery()
    spellings = (
        select(item_themes.c.theme_id, item_themes.c.name, func.count().label("times"))
        .join(ids, ids.c.id == item_themes.c.item_id)
        .group_by(item_themes.c.theme_id, item_themes.c.name)
        .subquery()
    )
    theme = spellings.c.theme_id
    most_used_first = (spellings.c.times.desc(), spellings.c.name)
    ranked = select(
        theme,
        spellings.c.name,
        func.sum(spellings.c.times).over(partition_by=theme).label("items"),
        func.row_number().over(partition_by=theme, order_by=most_used_first).label("place"),
    ).subquery()
    return (
        select(ranked.c.theme_id, Theme.slug, ranked.c.name, ranked.c["items"])  # door: of items through it
        .join(Theme, Theme.id == ranked.c.theme_id)
        .where(ranked.c.place == 1)
    )
