"""Make a short link into a group, take it back, and join by one. It gives no more than its maker could give (T44)."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from forum.access import Action, Reader, find_visible, require
from forum.core.events import MembershipChanged, Way, WayTakenBack
from forum.core.group import Group, Membership, MembershipRole, MembershipState, Preset
from forum.core.item import Item
from forum.groups import rules
from forum.groups.link_secrets import digest_of, secret_for
from forum.groups.locks import find_row, lock, lock_managed
from forum.groups.log import record
from forum.groups.models import InviteLink
from forum.groups.queries_links import UsableLink, find_usable_link
from forum.groups.service_members import manager_ids
from forum.lib import addresses, clock, events
from forum.lib.db import db
from forum.lib.errors import Invalid, NotFound
from forum.work import outbox


def make_link(
    reader: Reader,
    group: Group,
    *,
    public_id: str,
    role: str | None = MembershipRole.MEMBER,
    days: int | None = rules.LINK_DAYS,
    most_uses: int | None = None,
    email_domain: str | None = "",
    approval: bool = False,
    item_id: str | None = None,
) -> InviteLink:
    """Make a link into `group`; `item_id` (public) is a thing in it that one lands on. Sent twice makes one.

    Raises:
        Forbidden: `reader` does not manage the group.
        NotFound: there is no such item in the group for `reader`.
        Invalid: role, number of days or uses, domain or approval cannot be used.
    """
    require(reader, Action.GROUP_MANAGE, group)
    if role is None or role not in list(MembershipRole):
        raise Invalid(_("Kies lid of beheerder."), "role")
    if days is None or not 1 <= days <= rules.LINK_MOST_DAYS:
        raise Invalid(_("Kies een aantal dagen tussen 1 en %(most)s.", most=rules.LINK_MOST_DAYS), "days")
    if most_uses is not None and not 1 <= most_uses <= rules.LINK_MOST_USES:
        raise Invalid(_("Kies een aantal tussen 1 en %(most)s.", most=rules.LINK_MOST_USES), "most_uses")
    domain = rules.email_domain(email_domain or "")
    if approval and group.preset != Preset.CLOSED:
        raise Invalid(_("Alleen in een besloten groep kan iemand vragen om mee te doen."), "approval")
    if approval and role == MembershipRole.MANAGER:
        raise Invalid(
            _(
                "Wie je zelf toelaat, wordt eerst lid. Kies daarom lid. Na het toelaten kun je iemand beheerder maken."
            ),
            "approval",
        )
    lock_managed(reader, group)
    item = find_visible(Item, item_id, reader) if item_id else None
    if item_id and (item is None or item.group_id != group.id):
        raise NotFound
    made = select(InviteLink).where(InviteLink.public_id == public_id, InviteLink.group_id == group.id)
    if (before := db.session.scalars(made).one_or_none()) is not None:
        return before
    link = InviteLink(
        public_id=public_id,
        secret_digest=digest_of(secret_for(public_id)),
        group_id=group.id,
        item_id=item.id if item else None,
        role=MembershipRole(role),
        approval=approval,
        email_domain=domain,
        most_uses=most_uses,
        maker_id=reader.user_id,
        expires_at=clock.now() + timedelta(days=days),
    )
    db.session.add(link)
    db.session.flush()
    record(reader, group, "link-made")
    return link


def revoke_link(reader: Reader, group: Group, public_id: str) -> None:
    """Make a link worthless, also on every poster. Nothing happens when there is none.

    Raises:
        Forbidden: `reader` does not manage the group.
    """
    require(reader, Action.GROUP_MANAGE, group)
    lock_managed(reader, group)
    query = select(InviteLink).where(InviteLink.group_id == group.id, InviteLink.public_id == public_id)
    link = db.session.scalars(query).one_or_none()
    if link is not None and link.revoked_at is None:
        link.revoked_at = clock.now()
        record(reader, group, "link-revoked")
        events.publish(WayTakenBack(Way.LINK, link.public_id))


def join_by_link(reader: Reader, secret: str, email: str | None) -> UsableLink:
    """Become a member by a link, or ask to; `email` is the address of the person of `reader`.

    Raises:
        NotFound: the link does not work (any more), or the group has blocked this person.
        Invalid: it is for addresses of another domain.
    """
    found = find_usable_link(reader, secret)
    if found is None or reader.user_id is None:
        raise NotFound
    lock(found.group)
    usable = find_usable_link(reader, secret)  # taken back, or used for the last time, while we waited
    row = find_row(found.group, reader.user_id)
    if usable is None or (row is not None and row.state == MembershipState.BLOCKED):
        raise NotFound
    domain = usable.link.email_domain
    if domain and addresses.domain(email or "") != domain:
        raise Invalid(_("Deze link is alleen voor e-mailadressen van %(domain)s.", domain=domain))
    if _take(reader.user_id, usable, row):
        usable.link.uses += 1
        record(reader, usable.group, "link-asked" if usable.asks else "link-joined")
        events.publish(MembershipChanged(usable.group.id, reader.user_id))
    return usable


def _take(user_id: int, usable: UsableLink, row: Membership | None) -> bool:
    """Whether anything changed: who is in already, or asked already, uses nothing up and gets no other role."""
    if row is not None and (row.state == MembershipState.ACTIVE or usable.asks):
        return False
    if row is None:
        row = Membership(group_id=usable.group.id, user_id=user_id)
        db.session.add(row)
    row.state, row.role, row.motivation = MembershipState.ACTIVE, MembershipRole(usable.link.role), ""
    if usable.asks:
        row.state = MembershipState.PENDING
        db.session.flush()
        for manager_id in manager_ids(usable.group):
            outbox.enqueue("groups.mail_request", membership_id=row.id, manager_id=manager_id)
    return True
