"""What was taken back: ways in, places in groups, roles, and what a group or text showed to more people.

Noted in the ledger, and taken back again in a database that was just put back: a restore gives nobody a right that they
lost since. It never gives a right either: who joined or rose after the backup joins or rises anew.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from forum.core.events import GroupChanged, ItemChanged, MembershipChanged, RoleChanged, Way, WayTakenBack
from forum.core.group import Group, Membership, MembershipRole, MembershipState, Preset
from forum.core.item import Audience, Item
from forum.core.user import Role, User
from forum.lib import clock, ids
from forum.lib.db import db
from forum.operations import ledger
from forum.operations.ledger import Last, States

ROLE, MEMBERSHIP, PRESET, AUDIENCE = "role", "membership", "preset", "audience"
REVOKED, GONE = "revoked", "gone"
BLOCKED, MANAGER = MembershipState.BLOCKED.value, MembershipRole.MANAGER.value
# From the word of the ledger to those that give more.
_WIDER: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    ROLE: {Role.MEMBER: (Role.MODERATOR, Role.ADMIN), Role.MODERATOR: (Role.ADMIN,)},
    PRESET: {Preset.CLOSED: (Preset.OPEN,), Preset.HIDDEN: (Preset.OPEN, Preset.CLOSED)},
    AUDIENCE: {Audience.SIGNED_IN: (Audience.PUBLIC,), Audience.MEMBERS: (Audience.GROUP,)},
}
_COLUMN = {ROLE: ("users", "role"), PRESET: ("groups", "preset"), AUDIENCE: ("items", "audience")}
TakeBack = Callable[[Connection, dict[str, Table], str, Last], int]
_TABLE: Mapping[str, str] = {Way.INVITATION: "invitations", Way.PASSKEY: "passkeys", Way.WEBHOOK: "webhooks"}


def on_way_taken_back(event: WayTakenBack) -> None:
    ledger.note(event.way, event.public_id, REVOKED)


def on_role_changed(event: RoleChanged) -> None:
    _note(ROLE, select(User.public_id, User.role).where(User.id == event.user_id))


def on_group_changed(event: GroupChanged) -> None:
    if event.access:
        query = select(Group.public_id, Group.preset)  # door: a preset only
        _note(PRESET, query.where(Group.id == event.group_id))


def on_item_changed(event: ItemChanged) -> None:
    if event.access:
        query = select(Item.public_id, Item.audience)  # door: an audience only
        _note(AUDIENCE, query.where(Item.id == event.item_id))


def on_membership_changed(event: MembershipChanged) -> None:
    group_id = db.session.scalar(  # door: only its id
        select(Group.public_id).where(Group.id == event.group_id)
    )
    user_id = db.session.scalar(select(User.public_id).where(User.id == event.user_id))
    query = select(Membership.state, Membership.role)  # door: how it is now
    row = db.session.execute(
        query.where(Membership.group_id == event.group_id, Membership.user_id == event.user_id)
    ).one_or_none()
    state = GONE if row is None else row.role if row.state == MembershipState.ACTIVE else row.state
    if group_id and user_id:
        ledger.note(MEMBERSHIP, _of_pair(group_id, user_id), str(state))


def _note(what: str, query: Any) -> None:
    row = db.session.execute(query).one_or_none()
    if row is not None:
        ledger.note(what, row[0], str(row[1]))


def _of_pair(group_id: str, user_id: str) -> str:
    """Tells one place in a group from another, and not who is in a group to who does not know both already."""
    return hashlib.sha256(f"{group_id}/{user_id}".encode()).hexdigest()[:32]


def replay(connection: Connection, tables: Iterable[Table], states: States) -> int:
    """Take back again, in a database that was just put back, what `states` say was taken back; gives how many rows."""
    by_name = {table.name: table for table in tables}
    done = 0
    for (what, public_id), last in states.items():
        if what in _COLUMN:
            done += _narrow(connection, by_name, what, public_id, last)
        elif what in _WAYS and last.state == REVOKED:
            done += _WAYS[what](connection, by_name, public_id, last)
    return done + _places(
        connection, by_name, {key: last.state for (what, key), last in states.items() if what == MEMBERSHIP}
    )


def _narrow(connection: Connection, by_name: dict[str, Table], what: str, public_id: str, last: Last) -> int:
    wider = _WIDER[what].get(last.state)
    table_name, column_name = _COLUMN[what]
    table = by_name[table_name]
    if wider is None or column_name not in table.columns:
        return 0
    values = {column_name: last.state}
    if last.state == Preset.HIDDEN:
        values["address"] = ids.public_id()  # the one that could be read tells what the group is about
    change = table.update().where(
        table.columns["public_id"] == public_id, table.columns[column_name].in_(wider)
    )
    return connection.execute(change.values(values)).rowcount


def _revoke_link(name: str) -> TakeBack:
    def revoke(connection: Connection, by_name: dict[str, Table], public_id: str, last: Last) -> int:
        table = by_name.get(name)
        if table is None:
            return 0
        revoked = table.columns["revoked_at"]
        change = table.update().where(table.columns["public_id"] == public_id, revoked.is_(None))
        return connection.execute(change.values({revoked.name: ledger.moment_for(revoked, last.at)})).rowcount

    return revoke


def _remove(way: str) -> TakeBack:
    def remove(connection: Connection, by_name: dict[str, Table], public_id: str, _last: Last) -> int:
        table = by_name.get(_TABLE[way])
        if table is None:
            return 0
        return connection.execute(table.delete().where(table.columns["public_id"] == public_id)).rowcount

    return remove


def _remove_app(connection: Connection, by_name: dict[str, Table], public_id: str, last: Last) -> int:
    if "authenticators" not in by_name:
        return 0
    table, users = by_name["authenticators"], by_name["users"]
    person = select(users.columns["id"]).where(users.columns["public_id"] == public_id).scalar_subquery()
    made = table.columns["created_at"]
    gone = table.delete().where(table.columns["user_id"] == person, made <= ledger.moment_for(made, last.at))
    return connection.execute(gone).rowcount


_WAYS: dict[str, TakeBack] = {
    Way.LINK: _revoke_link("invite_links"),
    Way.SHARE: _revoke_link("document_shares"),
    Way.APP: _remove_app,
    **{way: _remove(way) for way in _TABLE},
}


def _places(connection: Connection, by_name: dict[str, Table], states: dict[str, str]) -> int:
    """End places in groups, take the role of a manager, and block, as `states` say: by what tells a place."""
    if not states:
        return 0
    table, groups, users = by_name["memberships"], by_name["groups"], by_name["users"]
    columns = table.columns
    found = connection.execute(
        select(
            columns["id"], columns["state"], columns["role"],
            groups.columns["public_id"].label("group"), users.columns["public_id"].label("person"),
        )
        .join(groups, groups.columns["id"] == columns["group_id"])
        .join(users, users.columns["id"] == columns["user_id"])
    ).all()  # fmt: skip
    done, there = 0, set()
    for row in found:
        key = _of_pair(row.group, row.person)
        there.add(key)
        done += _place(connection, table, row, states.get(key))
    return done + _block(
        connection, by_name, {key for key, state in states.items() if state == BLOCKED} - there
    )


def _place(connection: Connection, table: Table, row: Any, last: str | None) -> int:
    this = table.columns["id"] == row.id
    if last == GONE and row.state != BLOCKED:
        return connection.execute(table.delete().where(this)).rowcount
    values = {"role": MembershipRole.MEMBER.value}
    if last == BLOCKED and row.state != BLOCKED:
        values["state"] = BLOCKED
    elif last in (None, MANAGER, GONE, BLOCKED) or row.role != MANAGER:
        return 0
    return connection.execute(table.update().where(this).values(values)).rowcount


def _block(connection: Connection, by_name: dict[str, Table], keys: set[str]) -> int:
    """Block who is not in the group in this backup: only the pair tells whom, so each pair is tried."""
    if not keys:
        return 0
    groups, users = by_name["groups"].columns, by_name["users"].columns
    people = connection.execute(select(users["id"], users["public_id"])).all()
    blocked = [
        {"group_id": group.id, "user_id": person.id, "state": BLOCKED, "role": MembershipRole.MEMBER.value}
        for group in connection.execute(select(groups["id"], groups["public_id"])).all()
        for person in people
        if _of_pair(group.public_id, person.public_id) in keys
    ]
    if blocked:
        table = by_name["memberships"]
        more = {"motivation": "", "created_at": ledger.moment_for(table.columns["created_at"], clock.now())}
        connection.execute(table.insert(), [{**row, **more} for row in blocked])
    return len(blocked)
