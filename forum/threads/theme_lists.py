"""The themes that a reader may know of: those of what they may read, spelled as it is spelled there (T28)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true

from forum.access import Reader, visible
from forum.core.item import Item, State
from forum.core.theme import Theme, ThemeAlias, item_themes
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
    lines = _spelled(visible(Item, reader).where(Item.state == State.PUBLISHED))
    total = db.session.scalar(select(func.count()).select_from(lines.subquery())) or 0
    wanted = lines.order_by(lines.selected_columns["items"].desc(), Theme.slug)
    rows = db.session.execute(wanted.limit(per_page).offset(offset(page, per_page)))
    found = [ThemeLine(row.Theme.id, row.Theme.slug, row.name, int(row.items)) for row in rows]
    return Page(found, page, total, per_page)


def find_theme(reader: Reader, slug: str) -> tuple[Theme, str] | None:
    """As `get_theme`, or None."""
    row = db.session.execute(_spelled(visible(Item, reader), Theme.slug == slug)).one_or_none()
    return (row.Theme, row.name) if row else None


def get_theme(reader: Reader, slug: str) -> tuple[Theme, str]:
    """A theme by its name in the address, and how it is mostly spelled where `reader` may read.

    Raises:
        NotFound: there is none, or `reader` may read nothing in it.
    """
    found = find_theme(reader, slug)
    if found is None:
        raise NotFound
    return found


def list_named(reader: Reader, which: ColumnElement[bool], most: int) -> list[tuple[Theme, str]]:
    """The themes for which `which` holds, each with its name, by name: those that `reader` may know of."""
    query = _spelled(visible(Item, reader), which)
    by_name = query.order_by(func.lower(query.selected_columns["name"]), Theme.id).limit(most)
    return [(row.Theme, row.name) for row in db.session.execute(by_name)]


def find_merged(reader: Reader, slug: str) -> Theme | None:
    """Where the theme with this address went; None when it went nowhere, or `reader` may not know where."""
    query = visible(Theme, reader).join(ThemeAlias, ThemeAlias.theme_id == Theme.id)
    return db.session.scalars(query.where(ThemeAlias.slug == slug)).one_or_none()


def names_after_merging(reader: Reader, slugs: Collection[str]) -> dict[str, str]:
    """For each of these addresses that was merged into a theme that `reader` may know: the name of that theme."""
    aliases = db.session.execute(
        select(ThemeAlias.slug, ThemeAlias.theme_id).where(ThemeAlias.slug.in_(slugs))
    )
    gone_to = {row.slug: row.theme_id for row in aliases}
    names = names_of(reader, set(gone_to.values()))
    return {slug: names[theme_id] for slug, theme_id in gone_to.items() if theme_id in names}


def names_of(reader: Reader, theme_ids: Collection[int]) -> dict[int, str]:
    """How these themes are mostly spelled where `reader` may read; left out is what they may not know of."""
    if not theme_ids:
        return {}
    rows = db.session.execute(_spelled(visible(Item, reader), Theme.id.in_(theme_ids)))
    return {row.Theme.id: row.name for row in rows}


def _spelled(readable: Select[Item], which: ColumnElement[bool] | None = None) -> Select[Any]:
    """Of `which` themes of these items: the theme, the spelling used most (`name`) and the number of `items`."""
    ids = readable.with_only_columns(Item.id).subquery()
    spellings = (
        select(item_themes.c.theme_id, item_themes.c.name, func.count().label("times"))
        .join(ids, ids.c.id == item_themes.c.item_id)
        .join(Theme, Theme.id == item_themes.c.theme_id)
        .where(true() if which is None else which)
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
        select(Theme, ranked.c.name, ranked.c["items"])  # door: of items that came through it
        .join(ranked, ranked.c.theme_id == Theme.id)
        .where(ranked.c.place == 1)
    )
