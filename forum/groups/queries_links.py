"""Which short links a group has, and whether one can still be used."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from forum.access import Action, Reader, find_visible, may, reader_for, require
from forum.core.group import Group, MembershipRole, Preset
from forum.core.item import Item
from forum.core.user import User
from forum.groups.link_secrets import digest_of, find_secret
from forum.groups.models import InviteLink
from forum.lib import addresses, clock
from forum.lib.db import db
from forum.lib.errors import NotFound

MOST = 100


@dataclass(frozen=True)
class UsableLink:
    """A link that works: into which group, and who made it."""

    link: InviteLink
    group: Group
    maker: str

    @property
    def asks(self) -> bool:
        """Whether who uses it asks to be let in; an open group needs no asking."""
        return self.link.approval and self.group.preset == Preset.CLOSED


@dataclass(frozen=True)
class LinkLine:
    """A link as managers see it. `secret` is None when it does not work any more; `about` is what it leads to."""

    public_id: str
    secret: str | None
    about: str
    role: MembershipRole
    approval: bool
    email_domain: str
    uses: int
    most_uses: int | None
    expires_at: datetime


def find_usable_link(reader: Reader, secret: str) -> UsableLink | None:
    """The link with this secret while it works: not taken back, expired or used up, `reader` is not blocked.

    It also ends with the right of who made it, when they stop managing the group.
    """
    query = select(InviteLink).where(InviteLink.secret_digest == digest_of(secret), *_working())
    link = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    return None if link is None or link.group_id in reader.blocked_in else _usable(link)


def _usable(link: InviteLink) -> UsableLink | None:
    maker = db.session.get_one(User, link.maker_id)
    # Who holds the secret may learn the name, so the group is read as its maker sees it.
    group = find_visible(Group, link.group_id, reader_for(maker))
    if group is None or not may(reader_for(maker), Action.GROUP_MANAGE, group):
        return None
    if link.approval and group.preset == Preset.HIDDEN:
        return None  # made when the group was closed: nobody asks to join what does not exist for them
    return UsableLink(link, group, maker.name)


def find_link_of_mine(reader: Reader, secret: str) -> InviteLink | None:
    """The link with this secret, working or not, into a group that `reader` is in already."""
    query = select(InviteLink).where(
        InviteLink.secret_digest == digest_of(secret), InviteLink.group_id.in_(reader.member_of)
    )
    return db.session.scalars(query).one_or_none()


def item_of(reader: Reader, link: InviteLink) -> Item | None:
    """What `link` leads to, when `reader` may read it."""
    item = find_visible(Item, link.item_id, reader) if link.item_id else None
    return item if item is not None and item.group_id == link.group_id else None


def list_links(reader: Reader, group: Group) -> list[LinkLine]:
    """The links of `group` that were not taken back and did not expire, the newest first.

    Raises:
        Forbidden: `reader` does not manage the group.
    """
    require(reader, Action.GROUP_MANAGE, group)
    query = select(InviteLink).where(InviteLink.group_id == group.id, *_working(also_used_up=True))
    rows = db.session.scalars(query.order_by(InviteLink.id.desc()).limit(MOST)).all()
    return [_line(reader, link) for link in rows]


def get_link(reader: Reader, group: Group, public_id: str) -> LinkLine:
    """One link of `group`.

    Raises:
        Forbidden: `reader` does not manage the group.
        NotFound: there is none, or it was taken back or expired.
    """
    require(reader, Action.GROUP_MANAGE, group)
    query = select(InviteLink).where(
        InviteLink.group_id == group.id, InviteLink.public_id == public_id, *_working(also_used_up=True)
    )
    link = db.session.scalars(query).one_or_none()
    if link is None:
        raise NotFound
    return _line(reader, link)


def is_invited_by_link(email: str) -> bool:  # reader: asked before there is one, at the first visit
    """Whether a link is for the domain of this address. A site where people register by invitation lets them in."""
    domain = addresses.domain(email)
    query = select(InviteLink).where(InviteLink.email_domain == domain, *_working()).limit(MOST)
    return bool(domain) and any(_usable(link) for link in db.session.scalars(query).all())


def _working(also_used_up: bool = False) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        InviteLink.revoked_at.is_(None),
        InviteLink.expires_at > clock.now(),
    ]
    if not also_used_up:
        conditions.append(or_(InviteLink.most_uses.is_(None), InviteLink.uses < InviteLink.most_uses))
    return conditions


def _line(reader: Reader, link: InviteLink) -> LinkLine:
    item = item_of(reader, link)
    secret = find_secret(link)
    works = secret is not None and find_usable_link(reader, secret) is not None
    return LinkLine(
        public_id=link.public_id,
        secret=secret if works else None,
        about=item.title if item else "",
        role=MembershipRole(link.role),
        approval=link.approval,
        email_domain=link.email_domain,
        uses=link.uses,
        most_uses=link.most_uses,
        expires_at=link.expires_at,
    )
