"""What somebody new can choose from: only what they may know of."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from forum.access import Reader, visible
from forum.core.follow import ThemeFollow
from forum.core.group import Group, Preset
from forum.groups.presets import words_of
from forum.lib.db import db
from forum.threads import theme_lists

MOST_THEMES = 24
MOST_GROUPS = 12


@dataclass(frozen=True)
class Offer:
    """A choice: its key in the form, what it is called, and a word about it."""

    key: str
    label: str
    about: str = ""
    note: str = ""


def themes(reader: Reader) -> Sequence[Offer]:
    """The themes with most in them that `reader` may know of and does not follow yet."""
    mine = select(ThemeFollow.theme_id).where(ThemeFollow.user_id == reader.user_id)
    followed = set(db.session.scalars(mine))
    lines = theme_lists.list_themes(reader, per_page=MOST_THEMES + len(followed)).items
    return [Offer(line.slug, line.name) for line in lines if line.theme_id not in followed][:MOST_THEMES]


def groups(reader: Reader) -> Sequence[Offer]:
    """The groups that `reader` may know of and is nothing to yet; open ones first, then by name."""
    related = reader.member_of | reader.asked_in | reader.blocked_in
    query = (
        visible(Group, reader)
        .where(Group.id.not_in(related))
        .order_by(case((Group.preset == Preset.OPEN, 0), else_=1), func.lower(Group.name), Group.id)
        .limit(MOST_GROUPS)
    )
    return [
        Offer(group.address, group.name, group.description, str(words_of(group).label))
        for group in db.session.scalars(query)
    ]
