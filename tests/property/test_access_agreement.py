"""SQL, labels and an oracle of our own say the same, in random worlds.

The oracle (tests/oracle.py) shares no code with the rule.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forum.access import Action, is_visible, labels_of, may, reader_labels, standing_to, visible
from forum.access.reader import ANONYMOUS, Reader, reader_for
from forum.core.attachment import Attachment
from forum.core.group import Group, Membership, MembershipRole, MembershipState, Preset
from forum.core.item import Audience, Item, Reply, State
from forum.core.theme import Theme, item_themes
from forum.core.user import Role, User
from forum.discussions.models import Discussion
from forum.lib import clock
from forum.lib.db import db, transaction
from tests.oracle import may_read_item, may_read_reply, may_see_group

PEOPLE = 4
GROUPS = 3


@dataclass(frozen=True)
class ItemPlan:
    author: int
    group: int | None
    audience: Audience
    state: State
    reply_states: tuple[State, ...]
    themed: bool


@dataclass(frozen=True)
class Plan:
    roles: tuple[Role, ...]
    deactivated: tuple[bool, ...]
    presets: tuple[Preset, ...]
    memberships: tuple[tuple[MembershipState | None, MembershipRole], ...]  # PEOPLE x GROUPS
    items: tuple[ItemPlan, ...]


def plans() -> st.SearchStrategy[Plan]:
    member = st.tuples(st.sampled_from([None, *MembershipState]), st.sampled_from(MembershipRole))
    item = st.builds(
        ItemPlan,
        author=st.integers(0, PEOPLE - 1),
        group=st.sampled_from([None, *range(GROUPS)]),
        audience=st.sampled_from(Audience),
        state=st.sampled_from(State),
        reply_states=st.lists(st.sampled_from(State), max_size=2).map(tuple),
        themed=st.booleans(),
    )
    return st.builds(
        Plan,
        roles=st.tuples(*[st.sampled_from(Role)] * PEOPLE),
        deactivated=st.tuples(*[st.sampled_from([False, False, True])] * PEOPLE),
        presets=st.tuples(*[st.sampled_from(Preset)] * GROUPS),
        memberships=st.tuples(*[member] * (PEOPLE * GROUPS)),
        items=st.lists(item, min_size=1, max_size=6).map(tuple),
    )


class _RollBack(Exception):
    pass


@contextmanager
def built(plan: Plan) -> Iterator[tuple[list[User], list[Group], list[Item]]]:
    """The planned world in a transaction that is never committed."""
    try:
        with transaction():
            people = [
                User(
                    email=f"p{n}@example.org",
                    name=f"P{n}",
                    role=plan.roles[n],
                    deactivated_at=clock.now() if plan.deactivated[n] else None,
                )
                for n in range(PEOPLE)
            ]
            groups = [Group(name=f"g{n}", address=f"g{n}", preset=plan.presets[n]) for n in range(GROUPS)]
            db.session.add_all(people + groups)
            db.session.flush()
            for number, (state, role) in enumerate(plan.memberships):
                if state is not None:
                    user, group = people[number // GROUPS], groups[number % GROUPS]
                    db.session.add(Membership(group_id=group.id, user_id=user.id, state=state, role=role))
            items = [_item(plan_of, number, people, groups) for number, plan_of in enumerate(plan.items)]
            yield people, groups, items
            raise _RollBack
    except _RollBack:
        pass


def _item(plan: ItemPlan, number: int, people: list[User], groups: list[Group]) -> Item:
    author = people[plan.author]
    item = Discussion(
        title=f"i{number}",
        author_id=author.id,
        group_id=None if plan.group is None else groups[plan.group].id,
        audience=plan.audience,
        state=plan.state,
    )
    db.session.add(item)
    db.session.flush()
    for state in plan.reply_states:
        reply = Reply(item_id=item.id, author_id=author.id, body_source="", body_html="", state=state)
        db.session.add(reply)
        db.session.flush()
        db.session.add(_file(author, reply_id=reply.id))
    db.session.add(_file(author, item_id=item.id))
    if plan.themed:
        theme = Theme(slug=f"t{number}")
        db.session.add(theme)
        db.session.flush()
        db.session.execute(item_themes.insert().values(item_id=item.id, theme_id=theme.id, name="T"))
    db.session.flush()
    return item


def _file(author: User, item_id: int | None = None, reply_id: int | None = None) -> Attachment:
    return Attachment(
        uploader_id=author.id,
        item_id=item_id,
        reply_id=reply_id,
        sha256="0" * 64,
        size=1,
        media_type="text/plain",
        filename="a.txt",
    )


def readers(people: list[User]) -> list[tuple[User | None, Reader]]:
    return [(None, ANONYMOUS), *((user, reader_for(user)) for user in people)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans())
def test_sql_labels_and_oracle_agree(app: Flask, plan: Plan) -> None:
    with built(plan) as (people, groups, items):
        by_id = {group.id: group for group in groups}
        replies = db.session.scalars(select(Reply)).all()
        item_of = {item.id: item for item in items}
        for user, reader in readers(people):
            labels = reader_labels(reader)
            expected = {item.id for item in items if may_read_item(user, item, by_id)}
            assert set(db.session.scalars(visible(Item, reader).with_only_columns(Item.id))) == expected
            assert {item.id for item in items if labels_of(item) & labels} == expected

            expected = {r.id for r in replies if may_read_reply(user, r, item_of[r.item_id], by_id)}
            assert set(db.session.scalars(visible(Reply, reader).with_only_columns(Reply.id))) == expected
            assert {r.id for r in replies if labels_of(r, item_of[r.item_id]) & labels} == expected

            expected = {group.id for group in groups if may_see_group(user, group)}
            assert set(db.session.scalars(visible(Group, reader).with_only_columns(Group.id))) == expected
            assert {group.id for group in groups if labels_of(group) & labels} == expected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans())
def test_files_and_themes_follow_what_they_belong_to(app: Flask, plan: Plan) -> None:
    with built(plan) as (people, groups, items):
        by_id = {group.id: group for group in groups}
        item_of = {item.id: item for item in items}
        reply_of = {reply.id: reply for reply in db.session.scalars(select(Reply))}
        files = db.session.scalars(select(Attachment)).all()
        themed = db.session.execute(select(item_themes.c.theme_id, item_themes.c.item_id)).all()
        for user, reader in readers(people):
            expected = set()
            for file in files:
                if file.reply_id:
                    reply = reply_of[file.reply_id]
                    readable = may_read_reply(user, reply, item_of[reply.item_id], by_id)
                else:
                    assert file.item_id
                    readable = may_read_item(user, item_of[file.item_id], by_id)
                if readable:
                    expected.add(file.id)
            assert (
                set(db.session.scalars(visible(Attachment, reader).with_only_columns(Attachment.id)))
                == expected
            )
            expected = {theme for theme, item in themed if may_read_item(user, item_of[item], by_id)}
            assert set(db.session.scalars(visible(Theme, reader).with_only_columns(Theme.id))) == expected


# --- readers of one standing -----------------------------------------------------------------------

ABOUT_REPLIES = (Action.REPLY_EDIT, Action.REPLY_DELETE, Action.REPLY_REACT)
ABOUT_ITEMS = (
    Action.MODERATE,
    Action.ITEM_TAKE_PART,
    Action.ITEM_FOLLOW,
    Action.ITEM_EDIT,
    Action.ITEM_DELETE,
    Action.ITEM_MOVE,
)


def shown(reader: Reader, item: Item) -> dict[int, object]:
    """The replies that `reader` sees on `item`, each with what they may do with it."""
    rows = db.session.scalars(visible(Reply, reader).where(Reply.item_id == item.id))
    return {row.id: [may(reader, action, row) for action in ABOUT_REPLIES] for row in rows}


@given(plan=plans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_readers_of_one_standing_are_shown_the_same(app: Flask, plan: Plan) -> None:
    """What `forum/threads/showing.py` keeps of one reader is what another of the same standing would be shown."""
    with built(plan) as (people, _groups, items):
        readers = [ANONYMOUS, *(reader_for(user) for user in people)]
        for item in items:
            if item.state != State.PUBLISHED:
                continue
            seen: dict[object, tuple[object, object]] = {}
            for reader in readers:
                if reader.user_id == item.author_id or not is_visible(Item, item.id, reader):
                    continue  # who wrote all of it is shown their own, and a thing is kept for who may read it
                found = shown(reader, item), [may(reader, action, item) for action in ABOUT_ITEMS]
                assert seen.setdefault(standing_to(reader, item), found) == found
