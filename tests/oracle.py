"""Who may read what, written from docs/access.md in plain Python, row by row. It shares no code with the rule."""

from sqlalchemy import select

from forum.core.group import Group, Membership, Preset
from forum.core.item import Audience, Item, Reply, State
from forum.core.user import User
from forum.lib.db import db


def state_in(user: User | None, group: Group) -> tuple[str, str]:
    """(state, role) of a person in a group as text; ("none", "") when there is no relation."""
    if user is None or user.deactivated_at is not None:
        return ("none", "")
    row = db.session.execute(
        select(Membership.state, Membership.role).filter_by(user_id=user.id, group_id=group.id)
    ).first()
    return (str(row.state), str(row.role)) if row else ("none", "")


def may_read_item(user: User | None, item: Item, groups: dict[int, Group]) -> bool:
    alive = user is not None and user.deactivated_at is None
    group = groups.get(item.group_id) if item.group_id else None
    state, role = state_in(user, group) if group else ("none", "")
    match item.state:
        case State.DELETED:
            return False
        case State.DRAFT:
            return alive and user is not None and user.id == item.author_id
        case State.HIDDEN:
            return group is not None and state == "active" and role == "manager"
    match (item.audience, group):
        case (Audience.PUBLIC, None):
            return True
        case (Audience.SIGNED_IN, None):
            return alive
        case (_, None):
            return False
        case (Audience.GROUP, _) if group and group.preset == Preset.OPEN:
            return True
        case (Audience.GROUP | Audience.MEMBERS, _):
            return state == "active"
    return False


def may_read_reply(user: User | None, reply: Reply, item: Item, groups: dict[int, Group]) -> bool:
    if not may_read_item(user, item, groups):
        return False
    if reply.state == State.PUBLISHED:
        return True
    if reply.state != State.HIDDEN or item.group_id is None or item.state == State.DRAFT:
        return False
    return state_in(user, groups[item.group_id]) == ("active", "manager")


def may_see_group(user: User | None, group: Group) -> bool:
    if group.preset == Preset.OPEN or state_in(user, group)[0] == "active":
        return True
    return group.preset == Preset.CLOSED and user is not None and user.deactivated_at is None
