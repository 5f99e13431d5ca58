"""While somebody types in the search box: titles, groups, themes and people that begin so, through the door.

No search: a few small questions to the database. What the reader may not know of is not there, so what else exists
changes nothing (T04, T28).
"""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from forum.access import Reader, visible
from forum.core import kinds
from forum.core.group import Group
from forum.core.item import Item, State
from forum.core.theme import Theme, item_themes
from forum.core.user import User
from forum.lib.db import db

MOST = 8
MOST_OF_OTHERS = 2  # of groups, of themes and of people: titles are what most are looking for
SHORTEST, LONGEST, MOST_WORDS = 2, 80, 6


@dataclass(frozen=True)
class Suggestion:
    """Something to go to at once. `about` says what it is, and where."""

    name: str
    about: str
    url: str


def suggestions(reader: Reader, typed: str) -> list[Suggestion]:
    """At most eight things that `reader` may read and whose name holds words that begin as each word of `typed`."""
    text = " ".join(typed.split())
    words = text.split()
    if not SHORTEST <= len(text) <= LONGEST or len(words) > MOST_WORDS:
        return []
    others = [*_groups(reader, text, words), *_themes(reader, text, words), *_people(reader, text, words)]
    return [*_titles(reader, text, words, MOST - len(others)), *others]


def _begins(column: Any, words: list[str]) -> ColumnElement[bool]:
    """Whether each word begins a word of `column`."""
    return and_(
        *(
            or_(
                *(
                    way
                    for spelled in {word, word.capitalize()}  # SQLite folds the case of plain letters only
                    for way in (
                        column.istartswith(spelled, autoescape=True),
                        column.icontains(f" {spelled}", autoescape=True),
                        column.icontains(f"-{spelled}", autoescape=True),
                    )
                )
            )
            for word in words
        )
    )


def _first(column: Any, text: str) -> ColumnElement[int]:
    """What begins with the very text comes first."""
    return case((column.istartswith(text, autoescape=True), 0), else_=1)


def _titles(reader: Reader, text: str, words: list[str], most: int) -> list[Suggestion]:
    query = (
        visible(Item, reader)
        .where(Item.state == State.PUBLISHED, _begins(Item.title, words))
        .options(joinedload(Item.group))
        .order_by(_first(Item.title, text), Item.last_activity_at.desc(), Item.id.desc())
        .limit(most)
    )
    found: list[Suggestion] = []
    for item in db.session.scalars(query):
        kind = kinds.of(item)
        group: Group | None = item.group
        about = " · ".join(filter(None, (str(kind.label), group.name if group else "")))
        found.append(Suggestion(item.title, about, url_for(kind.page, public_id=item.public_id)))
    return found


def _groups(reader: Reader, text: str, words: list[str]) -> list[Suggestion]:
    query = (
        visible(Group, reader)
        .where(_begins(Group.name, words))
        .order_by(_first(Group.name, text), Group.name, Group.id)
        .limit(MOST_OF_OTHERS)
    )
    return [
        Suggestion(group.name, _("Groep"), url_for("groups.page", address=group.address))
        for group in db.session.scalars(query)
    ]


def _themes(reader: Reader, text: str, words: list[str]) -> list[Suggestion]:
    """Themes by a spelling of what the reader may read; of a theme that is spelled in more ways, the most usual."""
    readable = visible(Item, reader).where(Item.state == State.PUBLISHED).with_only_columns(Item.id)
    name, times = item_themes.c.name, func.count()
    query = (
        select(Theme.slug, name)  # door: of items that came through it
        .join(item_themes, item_themes.c.theme_id == Theme.id)
        .where(_begins(name, words), item_themes.c.item_id.in_(readable))
        .group_by(Theme.slug, name)
        .order_by(times.desc(), name)
        .limit(MOST_OF_OTHERS * 3)
    )
    spelled: dict[str, str] = {}
    for slug, label in db.session.execute(query):
        spelled.setdefault(slug, label)
    return [
        Suggestion(label, _("Thema"), url_for("themes.page", slug=slug)) for slug, label in spelled.items()
    ][:MOST_OF_OTHERS]


def _people(reader: Reader, text: str, words: list[str]) -> list[Suggestion]:
    if not reader.signed_in:
        return []
    query = (
        visible(User, reader)
        .where(_begins(User.name, words))
        .order_by(_first(User.name, text), User.name, User.id)
        .limit(MOST_OF_OTHERS)
    )
    return [
        Suggestion(
            user.name,
            " · ".join(filter(None, (user.function, user.organisation))) or _("Persoon"),
            url_for("accounts.person", public_id=user.public_id),
        )
        for user in db.session.scalars(query)
    ]
