"""What a reader can choose to see fewer hits: names for the counts of the engine, all of them in one question.

A name that the reader may not know is not shown, nor its count: groups, people and themes come through the door.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, Text, cast, func, literal, select, union_all

from forum.access import Reader, visible
from forum.core.group import Group
from forum.core.item import Item, State
from forum.core.theme import Theme, item_themes
from forum.core.user import User
from forum.lib.db import db
from forum.search.engine import Hits
from forum.search.narrowing import Narrowing, kind_words

MOST_CHOICES = 20
MOST_PEOPLE = 2_000  # whose organisation is looked up: those with most hits
_GROUP, _PERSON, _THEME, _ORGANISATION = "group", "person", "theme", "organisation"


@dataclass(frozen=True)
class Choice:
    """One choice of a filter, with how many hits it gives this reader."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Facet:
    """A filter: `name` is its argument in an address, `chosen` the value that is chosen, or ""."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: str = ""


@dataclass
class _Names:
    """(value, label) of ids; and of each organisation who of the people asked for work there."""

    groups: dict[int, tuple[str, str]] = field(default_factory=dict)
    people: dict[int, tuple[str, str]] = field(default_factory=dict)
    themes: dict[int, tuple[str, str]] = field(default_factory=dict)
    organisations: dict[str, list[int]] = field(default_factory=dict)


def facets_of(reader: Reader, hits: Hits, narrowing: Narrowing) -> list[Facet]:
    """The filters for this answer, in the order of the page; left out is one that would change nothing."""
    names = _names(
        reader,
        _first(hits.group_counts, MOST_CHOICES),
        _first(hits.counts.authors, MOST_CHOICES),
        _first(hits.counts.themes, MOST_CHOICES),
        _first(hits.counts.colleagues, MOST_PEOPLE),
    )
    chosen = narrowing.address()
    words = kind_words()
    organisations = {
        name: sum(hits.counts.colleagues[user_id] for user_id in people)
        for name, people in names.organisations.items()
    }
    years = sorted(hits.counts.years, reverse=True)[:MOST_CHOICES]
    all_of_them = (
        Facet(
            "soort",
            _("Soort"),
            _known(hits.kind_counts, {code: (code, word) for code, word in words.items()}),
        ),
        Facet("groep", _("Groep"), _known(hits.group_counts, names.groups)),
        Facet("thema", _("Thema"), _known(hits.counts.themes, names.themes)),
        Facet("organisatie", _("Organisatie"), _plain(organisations)),
        Facet(
            "jaar", _("Jaar"), tuple(Choice(str(year), str(year), hits.counts.years[year]) for year in years)
        ),
        Facet("bestand", _("Bestand"), _plain(hits.counts.file_types)),
        Facet("auteur", _("Auteur"), _known(hits.counts.authors, names.people)),
    )
    return [
        Facet(facet.name, facet.label, facet.choices, chosen.get(facet.name, ""))
        for facet in all_of_them
        if len(facet.choices) > 1 or facet.name in chosen
    ]


def _first(counts: Mapping[int, int], most: int) -> set[int]:
    return {number for number, _many in Counter(counts).most_common(most)}


def _known(counts: Mapping[Any, int], names: Mapping[Any, tuple[str, str]]) -> tuple[Choice, ...]:
    return _sorted(Choice(*names[key], count) for key, count in counts.items() if key in names)


def _plain(counts: Mapping[str, int]) -> tuple[Choice, ...]:
    return _sorted(Choice(name, name, count) for name, count in counts.items())


def _sorted(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(sorted(choices, key=lambda one: (-one.count, one.label.lower(), one.value)))[:MOST_CHOICES]


def _names(
    reader: Reader,
    groups: Collection[int],
    people: Collection[int],
    themes: Collection[int],
    colleagues: Collection[int],
) -> _Names:
    found = _Names()
    asked: list[Any] = []
    if groups:
        asked.append(
            visible(Group, reader)
            .where(Group.id.in_(groups))
            .with_only_columns(
                literal(_GROUP).label("sort"), Group.id, Group.address, Group.name, literal(""), literal(1)
            )
        )
    if people and reader.signed_in:
        asked.append(
            visible(User, reader)
            .where(User.id.in_(people))
            .with_only_columns(
                literal(_PERSON).label("sort"),
                User.id,
                User.public_id,
                User.name,
                literal(""),
                literal(1),
            )
        )
    if colleagues and reader.signed_in:
        asked.append(_workplaces(reader, colleagues))
    if themes:
        asked.append(_spellings(reader, themes))
    spelled: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for sort, row_id, value, label, numbers, times in db.session.execute(union_all(*asked)) if asked else ():
        if sort == _GROUP:
            found.groups[row_id] = (value, label)
        elif sort == _PERSON:
            found.people[row_id] = (value, label)
        elif sort == _ORGANISATION:
            found.organisations[label] = [int(number) for number in numbers.split(",")]
        else:
            spelled[row_id].append((-times, label, value))
    for theme_id, spellings in spelled.items():
        _times, label, value = min(spellings)  # spelled as most of what they may read spells it (T28)
        found.themes[theme_id] = (value, label)
    return found


def _workplaces(reader: Reader, people: Collection[int]) -> Any:
    """The organisations of these people, with who of them work there: a row each, since people can be a thousand."""
    return (
        visible(User, reader)
        .where(User.id.in_(people), User.organisation != "")
        .with_only_columns(
            literal(_ORGANISATION).label("sort"),
            literal(0),
            literal(""),
            User.organisation,
            func.aggregate_strings(cast(User.id, Text), ","),
            literal(1),
        )
        .group_by(User.organisation)
    )


def _spellings(reader: Reader, themes: Collection[int]) -> Select[Any]:
    """Each spelling of these themes in what `reader` may read, with how often it stands there."""
    readable = (
        visible(Item, reader).where(Item.state == State.PUBLISHED).with_only_columns(Item.id).subquery()
    )
    return (
        select(  # door: of items that came through it
            literal(_THEME).label("sort"), Theme.id, Theme.slug, item_themes.c.name, literal(""), func.count()
        )
        .join(item_themes, item_themes.c.theme_id == Theme.id)
        .join(readable, readable.c.id == item_themes.c.item_id)
        .where(Theme.id.in_(themes))
        .group_by(Theme.id, Theme.slug, item_themes.c.name)
    )
