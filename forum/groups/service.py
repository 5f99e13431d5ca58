"""Make a group and change what it says about itself."""

from typing import BinaryIO

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.access import Action, Reader, require
from forum.core.events import GroupChanged, MembershipChanged
from forum.core.group import Group, Membership, MembershipRole, MembershipState, Preset
from forum.groups import pictures, rules
from forum.groups.locks import lock_managed
from forum.groups.log import record
from forum.lib import events, ids
from forum.lib.db import db
from forum.lib.errors import Forbidden, Invalid
from forum.lib.forms import one_line, tidy


def create_group(
    reader: Reader,
    *,
    name: str | None,
    preset: str | None,
    description: str | None = "",
    picture: BinaryIO | None = None,
    public_id: str | None = None,
    handle: str | None = None,
) -> Group:
    """Make a group that `reader` manages. With a `public_id` that they used before: the group it made.

    `handle` is the name for commands; a group that is not hidden gets it as its address too.

    Raises:
        Forbidden: `reader` is not signed in.
        Invalid: name, description, preset, picture or handle cannot be used.
    """
    require(reader, Action.GROUP_CREATE)
    if reader.user_id is None:
        raise Forbidden
    if made := _made_before(reader, public_id):
        return made
    name, description = _checked(name, description)
    chosen = checked_preset(preset)
    if handle is not None:
        _check_handle(handle)
    address = _first_address(name, chosen, handle)
    group = Group(
        public_id=public_id or ids.public_id(),
        name=name,
        description=description,
        preset=chosen,
        handle=handle,
        picture_sha256=pictures.keep(picture) if picture else None,
        created_by_id=reader.user_id,
    )
    try:
        claim(group, address)
    except Invalid:
        if made := _made_before(reader, public_id):  # by the other click of a double click, just now
            return made
        raise
    db.session.add(Membership(group_id=group.id, user_id=reader.user_id, role=MembershipRole.MANAGER))
    record(reader, group, "created")
    events.publish(GroupChanged(group.id))
    events.publish(MembershipChanged(group.id, reader.user_id))
    return group


def change_details(
    reader: Reader,
    group: Group,
    *,
    name: str | None,
    description: str | None,
    picture: BinaryIO | None = None,
    remove_picture: bool = False,
    colour: str | None = None,
) -> None:
    """Give the group another name, description, picture or colour (empty: none; None: as it is). Its address stays, so
    that links go on working.

    Raises:
        Forbidden: `reader` does not manage it.
        Invalid: name, description, picture or colour cannot be used.
    """
    require(reader, Action.GROUP_MANAGE, group)
    lock_managed(reader, group)
    name, description = _checked(name, description)
    chosen = group.colour if colour is None else rules.colour(colour)
    sha256 = pictures.keep(picture) if picture else (None if remove_picture else group.picture_sha256)
    if chosen != group.colour:
        group.colour = chosen
        record(reader, group, "colour-changed")
    if (name, description, sha256) == (group.name, group.description, group.picture_sha256):
        return
    group.name, group.description, group.picture_sha256 = name, description, sha256
    record(reader, group, "details-changed")
    events.publish(GroupChanged(group.id))


def address_for(name: str, preset: Preset) -> str:  # reader: the same for everyone
    """A free address: random for a hidden group, made from the name for others."""
    if preset == Preset.HIDDEN:
        return ids.public_id()
    return rules.free_slug(rules.slug_of(name), _is_taken)


def claim(group: Group, address: str) -> None:  # reader: the same for everyone
    """Give `group` this address in the database now.

    Raises:
        Invalid: somebody else took it at this very moment; trying again gives another one.
    """
    try:
        with db.session.begin_nested():
            group.address = address
            db.session.add(group)
            db.session.flush()
    except IntegrityError as error:
        raise Invalid(
            _("Iemand maakte net een groep met deze naam. Probeer het nog een keer."), "name"
        ) from error


def checked_preset(preset: str | None) -> Preset:  # reader: judges a word only
    """The preset with this name. Raises Invalid."""
    if preset is None or preset not in list(Preset):
        raise Invalid(_("Kies wie de groep mag zien."), "preset")
    return Preset(preset)


def _made_before(reader: Reader, public_id: str | None) -> Group | None:
    query = (
        select(Group)  # door: the sender's own; `reader` may be older than the group
        .join(Membership, Membership.group_id == Group.id)
        .where(
            Group.public_id == public_id,
            Group.created_by_id == reader.user_id,
            Membership.user_id == reader.user_id,
            Membership.state == MembershipState.ACTIVE,
        )
    )
    return db.session.scalars(query).one_or_none() if public_id else None


def _is_taken(slug: str) -> bool:
    # Hidden groups do not count: a "-2" would tell that there is one. Their addresses are random, and no
    # name can ask for a random one (rules.slug_of), so the two never meet.
    query = select(Group.id).where(  # door: a name is taken, whoever asks; hidden groups are left out
        Group.address == slug, Group.preset != Preset.HIDDEN
    )
    return db.session.scalars(query).first() is not None


def _checked(name: str | None, description: str | None) -> tuple[str, str]:
    name, description = one_line(name or ""), tidy(description or "")
    if not name:
        raise Invalid(_("Geef de groep een naam."), "name")
    if len(name) > rules.NAME_LENGTH:
        raise Invalid(_("Kies een kortere naam: hoogstens %(n)s tekens.", n=rules.NAME_LENGTH), "name")
    if len(description) > rules.DESCRIPTION_LENGTH:
        raise Invalid(
            _("Maak de beschrijving korter: hoogstens %(n)s tekens.", n=rules.DESCRIPTION_LENGTH),
            "description",
        )
    return name, description


def _check_handle(handle: str) -> None:
    if not rules.is_slug(handle):
        raise Invalid(_("Gebruik voor de korte naam kleine letters, cijfers en streepjes."), "handle")
    query = select(Group.id).where(Group.handle == handle)  # door: only administrators give handles
    if db.session.scalars(query).first() is not None:
        raise Invalid(_("Er is al een groep met deze korte naam. Kies een andere korte naam."), "handle")


def _first_address(name: str, preset: Preset, handle: str | None) -> str:
    if preset == Preset.HIDDEN or handle is None:
        return address_for(name, preset)
    if _is_taken(handle):
        raise Invalid(_("Er is al een groep met dit adres. Kies een ander adres."), "handle")
    return handle
