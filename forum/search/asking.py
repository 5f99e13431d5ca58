"""Nothing found: where the reader can ask it, and how it is asked."""

import re
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import false

from forum.access import Action, Reader, may, visible
from forum.core import kinds
from forum.core.group import Group
from forum.lib.db import db

MOST = 5
_KINDS = ("question", "discussion")  # the first that this site has


@dataclass(frozen=True)
class Place:
    """Where it can be asked: "" is outside groups."""

    name: str
    url: str


@dataclass(frozen=True)
class Asking:
    """The place that fits best, and the others."""

    best: Place
    others: tuple[Place, ...] = ()


def places(reader: Reader, group: Group | None, words: str) -> Asking:
    """Where `reader` may ask `words`: in the group that they searched in, else in one of their groups that is called so,
    else outside groups; and their other groups. For who is not signed in: the way to do so, and back."""
    kind = next(found for code in _KINDS if (found := kinds.find(code)) is not None)
    title = words.replace('"', "").strip()
    title = title[:1].upper() + title[1:]

    def place(where: Group | None) -> Place:
        address = url_for(kind.compose, groep=where.address if where else None, titel=title or None)
        return Place(where.name if where else "", address)

    if not reader.signed_in:
        return Asking(Place("", url_for("accounts.sign_in", next=place(None).url)))
    if group is not None and may(reader, Action.ITEM_CREATE, group):
        return Asking(place(group), (place(None),))
    mine = Group.id.in_(reader.member_of) if reader.member_of else false()
    rows = db.session.scalars(visible(Group, reader).where(mine).order_by(Group.name, Group.id)).all()
    called = [row for row in rows if _shared(row.name, words)]
    best = called[0] if called else None
    others = [row for row in rows if row is not best][:MOST]
    return Asking(place(best), tuple(place(row) for row in ([None] if best else []) + list(others)))


def _shared(name: str, words: str) -> set[str]:
    """Words of four letters and more in both."""
    return set(re.findall(r"\w{4,}", name.lower())) & set(re.findall(r"\w{4,}", words.lower()))
