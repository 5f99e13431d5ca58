"""The mails of this room. Each job reads everything anew: a mail is a read, at the moment of sending (T07)."""

from sqlalchemy import select

from forum import mail
from forum.access import ANONYMOUS, Action, find_visible, may, reader_for
from forum.core import setting
from forum.core.group import Group, Membership, MembershipState
from forum.core.user import User
from forum.groups.models import Invitation
from forum.groups.queries_invitations import still_wanted
from forum.lib import ids, links
from forum.lib.db import db, transaction


def mail_invitation(invitation_id: int) -> None:
    """Send an invitation with a new secret; an older mail of it stops working. Raises mail.TryAgain."""
    with transaction():
        invitation = db.session.get(Invitation, invitation_id)
        usable = still_wanted(ANONYMOUS, invitation) if invitation else None
        if invitation is None or usable is None:
            return
        token = ids.secret()
        invitation.token_digest = ids.digest(token)
        person = db.session.scalars(select(User).where(User.email == usable.email)).one_or_none()
        locale = person.locale if person else setting.get("language")
        context = {
            "group": usable.group.name,
            "inviter": usable.inviter,
            "url": links.absolute("groups.invitation", token=token),
        }
    mail.send(usable.email, "group_invitation", context, locale=locale)


def mail_request(membership_id: int, manager_id: int) -> None:
    """Tell one manager that somebody asks to join, if they still manage and it is still asked."""
    manager = db.session.get(User, manager_id)
    reader = reader_for(manager)
    membership = find_visible(Membership, membership_id, reader)
    if manager is None or membership is None or membership.state != MembershipState.PENDING:
        return
    group = find_visible(Group, membership.group_id, reader)
    if group is None or not may(reader, Action.GROUP_MANAGE, group) or not membership.user.active:
        return
    context = {
        "group": group.name,
        "person": membership.user.name,
        "motivation": membership.motivation,
        "url": links.absolute("groups.members", address=group.address),
    }
    address, locale = manager.email, manager.locale
    db.session.rollback()  # no transaction stays open while the mail server takes its time
    mail.send(address, "group_request", context, locale=locale)


def mail_accepted(group_id: int, user_id: int) -> None:
    """Tell somebody that they were let in, if they are still in."""
    person = db.session.get(User, user_id)
    reader = reader_for(person)
    if person is None or group_id not in reader.member_of:
        return
    group = find_visible(Group, group_id, reader)
    if group is None:
        return
    context = {"group": group.name, "url": links.absolute("groups.page", address=group.address)}
    address, locale = person.email, person.locale
    db.session.rollback()
    mail.send(address, "group_accepted", context, locale=locale)
