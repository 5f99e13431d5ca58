"""Merge one theme into another, for moderators of the site, with what they know of both."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, insert, literal, select, update

from forum.access import ANONYMOUS, Action, Reader, require
from forum.core import security_event
from forum.core.events import ItemChanged
from forum.core.follow import ThemeFollow
from forum.core.theme import Theme, ThemeAlias, item_themes
from forum.lib.db import db
from forum.lib.errors import Invalid, NotFound
from forum.lib.events import publish
from forum.lib.upsert import upsert
from forum.threads import rules, theme_lists

# What everybody with an account knows: they are in no group, and wrote nothing.
ANYBODY = Reader(user_id=0)


@dataclass(frozen=True)
class Merge:
    """Two themes that may become one; names as the moderator knows them."""

    old: Theme
    old_name: str
    into: Theme
    into_name: str


def plan(reader: Reader, slug: str, into: str) -> Merge:
    """What merging the theme with address `slug` into the one that is called `into` would be.

    Raises:
        Forbidden: `reader` is no moderator of the site.
        NotFound: they may not know of a theme with this address.
        Invalid: they may not know of one that is called `into`, it is the same one, or fewer people know it.
    """
    require(reader, Action.THEME_MERGE)
    old, old_name = theme_lists.get_theme(reader, slug)
    found = theme_lists.find_theme(reader, rules.theme_slug(into))
    if found is None:
        raise Invalid(_("Dit thema is er niet. Kies een thema dat je kunt lezen."), "into")
    if found[0].id == old.id:
        raise Invalid(_("Kies een ander thema."), "into")
    # Who reads something in the old theme will read the name of the new one.
    for crowd in (ANONYMOUS, ANYBODY):
        if theme_lists.find_theme(crowd, old.slug) and not theme_lists.find_theme(crowd, found[0].slug):
            raise Invalid(
                _(
                    "Samenvoegen kan niet. Niet iedereen die dit thema kent, kent het andere. Kies een ander thema."
                ),
                "into",
            )
    return Merge(old, old_name, *found)


def merge(reader: Reader, slug: str, into: str) -> Theme:
    """Let everything of the one theme be of the other: items, spelling, followers, its address. Also of items that
    `reader` may not read: they are not counted or told. Gives the theme that stays.

    Raises:
        Forbidden, NotFound, Invalid: as `plan`.
    """
    wanted = plan(reader, slug, into)
    old, stays = wanted.old.id, wanted.into.id
    # Who writes on an item with one of the two waits until this is done.
    lock = select(Theme.id).where(Theme.id.in_((old, stays))).order_by(Theme.id).with_for_update()
    if len(db.session.scalars(lock).all()) < 2:
        raise NotFound
    said = _detail(wanted)
    changed = _move_items(old, stays, wanted.into_name)
    _move_followers(old, stays)
    db.session.execute(update(ThemeAlias).where(ThemeAlias.theme_id == old).values(theme_id=stays))
    db.session.execute(delete(ThemeAlias).where(ThemeAlias.slug == wanted.into.slug))
    upsert(ThemeAlias, {"slug": wanted.old.slug}, {"theme_id": stays})
    security_event.record("theme-merged", None, said, by=reader.user_id)
    db.session.delete(wanted.old)
    db.session.flush()
    for item_id in changed:
        publish(ItemChanged(item_id))
    return wanted.into


def _move_items(old: int, stays: int, name: str) -> list[int]:
    inside = select(item_themes.c.item_id).where(item_themes.c.theme_id == old)
    changed = list(db.session.scalars(inside))
    there = select(item_themes.c.item_id).where(item_themes.c.theme_id == stays)
    left = insert(item_themes).from_select(
        ["item_id", "theme_id", "name"],
        select(item_themes.c.item_id, literal(stays), literal(name)).where(
            item_themes.c.theme_id == old, item_themes.c.item_id.not_in(there)
        ),
    )
    db.session.execute(left)
    db.session.execute(delete(item_themes).where(item_themes.c.theme_id == old))
    return changed


def _move_followers(old: int, stays: int) -> None:
    already = select(ThemeFollow.user_id).where(ThemeFollow.theme_id == stays)
    moved = update(ThemeFollow).where(ThemeFollow.theme_id == old, ThemeFollow.user_id.not_in(already))
    db.session.execute(moved.values(theme_id=stays).execution_options(synchronize_session=False))
    db.session.execute(delete(ThemeFollow).where(ThemeFollow.theme_id == old))


def _detail(wanted: Merge) -> str:
    """What the log says: nothing of names that are known in some groups only, since others read it."""
    if all(theme_lists.find_theme(ANYBODY, theme.slug) for theme in (wanted.old, wanted.into)):
        return f"{wanted.old_name} → {wanted.into_name}"
    return ""
