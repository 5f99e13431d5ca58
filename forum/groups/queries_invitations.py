"""Which invitations there are, and whether one can still be used."""

from dataclasses import dataclass

from sqlalchemy import select

from forum.access import Action, Reader, find_visible, may, reader_for
from forum.core.group import Group, MembershipState
from forum.core.user import User
from forum.groups.locks import find_row
from forum.groups.models import Invitation
from forum.lib import clock, ids
from forum.lib.db import db


@dataclass(frozen=True)
class Usable:
    """An invitation that works: for which group and address, and who sent it."""

    invitation_id: int
    group: Group
    email: str
    inviter: str


@dataclass(frozen=True)
class OpenInvitation:
    """A line of the list for managers."""

    public_id: str
    email: str
    role: str


def find_usable(reader: Reader, token: str) -> Usable | None:
    """The invitation with this secret while it works: not accepted or expired, `reader` is not blocked.

    It also ends with the right of who sent it, when they stop managing the group.
    """
    invitation = db.session.scalars(
        select(Invitation).where(
            Invitation.token_digest == ids.digest(token),
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
    ).one_or_none()
    if invitation is None or invitation.group_id in reader.blocked_in:
        return None
    return usable_of(reader, invitation)


def find_accepted(reader: Reader, token: str) -> Group | None:
    """The group that `reader` entered by this very invitation before: somebody who clicks twice is there."""
    group_id = db.session.scalar(
        select(Invitation.group_id)
        .join(User, User.email == Invitation.email)
        .where(
            Invitation.token_digest == ids.digest(token),
            Invitation.accepted_at.is_not(None),
            User.id == reader.user_id,
        )
    )
    return find_visible(Group, group_id, reader) if group_id is not None else None


def usable_of(reader: Reader, invitation: Invitation) -> Usable | None:
    """The invitation with what its holder may know, when its sender may still invite."""
    inviter = db.session.get_one(User, invitation.invited_by_id)
    # The holder of the secret may learn the name, so the group is read as its sender sees it.
    sender = reader_for(inviter)
    group = find_visible(Group, invitation.group_id, sender)
    if group is None or not may(sender, Action.GROUP_MANAGE, group):
        return None
    return Usable(invitation.id, group, invitation.email, inviter.name)


def still_wanted(reader: Reader, invitation: Invitation) -> Usable | None:
    """The invitation when it makes sense to mail it now: nobody with its address is in or kept out."""
    if invitation.accepted_at is not None or invitation.expires_at <= clock.now():
        return None
    usable = usable_of(reader, invitation)
    person = db.session.scalars(select(User).where(User.email == invitation.email)).one_or_none()
    if usable is None or person is None:
        return usable
    row = find_row(usable.group, person.id)
    settled = row is not None and row.state != MembershipState.PENDING
    return None if settled or not person.active else usable


def list_invitations(reader: Reader, group: Group) -> list[OpenInvitation]:
    """The invitations of `group` that were not accepted yet; nothing for who does not manage it."""
    if not may(reader, Action.GROUP_MANAGE, group):
        return []
    rows = db.session.scalars(
        select(Invitation)
        .where(
            Invitation.group_id == group.id,
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
        .order_by(Invitation.email)
        .limit(200)
    )
    return [OpenInvitation(row.public_id, row.email, row.role) for row in rows]


def is_invited(email: str) -> bool:  # reader: asked before there is one, at the first visit
    """Whether somebody with this address was invited to a group and did not accept yet.

    A site where people register by invitation only lets them in.
    """
    query = select(Invitation.id).where(
        Invitation.email == email, Invitation.accepted_at.is_(None), Invitation.expires_at > clock.now()
    )
    return db.session.scalars(query.limit(1)).first() is not None
