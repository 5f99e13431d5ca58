"""Which groups there are for a reader, and what one looks like to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import Select, exists, func, literal

from forum.access import Action, Reader, get_group_at, may, visible
from forum.access.door import count_visible
from forum.core import kinds
from forum.core.follow import GroupFollow
from forum.core.group import Group, Membership, MembershipState, called
from forum.core.item import Item, State
from forum.core.user import User
from forum.groups.presets import words_of
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.pages import Page, offset

FACES = 8


@dataclass(frozen=True)
class GroupLine:
    """A group in a list; the fields of the macro `group_card`.

    `member_count` and `last_activity_at` are None for who may not read the group.
    """

    name: str
    url: str
    description: str
    preset_label: str
    preset_icon: str
    picture_url: str | None
    member_count: int | None
    last_activity_at: datetime | None
    colour: str | None = None


@dataclass(frozen=True)
class Standing:
    """What `reader` is to a group, and what they may do there."""

    member: bool
    manager: bool
    pending: bool
    blocked: bool
    may_read: bool
    may_join: bool
    may_ask: bool
    may_post: bool


@dataclass(frozen=True)
class Face:
    """Somebody in the group, as the macros `person` and `avatar` want them."""

    name: str
    public_id: str
    photo: str | None


def get_group(reader: Reader, address: str) -> Group:
    """The group with this address.

    Raises:
        NotFound: it does not exist, or `reader` may not know: by the same query.
    """
    return get_group_at(address, reader)


def get_group_and_follow(reader: Reader, address: str) -> tuple[Group, bool]:
    """As `get_group`, and whether `reader` follows it. Raises NotFound."""
    mine = exists().where(
        GroupFollow.group_id == Group.id, GroupFollow.user_id == literal(reader.user_id or 0)
    )
    query = visible(Group, reader).where(Group.address == address).add_columns(mine)
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return row[0], bool(row[1])


def get_readable(reader: Reader, address: str) -> Group:
    """As `get_group`, for what only who may read the content sees. Raises NotFound."""
    group = get_group(reader, address)
    if not may(reader, Action.GROUP_READ_CONTENT, group):
        raise NotFound
    return group


def standing_of(reader: Reader, group: Group) -> Standing:
    """What `reader` is to `group`."""
    member = group.id in reader.member_of
    pending = group.id in reader.asked_in
    return Standing(
        member=member,
        manager=may(reader, Action.GROUP_MANAGE, group),
        pending=pending,
        blocked=group.id in reader.blocked_in,
        may_read=may(reader, Action.GROUP_READ_CONTENT, group),
        may_join=may(reader, Action.GROUP_JOIN, group),
        may_ask=may(reader, Action.GROUP_ASK, group) and not pending,
        may_post=may(reader, Action.ITEM_CREATE, group),
    )


def list_mine(reader: Reader) -> list[GroupLine]:
    """The groups that `reader` is in, the most alive first."""
    if not reader.member_of:
        return []
    query = visible(Group, reader).where(Group.id.in_(reader.member_of))
    rows = _counted(reader, query.order_by(Group.last_activity_at.desc(), Group.id))
    return [_line(group, members, group.last_activity_at) for group, members in rows]


def list_others(reader: Reader, page: int = 1) -> Page[GroupLine]:
    """The other groups that `reader` may know of, by name: an order by activity would tell what goes on
    in a closed group (T29)."""
    query = _others(reader)
    rows = _counted(reader, query.offset(offset(page, 24)).limit(24))
    alive = _last_activity(reader, [group for group, _members in rows])
    lines = [_line(group, members, alive.get(group.id)) for group, members in rows]
    return Page(lines, page, count_visible(query), 24)


def few_others(reader: Reader, number: int) -> list[GroupLine]:
    """The first of them, without when something last happened there."""
    rows = _counted(reader, _others(reader).limit(number))
    return [_line(group, members, None) for group, members in rows]


def picture_url(group: Group) -> str | None:
    """Where the picture of `group` is, or None. Another picture has another address."""
    if group.picture_sha256 is None:
        return None
    return url_for("groups.picture", address=group.address, v=group.picture_sha256[:8])


def list_faces(reader: Reader, group: Group) -> tuple[list[Face], int]:
    """The first few members, managers first, and how many there are; nobody for who may not see them."""
    rows = db.session.execute(
        _members(reader, [group.id])
        .with_only_columns(User.name, User.public_id, User.photo_sha256, func.count().over().label("members"))
        .order_by(Membership.role, Membership.id)
        .limit(FACES)
    ).all()
    return [Face(row.name, row.public_id, row.photo_sha256) for row in rows], rows[0].members if rows else 0


def count_kinds(reader: Reader, group: Group) -> list[tuple[kinds.Kind, int]]:
    """How much of each kind `reader` can read in `group` (T30), in the order of the registry."""
    rows = db.session.execute(
        visible(Item, reader)
        .where(Item.group_id == group.id, Item.state == State.PUBLISHED)
        .with_only_columns(Item.kind, func.count(Item.id))
        .group_by(Item.kind)
    )
    numbers = {row[0]: row[1] for row in rows}
    return [(kind, numbers[kind.code]) for kind in kinds.every() if kind.code in numbers]


def find_by_handle(reader: Reader, name: str) -> Group | None:
    """The group with this handle or address, for commands; None when there is none."""
    return db.session.scalars(called(name)).first()


def _others(reader: Reader) -> Select[Group]:
    query = visible(Group, reader).where(Group.id.not_in(reader.member_of))
    return query.order_by(func.lower(Group.name), Group.id)


def _members(reader: Reader, group_ids: Sequence[int]) -> Select[Any]:
    return (
        visible(Membership, reader)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.group_id.in_(group_ids),
            Membership.state == MembershipState.ACTIVE,
            User.deactivated_at.is_(None),
        )
    )


def _last_activity(reader: Reader, groups: Sequence[Group]) -> dict[int, datetime]:
    """When something last happened in each of `groups`, of others than `reader`, as far as they may read (T30).

    The row of a group tells also of what is for its members only.
    """
    readable = [group for group in groups if may(reader, Action.GROUP_READ_CONTENT, group)]
    newest: Any = db.session.execute(
        visible(Item, reader)
        .where(Item.group_id.in_([group.id for group in readable]), Item.state == State.PUBLISHED)
        .with_only_columns(Item.group_id, func.max(Item.last_activity_at))
        .group_by(Item.group_id)
    )
    moments = {row[0]: row[1] for row in newest}
    return {group.id: moments.get(group.id, group.created_at) for group in readable}


def _counted(reader: Reader, query: Select[Group]) -> list[tuple[Group, int | None]]:
    """The groups of a query, each with how many members `reader` may see; None when they may see none."""
    members = (
        visible(Membership, reader)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.group_id == Group.id,
            Membership.state == MembershipState.ACTIVE,
            User.deactivated_at.is_(None),
        )
        .with_only_columns(func.count(Membership.id))
        .correlate(Group)
        .scalar_subquery()
    )
    rows = db.session.execute(query.add_columns(members.label("members")))
    return [(group, number or None) for group, number in rows]


def _line(group: Group, members: int | None, last_activity_at: datetime | None) -> GroupLine:
    words = words_of(group)
    return GroupLine(
        name=group.name,
        url=url_for("groups.page", address=group.address),
        description=group.description,
        preset_label=str(words.label),
        preset_icon=words.icon,
        picture_url=picture_url(group),
        member_count=members,
        last_activity_at=last_activity_at,
        colour=group.colour,
    )
