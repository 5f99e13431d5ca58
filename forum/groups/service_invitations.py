"""Invite somebody by mail, take it back, and accept. An invitation is bound to one address (T44)."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from forum.access import Action, Reader, require
from forum.core.events import MembershipChanged, Way, WayTakenBack
from forum.core.group import Group, Membership, MembershipRole, MembershipState
from forum.groups.locks import find_row, lock, lock_managed
from forum.groups.log import record
from forum.groups.models import Invitation
from forum.groups.queries_invitations import Usable, find_usable
from forum.lib import addresses, clock, events
from forum.lib.db import db
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.work import outbox

LIFETIME = timedelta(days=14)
# Two clicks on the button are one invitation.
DOUBLE_CLICK = timedelta(minutes=1)


def invite(reader: Reader, group: Group, email: str | None, role: str | None = MembershipRole.MEMBER) -> None:
    """Let the worker mail an invitation. The same for every address, known or not, member or not (T33).

    Raises:
        Forbidden: `reader` does not manage the group.
        Invalid: this is no address, or no role.
    """
    require(reader, Action.GROUP_MANAGE, group)
    if role is None or role not in list(MembershipRole):
        raise Invalid(_("Kies lid of beheerder."), "role")
    address = addresses.normal(email)
    lock_managed(reader, group)
    now = clock.now()
    invitation = db.session.scalars(
        select(Invitation).where(Invitation.group_id == group.id, Invitation.email == address)
    ).one_or_none()
    if invitation is None:
        invitation = Invitation(group_id=group.id, email=address)
        db.session.add(invitation)
    elif (
        invitation.role == role
        and invitation.accepted_at is None
        and now - invitation.created_at < DOUBLE_CLICK
    ):
        return
    invitation.role = MembershipRole(role)
    invitation.invited_by_id = reader.user_id or 0
    invitation.created_at, invitation.expires_at = now, now + LIFETIME
    invitation.accepted_at = invitation.token_digest = None
    db.session.flush()
    record(reader, group, "invited")
    outbox.enqueue("groups.mail_invitation", invitation_id=invitation.id)


def withdraw_invitation(reader: Reader, group: Group, public_id: str) -> None:
    """Make an invitation worthless. Nothing happens when there is none, or it was accepted.

    Raises:
        Forbidden: `reader` does not manage the group.
    """
    require(reader, Action.GROUP_MANAGE, group)
    lock_managed(reader, group)
    invitation = db.session.scalars(
        select(Invitation).where(Invitation.group_id == group.id, Invitation.public_id == public_id)
    ).one_or_none()
    if invitation is not None and invitation.accepted_at is None:
        db.session.delete(invitation)
        record(reader, group, "invitation-withdrawn")
        events.publish(WayTakenBack(Way.INVITATION, public_id))


def accept_invitation(reader: Reader, token: str, email: str | None) -> Group:
    """Become a member by the secret of the mail; `email` is the address of the person of `reader`.

    Raises:
        NotFound: the invitation does not work (any more), or the group has blocked this person.
        Forbidden: it is for another address.
    """
    usable = find_usable(reader, token)
    if usable is None or reader.user_id is None:
        raise NotFound
    if usable.email != email:
        raise Forbidden
    group = usable.group
    lock(group)
    if find_usable(reader, token) is None:  # withdrawn, or accepted in another tab, while we waited
        raise NotFound
    row = find_row(group, reader.user_id)
    if row is not None and row.state == MembershipState.BLOCKED:
        raise NotFound
    _take(usable, reader.user_id, row)
    record(reader, group, "invitation-accepted")
    events.publish(MembershipChanged(group.id, reader.user_id))
    return group


def _take(usable: Usable, user_id: int, row: Membership | None) -> None:
    invitation = db.session.get_one(Invitation, usable.invitation_id, populate_existing=True)
    if invitation.accepted_at is not None:
        return
    invitation.accepted_at = clock.now()
    if row is None:
        row = Membership(group_id=invitation.group_id, user_id=user_id)
        db.session.add(row)
        row.role = MembershipRole.MEMBER
    row.state, row.motivation = MembershipState.ACTIVE, ""
    if invitation.role == MembershipRole.MANAGER:
        row.role = MembershipRole.MANAGER
