"""Who comes and goes: join, ask, accept, refuse, leave, remove, block, and roles."""

from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum.access import Action, Reader, require
from forum.core.events import MembershipChanged, Way, WayTakenBack
from forum.core.group import Group, Membership, MembershipRole, MembershipState
from forum.core.user import User
from forum.groups import rules
from forum.groups.locks import count_other_managers, find_row, lock, lock_managed
from forum.groups.log import record
from forum.groups.models import Invitation
from forum.lib import events
from forum.lib.db import db
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.lib.forms import tidy
from forum.work import outbox


def join(reader: Reader, group: Group) -> None:
    """Become a member of an open group; nothing happens when `reader` is one already.

    Raises:
        Forbidden: the group is not open, or has blocked them.
    """
    lock(group)
    row = find_row(group, reader.user_id)
    if row is not None and row.state == MembershipState.ACTIVE:
        return
    require(reader, Action.GROUP_JOIN, group)
    _activate(group, _known(reader), row)
    record(reader, group, "joined")
    _changed(group, _known(reader))


def ask(reader: Reader, group: Group, motivation: str | None) -> None:
    """Ask to be let into a closed group; its managers get a mail. Asking twice is asking once.

    Raises:
        Forbidden: the group is not closed, or has blocked them.
        Invalid: the motivation is too long.
    """
    lock(group)
    row = find_row(group, reader.user_id)
    if row is not None and row.state in (MembershipState.ACTIVE, MembershipState.PENDING):
        return
    require(reader, Action.GROUP_ASK, group)
    if row is not None:
        raise Forbidden
    motivation = tidy(motivation or "")
    if len(motivation) > rules.MOTIVATION_LENGTH:
        raise Invalid(
            _("Maak je tekst korter: hoogstens %(n)s tekens.", n=rules.MOTIVATION_LENGTH), "motivation"
        )
    request = Membership(
        group_id=group.id,
        user_id=_known(reader),
        state=MembershipState.PENDING,
        motivation=motivation,
    )
    db.session.add(request)
    db.session.flush()
    for manager_id in manager_ids(group):
        outbox.enqueue("groups.mail_request", membership_id=request.id, manager_id=manager_id)
    _changed(group, request.user_id)


def withdraw(reader: Reader, group: Group) -> None:
    """Take back a request to join; nothing happens when there is none."""
    lock(group)
    row = find_row(group, reader.user_id)
    if row is not None and row.state == MembershipState.PENDING:
        db.session.delete(row)
        _changed(group, row.user_id)


def accept(reader: Reader, group: Group, person: User) -> None:
    """Let in somebody who asked; they get a mail. Nothing happens when they are in already.

    Raises:
        Forbidden: `reader` is no manager.
        NotFound: this person did not ask, or no longer does.
    """
    row = _relation(reader, group, person)
    if row.state == MembershipState.ACTIVE:
        return
    if row.state != MembershipState.PENDING:
        raise NotFound
    _activate(group, person.id, row)
    record(reader, group, "accepted", person.public_id)
    outbox.enqueue("groups.mail_accepted", group_id=group.id, user_id=person.id)
    _changed(group, person.id)


def refuse(reader: Reader, group: Group, person: User) -> None:
    """Do not let in somebody who asked. They may ask again.

    Raises:
        Forbidden: `reader` is no manager.
        NotFound: this person did not ask.
    """
    row = _relation(reader, group, person)
    if row.state != MembershipState.PENDING:
        raise NotFound
    db.session.delete(row)
    record(reader, group, "refused", person.public_id)
    _changed(group, person.id)


def leave(reader: Reader, group: Group) -> None:
    """Stop being a member.

    Raises:
        Forbidden: `reader` is no member.
        Invalid: they are the last manager.
    """
    require(reader, Action.GROUP_LEAVE, group)
    lock(group)
    row = find_row(group, reader.user_id)
    if row is None or row.state != MembershipState.ACTIVE:
        raise Forbidden
    _keep_a_manager(group, row, _("Je bent de enige beheerder. Maak eerst iemand anders beheerder."))
    db.session.delete(row)
    record(reader, group, "left")
    _changed(group, row.user_id)


def remove(reader: Reader, group: Group, person: User) -> None:
    """Take a member out of the group.

    Raises:
        Forbidden: `reader` is no manager.
        NotFound: this person is no member.
        Invalid: they are the last manager.
    """
    row = _relation(reader, group, person)
    if row.state != MembershipState.ACTIVE:
        raise NotFound
    _keep_a_manager(group, row, _("Dit is de enige beheerder. Maak eerst iemand anders beheerder."))
    db.session.delete(row)
    _forget_invitations(group, person)
    record(reader, group, "removed", person.public_id)
    _changed(group, person.id)


def block(reader: Reader, group: Group, person: User) -> None:
    """Keep somebody out: member, asking, or not in the group at all.

    Raises:
        Forbidden: `reader` is no manager.
        Invalid: it is `reader` themselves.
    """
    require(reader, Action.GROUP_MANAGE, group)
    lock_managed(reader, group)
    if person.id == reader.user_id:
        raise Invalid(_("Je kunt jezelf niet blokkeren."))
    row = find_row(group, person.id)
    if row is None:
        row = Membership(group_id=group.id, user_id=person.id)
        db.session.add(row)
    elif row.state == MembershipState.BLOCKED:
        return
    row.state, row.role, row.motivation = MembershipState.BLOCKED, MembershipRole.MEMBER, ""
    _forget_invitations(group, person)
    record(reader, group, "blocked", person.public_id)
    _changed(group, person.id)


def unblock(reader: Reader, group: Group, person: User) -> None:
    """End a block: the person is a stranger to the group again.

    Raises:
        Forbidden: `reader` is no manager.
        NotFound: this person is not blocked.
    """
    row = _relation(reader, group, person)
    if row.state != MembershipState.BLOCKED:
        raise NotFound
    db.session.delete(row)
    record(reader, group, "unblocked", person.public_id)
    _changed(group, person.id)


def add_member(reader: Reader, group: Group, person: User) -> None:
    """Make somebody a member by command of who runs the machine; nothing happens when they are one.

    Raises:
        Invalid: the group has blocked them; its managers decide.
    """
    lock(group)
    row = find_row(group, person.id)
    if row is not None and row.state == MembershipState.ACTIVE:
        return
    if row is not None and row.state == MembershipState.BLOCKED:
        raise Invalid(_("De groep heeft deze persoon geblokkeerd."))
    _activate(group, person.id, row)
    record(reader, group, "added", person.public_id)
    _changed(group, person.id)


def set_role(reader: Reader, group: Group, person: User, role: MembershipRole) -> None:
    """Make a member manager, or a manager member.

    Raises:
        Forbidden: `reader` is no manager.
        NotFound: this person is no member.
        Invalid: they are the last manager.
    """
    row = _relation(reader, group, person)
    if row.state != MembershipState.ACTIVE:
        raise NotFound
    if row.role == role:
        return
    if role == MembershipRole.MEMBER:
        _keep_a_manager(
            group, row, _("Een groep heeft een beheerder nodig. Maak eerst iemand anders beheerder.")
        )
    row.role = role
    record(reader, group, "promoted" if role == MembershipRole.MANAGER else "demoted", person.public_id)
    _changed(group, person.id)


def _known(reader: Reader) -> int:
    if reader.user_id is None:
        raise Forbidden
    return reader.user_id


def _relation(reader: Reader, group: Group, person: User) -> Membership:
    """The row of `person` in a group that `reader` manages, locked. Raises Forbidden, NotFound."""
    require(reader, Action.GROUP_MANAGE, group)
    lock_managed(reader, group)
    row = find_row(group, person.id)
    if row is None:
        raise NotFound
    return row


def _activate(group: Group, user_id: int, row: Membership | None) -> None:
    if row is None:
        db.session.add(Membership(group_id=group.id, user_id=user_id))
    elif row.state == MembershipState.BLOCKED:
        raise Forbidden
    else:
        row.state, row.motivation = MembershipState.ACTIVE, ""


def _keep_a_manager(group: Group, row: Membership, message: str) -> None:
    is_manager = row.role == MembershipRole.MANAGER
    if rules.would_orphan(is_manager, count_other_managers(group, row.user_id)):
        raise Invalid(message)


def manager_ids(group: Group) -> list[int]:
    """Who manages `group`, which came through the door."""
    query = select(Membership.user_id).where(  # door: whom to mail, from a group that came through it
        Membership.group_id == group.id,
        Membership.state == MembershipState.ACTIVE,
        Membership.role == MembershipRole.MANAGER,
    )
    return list(db.session.scalars(query))


def _forget_invitations(group: Group, person: User) -> None:
    theirs = delete(Invitation).where(Invitation.group_id == group.id, Invitation.email == person.email)
    for public_id in db.session.scalars(theirs.returning(Invitation.public_id)).all():
        events.publish(WayTakenBack(Way.INVITATION, public_id))


def _changed(group: Group, user_id: int) -> None:
    events.publish(MembershipChanged(group.id, user_id))
