"""The fixed cast: named people with fixed rights, in one group of each preset.

| name          | open group | closed group | hidden group | site          |
|---------------|------------|--------------|--------------|---------------|
| manager       | manager    | manager      | manager      |               |
| member        | member     | member       | member       |               |
| pending       |            | asked        |              |               |
| banned        | blocked    | blocked      | blocked      |               |
| stranger      |            |              |              |               |
| moderator     |            |              |              | moderator     |
| administrator |            |              |              | administrator |
| former        | (was a member of all three, and left)      |               |
| deactivated   | member     | member       | member       | deactivated   |

`anonymous` is None.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from forum.access import Reader, reader_for
from forum.accounts.models import UserSession
from forum.core.group import Group, Membership, MembershipRole, MembershipState, Preset
from forum.core.item import Audience, Item, Reply, State
from forum.core.user import Role, User
from forum.discussions.models import Discussion
from forum.lib import clock, ids
from forum.lib.db import db, transaction

CAST = (
    "manager",
    "member",
    "pending",
    "banned",
    "stranger",
    "moderator",
    "administrator",
    "former",
    "deactivated",
)


@dataclass
class World:
    """The cast by name, and the three groups. `people[name]` is None for "anonymous"."""

    manager: User
    member: User
    pending: User
    banned: User
    stranger: User
    moderator: User
    administrator: User
    former: User
    deactivated: User
    open_group: Group
    closed_group: Group
    hidden_group: Group

    @property
    def people(self) -> dict[str, User | None]:
        cast: dict[str, User | None] = {name: getattr(self, name) for name in CAST}
        return {**cast, "anonymous": None}

    @property
    def groups(self) -> tuple[Group, Group, Group]:
        return (self.open_group, self.closed_group, self.hidden_group)


def _person(name: str, role: Role) -> User:
    return User(email=f"{name}@example.org", name=name.capitalize(), role=role)


def _group(name: str, preset: Preset, manager: User) -> Group:
    address = ids.public_id() if preset == Preset.HIDDEN else name
    return Group(name=name, address=address, handle=name, preset=preset, created_by_id=manager.id)


def _membership(
    to: Group,
    user: User,
    role: MembershipRole = MembershipRole.MEMBER,
    state: MembershipState = MembershipState.ACTIVE,
) -> Membership:
    return Membership(group_id=to.id, user_id=user.id, role=role, state=state)


def person(name: str, role: Role = Role.MEMBER) -> User:
    """A new person with an account, in the present session."""
    user = _person(name, role)
    db.session.add(user)
    db.session.flush()
    return user


def group(name: str, preset: Preset, manager: User) -> Group:
    """A new group with one manager."""
    made = _group(name, preset, manager)
    db.session.add(made)
    db.session.flush()
    join(made, manager, MembershipRole.MANAGER)
    return made


def join(
    to: Group,
    user: User,
    role: MembershipRole = MembershipRole.MEMBER,
    state: MembershipState = MembershipState.ACTIVE,
) -> None:
    """Put somebody into a group."""
    db.session.add(_membership(to, user, role, state))
    db.session.flush()


def discussion(
    author: User,
    where: Group | None = None,
    audience: Audience | None = None,
    state: State = State.PUBLISHED,
    title: str = "Een gesprek",
    body: str = "Tekst",
) -> Discussion:
    """A new discussion, put straight into the database (no events, not indexed)."""
    item = Discussion(
        title=title,
        body_source=body,
        body_html=f"<p>{body}</p>",
        author_id=author.id,
        group_id=where.id if where else None,
        audience=audience or (Audience.GROUP if where else Audience.PUBLIC),
        state=state,
    )
    db.session.add(item)
    db.session.flush()
    return item


def reply(item: Item, author: User, body: str = "Een reactie", state: State = State.PUBLISHED) -> Reply:
    made = Reply(
        item_id=item.id, author_id=author.id, body_source=body, body_html=f"<p>{body}</p>", state=state
    )
    db.session.add(made)
    db.session.flush()
    if state == State.PUBLISHED:
        item.reply_count += 1
    return made


def build_world() -> World:
    """Make the cast and the groups in the present transaction.

    Nearly every test begins with it: three flushes, not one for each row.
    """
    roles = {"moderator": Role.MODERATOR, "administrator": Role.ADMIN}
    people = {name: _person(name, roles.get(name, Role.MEMBER)) for name in CAST}
    people["deactivated"].deactivated_at = clock.now()
    db.session.add_all(people.values())
    db.session.flush()
    manager = people["manager"]
    groups = {
        "open_group": _group("buurtteams", Preset.OPEN, manager),
        "closed_group": _group("casuistiek", Preset.CLOSED, manager),
        "hidden_group": _group("klankbord", Preset.HIDDEN, manager),
    }
    db.session.add_all(groups.values())
    db.session.flush()
    for made in groups.values():
        db.session.add_all(
            (
                _membership(made, manager, MembershipRole.MANAGER),
                _membership(made, people["member"]),
                _membership(made, people["deactivated"]),
                _membership(made, people["banned"], state=MembershipState.BLOCKED),
            )
        )
    db.session.add(_membership(groups["closed_group"], people["pending"], state=MembershipState.PENDING))
    db.session.flush()
    return World(**people, **groups)


def reader(user: User | None) -> Reader:
    """The reader for one of the cast."""
    return reader_for(user)


def signed_in_client(app: Flask, user: User | None) -> FlaskClient:
    """A browser in which `user` is signed in."""
    client = app.test_client()
    if user is None:
        return client
    token = ids.secret()
    with transaction():
        db.session.add(
            UserSession(
                token_digest=ids.digest(token),
                user_id=user.id,
                expires_at=clock.now() + timedelta(days=1),
            )
        )
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client
