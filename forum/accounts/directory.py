"""Wie weet wat: the people that a reader may see, by name, searched and narrowed by what they show of themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select

from forum.access import Reader, count_visible, visible
from forum.core.expertise import Expertise, expertise_of
from forum.core.user import User
from forum.lib.db import db
from forum.lib.forms import one_line
from forum.lib.pages import PER_PAGE, Page, offset

LONGEST_SEARCH = 100
MOST_WORDS = 6
MOST_CHOICES = 12


@dataclass(frozen=True)
class Wish:
    """Whom somebody looks for: words of name, function or organisation; an organisation; something they know much of."""

    words: str = ""
    organisation: str = ""
    theme: str = ""

    @classmethod
    def typed(cls, words: str, organisation: str, theme: str) -> "Wish":
        """A wish from an address: what is too long to be anything is cut."""
        return cls(*(one_line(text)[:LONGEST_SEARCH] for text in (words, organisation, theme)))


@dataclass(frozen=True)
class Entry:
    """Somebody in the list: the fields of the macro `person`, and what they know much about."""

    name: str
    public_id: str
    photo: str | None
    function: str
    organisation: str
    expertise: Sequence[Expertise]


@dataclass(frozen=True)
class Choice:
    """A value to narrow by, what it is called, and how many people there are with it for this reader (T30)."""

    value: str
    label: str
    count: int


def list_people(reader: Reader, wish: Wish, page: int = 1) -> Page[Entry]:
    """Who answers to `wish` among those whom `reader` may see, by name. An address is never looked at (T05)."""
    query = _answering(reader, wish)
    total = count_visible(query)
    ordered = query.order_by(func.lower(User.name), User.id).limit(PER_PAGE).offset(offset(page))
    rows = db.session.scalars(ordered).all()
    known = expertise_of([user.id for user in rows]) if rows else {}
    entries = [
        Entry(user.name, user.public_id, user.photo, user.function, user.organisation, known.get(user.id, ()))
        for user in rows
    ]
    return Page(entries, page, total)


def list_organisations(reader: Reader, wish: Wish) -> list[Choice]:
    """Where the people of `wish` work, whatever organisation it names; most people first."""
    found = _answering(reader, Wish(wish.words, "", wish.theme)).where(User.organisation != "")
    key, people = func.lower(User.organisation), func.count()
    query = found.with_only_columns(key.label("key"), func.min(User.organisation), people).group_by(key)
    rows = db.session.execute(query.order_by(people.desc(), key).limit(MOST_CHOICES))
    return [Choice(*row) for row in rows]


def list_expertise(reader: Reader, wish: Wish) -> list[Choice]:
    """What the people of `wish` know much about, whatever it names; most people first."""
    found = _answering(reader, Wish(wish.words, wish.organisation)).with_only_columns(User.id)
    people = func.count()
    query = (
        select(Expertise.slug, func.min(Expertise.name), people)
        .where(Expertise.user_id.in_(found))
        .group_by(Expertise.slug)
        .order_by(people.desc(), Expertise.slug)
        .limit(MOST_CHOICES)
    )
    return [Choice(*row) for row in db.session.execute(query)]


def _answering(reader: Reader, wish: Wish) -> Select[User]:
    conditions: list[ColumnElement[bool]] = [_holds(word) for word in wish.words.split()[:MOST_WORDS]]
    if wish.organisation:
        conditions.append(func.lower(User.organisation) == func.lower(wish.organisation))
    if wish.theme:
        conditions.append(User.id.in_(select(Expertise.user_id).where(Expertise.slug == wish.theme)))
    return visible(User, reader).where(*conditions)


def _holds(word: str) -> ColumnElement[bool]:
    shown = (User.name, User.function, User.organisation)
    return or_(*(column.icontains(word, autoescape=True) for column in shown))
