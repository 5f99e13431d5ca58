"""Stored HTML that an older renderer made is made anew from what people wrote, when the renderer has changed.

While the site runs: in small transactions, and never over a text that somebody changed meanwhile.
"""

from collections.abc import Callable

from sqlalchemy import Table, func, select, update

from forum.lib import markup
from forum.lib.db import Base, db, transaction
from forum.site import service as site

BATCH = 100
_COLUMNS = {"id", "body_source", "body_html", "renderer_version"}


def _tables() -> list[Table]:
    """Every table that keeps a text with its HTML: a new one joins by itself."""
    return [table for table in Base.metadata.sorted_tables if set(table.columns.keys()) >= _COLUMNS]


def count_stale() -> int:
    """How many texts were rendered by an older renderer."""
    return sum(
        db.session.scalar(
            select(func.count()).select_from(table).where(table.c.renderer_version < markup.RENDERER_VERSION)
        )
        or 0
        for table in _tables()
    )


def rerender(progress: Callable[[int], None] = lambda _number: None) -> int:
    """Render them all anew; gives how many. Killed half-way, it can be run again."""
    number = 0
    for table in _tables():
        after = 0
        while batch := _next(table, after):
            with transaction():
                number += sum(_one(table, *row) for row in batch)
            after = batch[-1][0]
            progress(number)
    if number:
        with transaction():
            site.render_welcome_anew()
    return number


def _next(table: Table, after: int) -> list[tuple[int, str, int]]:
    query = (
        select(
            table.c.id, table.c.body_source, table.c.renderer_version
        )  # door: every text, and nobody reads it
        .where(table.c.renderer_version < markup.RENDERER_VERSION, table.c.id > after)
        .order_by(table.c.id)
        .limit(BATCH)
    )
    rows = [(row.id, row.body_source, row.renderer_version) for row in db.session.execute(query)]
    db.session.rollback()
    return rows


def _one(table: Table, row_id: int, source: str, version: int) -> int:
    rendered = {"body_html": markup.render(source).html, "renderer_version": markup.RENDERER_VERSION}
    unchanged = (table.c.id == row_id, table.c.body_source == source, table.c.renderer_version == version)
    return int(db.session.execute(update(table).where(*unchanged).values(rendered)).rowcount)  # type: ignore[attr-defined]
