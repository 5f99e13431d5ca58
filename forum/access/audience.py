""" "Leesbaar voor …": who can read what is about to be posted, in words and with a number."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from forum.core import setting
from forum.core.group import Group, Membership, MembershipState, Preset
from forum.core.item import Audience, Item
from forum.core.user import User
from forum.lib.db import db
from forum.lib.errors import Invalid


@dataclass(frozen=True)
class AudienceLine:
    """`label` is short, for a badge; `sentence` stands above a post button; `icon` is of the sprite."""

    label: str
    sentence: str
    icon: str


def choices(group: Group | None) -> tuple[Audience, ...]:
    """The audiences that an item in `group` (None: outside groups) can have; the first is the default, which
    administrators choose for the site."""
    if group is None:
        return _first(setting.get("audience_outside"), (Audience.PUBLIC, Audience.SIGNED_IN))
    if group.preset == Preset.OPEN:
        return _first(setting.get("audience_open_group"), (Audience.GROUP, Audience.MEMBERS))
    return (Audience.GROUP,)


def _first(chosen: str, audiences: tuple[Audience, ...]) -> tuple[Audience, ...]:
    return tuple(sorted(audiences, key=lambda audience: audience != chosen))


def checked(audience: str | None, group: Group | None) -> Audience:
    """The audience named `audience` when it fits the place, or the default when none is named.

    Raises:
        Invalid: it does not exist, or not in this place.
    """
    allowed = choices(group)
    if not audience:
        return allowed[0]
    if audience not in allowed:
        raise Invalid(_("Kies wie dit mag lezen."), "audience")
    return Audience(audience)


def badge(audience: Audience, group: Group | None) -> tuple[str, str]:
    """Label and icon for a list line. Asks nothing of the database."""
    if group is None:
        if audience == Audience.PUBLIC:
            return _("Iedereen"), "world"
        return _("Iedereen met een account"), "users"
    if audience == Audience.GROUP and group.preset == Preset.OPEN:
        return _("Iedereen"), "world"
    return _("Leden van %(group)s", group=group.name), "lock"


def describe(audience: Audience, group: Group | None) -> AudienceLine:
    """The real audience, counted now."""
    label, icon = badge(audience, group)
    if icon == "world":
        return AudienceLine(label, _("Leesbaar voor iedereen, ook zonder account."), icon)
    if group is None:
        people = db.session.scalar(select(func.count()).where(User.deactivated_at.is_(None))) or 0
        sentence = ngettext(
            "Leesbaar voor %(num)s persoon met een account.",
            "Leesbaar voor alle %(num)s mensen met een account.",
            people,
        )
        return AudienceLine(label, sentence, icon)
    members = member_count(group)
    sentence = ngettext(
        "Leesbaar voor het enige lid van %(group)s.",
        "Leesbaar voor de %(num)s leden van %(group)s.",
        members,
        group=group.name,
    )
    return AudienceLine(label, sentence, icon)


def describe_item(item: Item) -> AudienceLine:
    """As `describe`, for an item whose group is loaded."""
    return describe(Audience(item.audience), item.group)


def member_count(group: Group) -> int:
    """How many active members `group` has. Only for who may see its members or is about to post in it."""
    query = (
        select(func.count())
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.group_id == group.id,
            Membership.state == MembershipState.ACTIVE,
            User.deactivated_at.is_(None),
        )
    )
    return db.session.scalar(query) or 0
