"""Who is in a group, who wants to be, and who is kept out."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select

from forum.access import Reader, visible
from forum.core.group import Group, Membership, MembershipRole, MembershipState
from forum.core.item import Item, Reply
from forum.core.user import User
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.pages import Page, offset

PER_PAGE = 60


@dataclass(frozen=True)
class Member:
    """Somebody's relation to a group; the fields of the macro `person`, and more for managers."""

    name: str
    public_id: str
    function: str
    organisation: str
    photo: str | None
    manager: bool
    me: bool
    motivation: str


def list_members(reader: Reader, group: Group, page: int = 1) -> Page[Member]:
    """The members of a group, managers first, that `reader` may see."""
    query = _people(reader, group, MembershipState.ACTIVE)
    total = db.session.scalar(query.with_only_columns(func.count(Membership.id))) or 0
    ordered = query.order_by(
        case((Membership.role == MembershipRole.MANAGER, 0), else_=1), func.lower(User.name), User.id
    )
    rows = db.session.execute(_columns(ordered.offset(offset(page, PER_PAGE)).limit(PER_PAGE))).all()
    return Page([_member(reader, row) for row in rows], page, total, PER_PAGE)


def list_requests(reader: Reader, group: Group) -> list[Member]:
    """Who asks to be let in, the longest waiting first. Of others than `reader`: for managers only."""
    query = _people(reader, group, MembershipState.PENDING).order_by(Membership.id).limit(200)
    return [_member(reader, row) for row in db.session.execute(_columns(query))]


def list_blocked(reader: Reader, group: Group) -> list[Member]:
    """Who is kept out, for managers only."""
    query = _people(reader, group, MembershipState.BLOCKED).order_by(func.lower(User.name)).limit(200)
    return [_member(reader, row) for row in db.session.execute(_columns(query))]


def list_guests(reader: Reader, group: Group) -> list[Member]:
    """Who writes along in the group without being in it, the latest first: a manager can block them too."""
    related = select(Membership.user_id).where(Membership.group_id == group.id)  # door: for a manager
    items = visible(Item, reader).where(Item.group_id == group.id).with_only_columns(Item.id)
    replies = (
        visible(Reply, reader)
        .where(Reply.item_id.in_(items), Reply.author_id.not_in(related))
        .with_only_columns(Reply.author_id, func.max(Reply.id).label("latest"))
        .group_by(Reply.author_id)
        .subquery()
    )
    query = (
        visible(User, reader)
        .join(replies, replies.c.author_id == User.id)
        .with_only_columns(User.name, User.public_id, User.function, User.organisation, User.photo_sha256)
        .order_by(replies.c.latest.desc())
        .limit(20)
    )
    return [
        Member(
            row.name,
            row.public_id,
            row.function,
            row.organisation,
            row.photo_sha256,
            manager=False,
            me=False,
            motivation="",
        )
        for row in db.session.execute(query)
    ]


def get_person(reader: Reader, public_id: str) -> User:
    """Somebody with an account. Raises NotFound."""
    person = db.session.scalars(visible(User, reader).where(User.public_id == public_id)).one_or_none()
    if person is None:
        raise NotFound
    return person


def _people(reader: Reader, group: Group, state: MembershipState) -> Select[Any]:
    return (
        visible(Membership, reader)
        .join(User, User.id == Membership.user_id)
        .where(Membership.group_id == group.id, Membership.state == state, User.deactivated_at.is_(None))
    )


def _columns(query: Select[Any]) -> Any:
    return query.with_only_columns(
        User.name,
        User.public_id,
        User.function,
        User.organisation,
        User.photo_sha256,
        Membership.role,
        Membership.user_id,
        Membership.motivation,
    )


def _member(reader: Reader, row: Any) -> Member:
    return Member(
        name=row.name,
        public_id=row.public_id,
        function=row.function,
        organisation=row.organisation,
        photo=row.photo_sha256,
        manager=row.role == MembershipRole.MANAGER,
        me=row.user_id == reader.user_id,
        motivation=row.motivation,
    )
