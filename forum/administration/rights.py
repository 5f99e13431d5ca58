"""Who may do what: the review of rights, on a page and as a file, made when it is asked for."""

from collections import defaultdict
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func

from forum.access import Reader, review
from forum.administration.people import Keys, keys_of_everybody
from forum.administration.words import ROLES
from forum.core.group import Group
from forum.core.security_event import record
from forum.core.user import Role, User
from forum.groups.presets import words_of
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import Invalid
from forum.lib.spreadsheet import as_csv


@dataclass(frozen=True)
class GroupRights:
    """Who manages a group, and how many are in it. Never a hidden group, never the members of a closed one."""

    name: str
    preset: str
    managers: tuple[User, ...]
    members: int


def list_groups(reader: Reader) -> list[GroupRights]:
    """The open and closed groups, by name. Raises Forbidden when `reader` is no administrator."""
    managers: dict[int, list[User]] = defaultdict(list)
    for group_id, _name, person in db.session.execute(review.managers(reader)):
        managers[group_id].append(person)
    counts = review.member_counts(reader)
    found = db.session.scalars(review.groups(reader).order_by(func.lower(Group.name), Group.id))
    return [
        GroupRights(
            group.name, str(words_of(group).label), tuple(managers[group.id]), counts.get(group.id, 0)
        )
        for group in found
    ]


def list_roles(reader: Reader) -> list[User]:
    """Who has a role on the site, administrators first. Raises Forbidden."""
    query = review.accounts(reader).where(User.role != Role.MEMBER, User.deactivated_at.is_(None))
    return list(db.session.scalars(query.order_by(User.role, func.lower(User.name), User.id)))


def list_programs(reader: Reader) -> list[tuple[User, Keys]]:
    """For whom programs act, and how many. Raises Forbidden."""
    keys = {number: each for number, each in keys_of_everybody().items() if each.tokens}
    query = review.accounts(reader).where(User.id.in_(keys))
    return [(person, keys[person.id]) for person in db.session.scalars(query.order_by(func.lower(User.name)))]


def export(reader: Reader, what: str | None) -> bytes:
    """The review as a file: of "people" or "groups". Who took it is logged.

    It is made now, for `reader`, in answer to their own POST: nothing is kept, and no address leads to it (T42).

    Raises:
        Forbidden: `reader` is no administrator.
        Invalid: there is no such file.
    """
    made = {"people": _people, "groups": _groups}.get(what or "")
    if made is None:
        raise Invalid(_("Kies welk overzicht je wilt."))
    content = made(reader)
    record("rights-exported", None, str(what), by=reader.user_id)
    return content


def _people(reader: Reader) -> bytes:
    manages: dict[int, list[str]] = defaultdict(list)
    member_of: dict[int, list[str]] = defaultdict(list)
    for _id, name, person in db.session.execute(review.managers(reader)):
        manages[person.id].append(name)
    for _id, name, person in db.session.execute(review.open_memberships(reader)):
        member_of[person.id].append(name)
    keys = keys_of_everybody()
    head = (
        _("Naam"), _("E-mailadres"), _("Rol op de site"), _("Account"), _("Gemaakt op"), _("Laatst ingelogd"),
        _("Ingelogde browsers"), _("Programma's"), _("Beheert"), _("Lid van open groepen"),
    )  # fmt: skip
    people = db.session.scalars(review.accounts(reader).order_by(func.lower(User.name), User.id))
    return as_csv(
        head,
        (
            (
                person.name,
                person.email,
                ROLES[Role(person.role)],
                _("open") if person.active else _("gesloten"),
                clock.local(person.created_at).date().isoformat(),
                clock.local(person.signed_in_at).date().isoformat() if person.signed_in_at else "",
                keys.get(person.id, Keys(0, 0)).sessions,
                keys.get(person.id, Keys(0, 0)).tokens,
                ", ".join(manages[person.id]),
                ", ".join(member_of[person.id]),
            )
            for person in people
        ),
    )


def _groups(reader: Reader) -> bytes:
    head = (_("Groep"), _("Soort groep"), _("Beheerders"), _("Aantal leden"))
    return as_csv(
        head,
        (
            (
                group.name,
                group.preset,
                ", ".join(f"{person.name} ({person.email})" for person in group.managers),
                group.members,
            )
            for group in list_groups(reader)
        ),
    )
