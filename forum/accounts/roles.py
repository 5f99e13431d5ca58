"""Give and take the roles of the site, and close and open accounts: by administrators, and logged."""

from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum.access import Action, Reader, require
from forum.accounts import people
from forum.accounts.models import ApiToken, UserSession
from forum.accounts.second_factor import service as second_factor
from forum.core.events import RoleChanged, UserChanged
from forum.core.security_event import record
from forum.core.user import Role, User
from forum.lib import events
from forum.lib.db import db
from forum.lib.errors import Forbidden, Invalid
from forum.lib.forms import one_line

LONGEST_REASON = 200
_RANK = {Role.MEMBER: 0, Role.MODERATOR: 1, Role.ADMIN: 2}


def change_role(reader: Reader, person: User, role: str | None) -> None:
    """Let `person` have `role` on the site. It holds at their next request: nobody's rights are kept in a session.

    Raises:
        Forbidden: `reader` is no administrator (any more), or would give more than they hold.
        Invalid: there is no such role, the account is closed, or the site would have no administrator.
    """
    require(reader, Action.SITE_ADMINISTER)
    if role not in list(Role):
        raise Invalid(_("Maak een keuze."), "role")
    chosen = Role(role)
    administrators = lock_administrators(reader)
    if _RANK[chosen] > _RANK[reader.role]:
        raise Forbidden
    if not person.active:
        raise Invalid(_("Dit account is gesloten. Open het eerst weer."), "role")
    before = Role(person.role)
    if before == chosen:
        return
    if chosen != Role.ADMIN and not administrators - {person.id}:
        raise Invalid(
            _("De site heeft altijd een beheerder nodig. Maak eerst iemand anders beheerder."), "role"
        )
    person.role = chosen
    record("role-changed", person.id, f"{before.value}>{chosen.value}", by=reader.user_id)
    events.publish(UserChanged(person.id))
    events.publish(RoleChanged(person.id))


def close(reader: Reader, person: User, reason: str | None) -> None:
    """Close the account of `person`: sessions, tokens and links end at once (T25). What they wrote stays.

    Raises:
        Forbidden: `reader` is no administrator (any more).
        Invalid: there is no reason, it is their own account, or the site would have no administrator.
    """
    require(reader, Action.SITE_ADMINISTER)
    why = _reason(reason)
    administrators = lock_administrators(reader)
    if person.id == reader.user_id:
        raise Invalid(_("Dit is je eigen account. Een andere beheerder kan het sluiten."), "reason")
    if not administrators - {person.id}:
        raise Invalid(
            _("De site heeft altijd een beheerder nodig. Maak eerst iemand anders beheerder."), "reason"
        )
    if person.active:
        people.deactivate(person, by=reader.user_id, reason=why)


def reopen(reader: Reader, person: User, reason: str | None) -> None:
    """Open a closed account again: with the groups that were not left, and without any session or token.

    Raises:
        Forbidden: `reader` is no administrator (any more).
        Invalid: there is no reason, or they closed it themselves: nothing of it is left.
    """
    require(reader, Action.SITE_ADMINISTER)
    why = _reason(reason)
    lock_administrators(reader)
    if person.active:
        return
    if person.erased_at is not None:
        raise Invalid(_("Deze persoon sloot het account zelf. Het kan niet weer open."), "reason")
    person.deactivated_at = None
    record("reopened", person.id, why, by=reader.user_id)
    events.publish(UserChanged(person.id, access=True))


def end_sessions(reader: Reader, person: User) -> None:
    """End every session and token of `person`, and the mails to sign in that are under way.

    Raises:
        Forbidden: `reader` is no administrator (any more).
    """
    require(reader, Action.SITE_ADMINISTER)
    lock_administrators(reader)
    db.session.execute(delete(UserSession).where(UserSession.user_id == person.id))
    db.session.execute(delete(ApiToken).where(ApiToken.user_id == person.id))
    people.void_requests(person.email)
    record("sessions-ended", person.id, by=reader.user_id)


def reset_second_factor(reader: Reader, person: User) -> None:
    """Take the passkeys and the app of `person` away: they lost them. They get a mail.

    Raises:
        Forbidden: `reader` is no administrator (any more).
    """
    require(reader, Action.SITE_ADMINISTER)
    lock_administrators(reader)
    second_factor.reset(person, by=reader.user_id)


def lock_administrators(reader: Reader) -> set[int]:
    """Who administers the site now; others who change that wait. Two who take each other's role at the same moment
    would leave nobody otherwise. Raises Forbidden when `reader` lost the role meanwhile."""
    query = (
        select(User.id)
        .where(User.role == Role.ADMIN, User.deactivated_at.is_(None))
        .order_by(User.id)
        .with_for_update()
    )
    found = set(db.session.scalars(query))
    if reader.user_id not in found:
        raise Forbidden
    return found


def _reason(typed: str | None) -> str:
    text: str = one_line(typed or "")
    if not text:
        raise Invalid(_("Schrijf kort waarom."), "reason")
    if len(text) > LONGEST_REASON:
        raise Invalid(_("Dit is te lang. Gebruik hoogstens %(max)d tekens.", max=LONGEST_REASON), "reason")
    return text
