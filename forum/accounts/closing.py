"""Somebody closes their own account: who they are goes, what they wrote stays."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum.access import Reader
from forum.accounts import people, roles
from forum.accounts.models import AddressChange
from forum.accounts.second_factor.models import Authenticator, Passkey
from forum.core.draft import SavedDraft
from forum.core.events import MembershipChanged
from forum.core.expertise import Expertise
from forum.core.follow import Follow, GroupFollow, PersonFollow, ReadMark, ThemeFollow
from forum.core.group import Membership
from forum.core.user import DigestFrequency, Role, User
from forum.lib import clock, events
from forum.lib.db import db, flush
from forum.lib.errors import Invalid

# Stored as their name was, so in the language of the site.
NOBODY = "Iemand"
OWN = (
    Follow,
    ThemeFollow,
    PersonFollow,
    GroupFollow,
    ReadMark,
    Expertise,
    AddressChange,
    Passkey,
    Authenticator,
)


def close_own(reader: Reader) -> None:
    """Close the account of `reader`, for good. Sessions, keys of programs and links end at once (T25), groups are left, and
    nothing tells any more who wrote what they wrote. Their address is free for a new account.

    Raises:
        Forbidden: nobody is signed in.
        Invalid: the site would have no administrator.
    """
    user = people.own_row(reader)
    if user.role == Role.ADMIN and not roles.lock_administrators(reader) - {user.id}:
        raise Invalid(_("De site heeft altijd een beheerder nodig. Maak eerst iemand anders beheerder."))
    people.void_requests(user.email)
    for name, value in erased(user.public_id).items():
        setattr(user, name, value)
    user.erased_at = clock.now()
    flush()
    # First the account: groups that only they managed then get another manager (groups.succession).
    people.deactivate(user, by=user.id)
    _leave_groups(user)
    for model in OWN:
        db.session.execute(delete(model).where(model.user_id == user.id))
    db.session.execute(delete(SavedDraft).where(SavedDraft.owner_id == user.id))
    db.session.execute(delete(PersonFollow).where(PersonFollow.person_id == user.id))


def erased(public_id: str) -> dict[str, Any]:
    """What stands in the row of somebody who closed their account. Nobody can own the address: the domain cannot exist."""
    return {
        "email": f"{public_id}@gesloten.invalid",
        "name": NOBODY,
        "function": "",
        "organisation": "",
        "about": "",
        "photo_sha256": None,
        "role": Role.MEMBER.value,
        "digest_frequency": DigestFrequency.NEVER.value,
        "signed_in_at": None,
        "second_factor_at": None,
    }


def _leave_groups(user: User) -> None:
    mine = select(Membership.group_id).where(Membership.user_id == user.id)  # door: their own
    groups = list(db.session.scalars(mine))
    db.session.execute(delete(Membership).where(Membership.user_id == user.id))
    for group_id in groups:
        events.publish(MembershipChanged(group_id, user.id))
