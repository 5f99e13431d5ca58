"""What a reader chose besides words, and how that stands in the address of a search.

Everything here came through the door: a group, a theme or a person that the reader may not know is not chosen, and the
answer says no more than it says of one that never was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, or_, select

from forum.access import Reader, get_group_at, visible
from forum.core import kinds
from forum.core.group import Group
from forum.core.item import Item, State
from forum.core.theme import Theme, item_themes
from forum.core.user import User
from forum.lib.db import db
from forum.search import operators
from forum.search.operators import Asked, Period, Typed
from forum.storage.known import BY_EXTENSION

LONGEST = 80
MOST = 50
_LEAST_OF_A_NAME = 2


@dataclass(frozen=True)
class People:
    """Who wrote it: one person by public id, or everybody whose name holds what was typed."""

    code: str
    label: str
    ids: frozenset[int]


@dataclass(frozen=True)
class Narrowing:
    """The choices of one search. Empty: everything that the reader may read."""

    kind: str | None = None
    group: Group | None = None
    theme: Theme | None = None
    authors: People | None = None
    organisation: str | None = None
    colleague_ids: frozenset[int] | None = None
    year: int | None = None
    file_type: str | None = None
    after: Period | None = None
    before: Period | None = None
    within: Item | None = None

    def address(self) -> dict[str, str]:
        """The choices as arguments of the address."""
        values = {
            "soort": self.kind,
            "groep": self.group.address if self.group else None,
            "thema": self.theme.slug if self.theme else None,
            "organisatie": self.organisation,
            "jaar": str(self.year) if self.year else None,
            "bestand": self.file_type,
            "auteur": self.authors.code if self.authors else None,
            "na": self.after.code if self.after else None,
            "voor": self.before.code if self.before else None,
            "in": self.within.public_id if self.within else None,
        }
        return {name: value for name, value in values.items() if value}

    def of_query(self) -> dict[str, Any]:
        """The choices as the fields of an engine's Query."""
        return {
            "kinds": frozenset({self.kind}) if self.kind else None,
            "group_id": self.group.id if self.group else None,
            "theme_id": self.theme.id if self.theme else None,
            "author_ids": self.authors.ids if self.authors else None,
            "colleague_ids": self.colleague_ids,
            "year": self.year,
            "file_type": self.file_type,
            "since": self.after.end if self.after else None,
            "before": self.before.first if self.before else None,
            "within": f"item:{self.within.id}" if self.within else None,
        }


def kind_words() -> dict[str, str]:
    """What each kind of hit is called in a filter."""
    words = {kind.code: str(kind.plural) for kind in kinds.every()}
    return {**words, "reply": _("Reacties"), "group": _("Groepen"), "person": _("Mensen")}


def chosen(reader: Reader, arguments: Mapping[str, str]) -> tuple[Narrowing, list[str]]:
    """The choices in the arguments of an address, and a sentence for each that is none.

    Raises:
        NotFound: there is no such group, or `reader` may not know of it.
    """
    given = {name: value[:LONGEST] for name, value in arguments.items() if value and "\0" not in value}
    found = Narrowing(
        kind=_kind(given.get("soort", "")),
        group=get_group_at(given["groep"], reader) if "groep" in given else None,
        theme=_theme(reader, Theme.slug == given["thema"]) if "thema" in given else None,
        authors=_authors(reader, given["auteur"]) if "auteur" in given else None,
        year=int(text)
        if (text := given.get("jaar", "")).isascii() and text.isdigit() and len(text) == 4
        else None,
        file_type=_file_type(given.get("bestand", "")),
        after=operators.period(given.get("na", "")),
        before=operators.period(given.get("voor", "")),
        within=_within(reader, given["in"]) if "in" in given else None,
    )
    if "organisatie" in given:
        found = _of_organisation(found, reader, given["organisatie"])
    understood = found.address()
    names = ("soort", "thema", "organisatie", "jaar", "bestand", "auteur", "na", "voor", "in")
    unknown = [given[name] for name in names if name in given and name not in understood]
    return found, [_("We kennen de keuze ‘%(text)s’ niet. We zoeken zonder.", text=text) for text in unknown]


def typed(reader: Reader, found: Narrowing, question: Typed) -> tuple[Narrowing, Typed, list[str]]:
    """The choices with those that were typed; what is left to search for; and a sentence for each that is none.

    What cannot be understood, or is not there for `reader`, is searched as words.
    """
    notes: list[str] = []
    words: list[str] = [question.words]
    for one in question.asked:
        wider = _with(reader, found, one)
        if wider is None:
            words.append(f'"{one.value}"' if " " in one.value else one.value)
            notes.append(_not_understood(one))
        else:
            found = wider
    return found, Typed(" ".join(filter(None, words)), question.without), notes


def _not_understood(one: Asked) -> str:
    return {
        operators.GROUP: _("We kennen geen groep ‘%(text)s’. We zochten het als woord.", text=one.value),
        operators.AUTHOR: _(
            "We kennen niemand met de naam ‘%(text)s’. We zochten het als woord.", text=one.value
        ),
        operators.THEME: _("We kennen geen thema ‘%(text)s’. We zochten het als woord.", text=one.value),
        operators.TYPE: _("We kennen geen type ‘%(text)s’. We zochten het als woord.", text=one.value),
    }.get(
        one.name,
        _(
            "‘%(text)s’ is geen datum. We zochten het als woord. Schrijf bijvoorbeeld: 1-5-2024.",
            text=one.value,
        ),
    )


def _with(reader: Reader, found: Narrowing, one: Asked) -> Narrowing | None:
    """`found` with one operator in it; None when that means nothing to this reader."""
    wider = {
        operators.GROUP: lambda: replace(found, group=_group(reader, one.value)),
        operators.AUTHOR: lambda: replace(found, authors=_authors(reader, one.value)),
        operators.THEME: lambda: replace(found, theme=_theme_called(reader, one.value)),
        operators.TYPE: lambda: _of_type(found, one.value),
        operators.AFTER: lambda: replace(found, after=operators.period(one.value)),
        operators.BEFORE: lambda: replace(found, before=operators.period(one.value)),
    }[one.name]()
    fields = {
        operators.GROUP: (wider.group,),
        operators.AUTHOR: (wider.authors,),
        operators.THEME: (wider.theme,),
        operators.TYPE: (wider.kind, wider.file_type),
        operators.AFTER: (wider.after,),
        operators.BEFORE: (wider.before,),
    }[one.name]
    return wider if any(field is not None for field in fields) else None


def _kind(code: str) -> str | None:
    return code if code in kind_words() else None


def _file_type(text: str) -> str | None:
    """The name of a sort of file, by that name or by an extension: "Word" of "docx"."""
    known = BY_EXTENSION.get(text.lower().removeprefix("."))
    if known:
        return known.label
    return next((one.label for one in BY_EXTENSION.values() if one.label.lower() == text.lower()), None)


def _of_type(found: Narrowing, text: str) -> Narrowing:
    """A kind by its name in either language, else a sort of file."""
    wanted = text.lower()
    words = {
        kind.code: {kind.code, str(kind.label).lower(), str(kind.plural).lower()} for kind in kinds.every()
    }
    words |= {
        "reply": {"reply", _("Reactie").lower(), _("Reacties").lower()},
        "group": {"group", _("Groep").lower(), _("Groepen").lower()},
        "person": {"person", _("Persoon").lower(), _("Mensen").lower()},
    }
    code = next((code for code, names in words.items() if wanted in names), None)
    return replace(found, kind=code) if code else replace(found, kind=None, file_type=_file_type(wanted))


def _group(reader: Reader, text: str) -> Group | None:
    """The group that is called so, or the only one whose name holds it."""
    wanted = text.lower()
    called = or_(Group.address == wanted, Group.name.icontains(text, autoescape=True))
    rows = db.session.scalars(visible(Group, reader).where(called).order_by(Group.id).limit(MOST)).all()
    exact = [row for row in rows if wanted in (row.name.lower(), row.address)]
    return exact[0] if exact else rows[0] if len(rows) == 1 else None


def _authors(reader: Reader, text: str) -> People | None:
    """The person with this public id, else everybody whose name is or holds this, fifty at most."""
    if len(text) < _LEAST_OF_A_NAME or not reader.signed_in:
        return None
    wanted = text.lower()
    called = or_(User.public_id == text, User.name.icontains(text, autoescape=True))
    rows = db.session.scalars(visible(User, reader).where(called).order_by(User.id).limit(MOST)).all()
    if not rows:
        return None
    one = [row for row in rows if row.public_id == text] or [
        row for row in rows if row.name.lower() == wanted
    ]
    if len(one or rows) == 1:
        person = (one or list(rows))[0]
        return People(person.public_id, person.name, frozenset({person.id}))
    return People(text, text, frozenset(row.id for row in one or rows))


def _theme(reader: Reader, which: Any) -> Theme | None:
    return db.session.scalars(visible(Theme, reader).where(which)).first()


def _theme_called(reader: Reader, text: str) -> Theme | None:
    """The theme with this address, or that somebody spelled so in what `reader` may read."""
    readable = visible(Item, reader).where(Item.state == State.PUBLISHED).with_only_columns(Item.id)
    spelled = select(item_themes.c.theme_id).where(
        func.lower(item_themes.c.name) == text.lower(), item_themes.c.item_id.in_(readable)
    )
    return _theme(reader, or_(Theme.slug == text.lower(), Theme.id.in_(spelled)))


def _of_organisation(found: Narrowing, reader: Reader, text: str) -> Narrowing:
    if not reader.signed_in:
        return found
    query = visible(User, reader).where(User.organisation == text).with_only_columns(User.id)
    ids = frozenset(db.session.scalars(query))
    return replace(found, organisation=text, colleague_ids=ids) if ids else found


def _within(reader: Reader, public_id: str) -> Item | None:
    query = visible(Item, reader).where(Item.public_id == public_id, Item.state == State.PUBLISHED)
    return db.session.scalars(query).one_or_none()
