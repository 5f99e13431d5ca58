"""Whatever people do to a site, in whatever order: search finds for each of them what they may read, and no more.

Between two runs of the worker the index is behind. Then it may miss something, and never shows or counts what somebody may
not read (T02). After the worker it finds exactly what the oracle allows.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, update

from forum.access import find_visible
from forum.core.draft import DraftFor, SavedDraft
from forum.core.group import Group, MembershipRole, Preset
from forum.core.item import Audience, Item, Reply, State
from forum.core.user import User
from forum.discussions.models import Discussion
from forum.discussions.service import edit_discussion, start_discussion
from forum.groups import service_members, service_preset
from forum.groups.preset_effects import effects_of as effects_of_preset
from forum.lib import clock, ids
from forum.lib.db import db, transaction
from forum.lib.errors import ForumError
from forum.moderation import service as moderation
from forum.moderation.subjects import Contribution
from forum.search.service import search
from forum.threads import drafts, moving, planning, removal, replies, writing
from forum.threads.drafts import Purpose
from forum.threads.move_effects import effects_of as effects_of_move
from forum.work import worker
from tests import world as make
from tests.oracle import may_read_item, may_read_reply
from tests.world import CAST, World

WORD = "zandkasteel"
PEOPLE = (*CAST, "anonymous")
ACTORS = ("manager", "member", "stranger", "former", "pending", "banned")
places = st.sampled_from((None, "open_group", "closed_group", "hidden_group"))
groups = st.sampled_from(("open_group", "closed_group", "hidden_group"))
actors = st.sampled_from(ACTORS)
numbers = st.integers(0, 7)


class Site(RuleBasedStateMachine):
    """A site, and what the cast does to it by the services of the site. A refusal changes nothing."""

    start_over: Callable[[], World]

    @initialize()
    def begin(self) -> None:
        self.world = self.start_over()
        self.made = 0
        # Something in each place that the index knows: else most acts would have nothing to act upon.
        for place in (None, "open_group", "closed_group", "hidden_group"):
            self.write("member", place, None)
            self.answer("manager", -1)
        worker.drain_all()

    def group(self, name: str | None) -> Group | None:
        found: Group | None = getattr(self.world, name) if name else None
        return found

    def person(self, name: str) -> User | None:
        return self.world.people[name]

    def nth_item(self, number: int) -> Item | None:
        found = list(db.session.scalars(select(Item).order_by(Item.id)))
        return found[number % len(found)] if found else None

    def nth_reply(self, number: int) -> Reply | None:
        found = list(db.session.scalars(select(Reply).order_by(Reply.id)))
        return found[number % len(found)] if found else None

    @rule(who=actors, place=places, audience=st.sampled_from((None, *Audience)))
    def write(self, who: str, place: str | None, audience: Audience | None) -> None:
        if self.made < 12:
            self.made += 1
            reader = make.reader(self.person(who))
            attempt(
                lambda: start_discussion(
                    reader, title=f"Het {WORD}", body="Zand", group=self.group(place), audience=audience
                )
            )

    @rule(who=actors, number=numbers)
    def answer(self, who: str, number: int) -> None:
        reader, item = make.reader(self.person(who)), self.nth_item(number)
        if item is not None and self.made < 14 and find_visible(Item, item.id, reader):
            self.made += 1
            attempt(lambda: replies.post_reply(reader, item, f"Een {WORD} erbij"))

    @rule(who=actors, number=numbers, kept=st.booleans(), audience=st.sampled_from((None, *Audience)))
    def edit(self, who: str, number: int, kept: bool, audience: Audience | None) -> None:
        reader = make.reader(self.person(who))
        item = self.nth_item(number)
        if item is not None and (found := find_visible(Discussion, item.id, reader)):
            title = f"Ons {WORD}" if kept else "Iets anders"
            attempt(
                lambda: edit_discussion(
                    reader, found, title=title, body="Zand", audience=audience, theme_names=()
                )
            )

    @rule(number=numbers)
    def hide(self, number: int) -> None:
        reader, item = make.reader(self.world.manager), self.nth_item(number)
        if item is not None and find_visible(Item, item.id, reader):
            attempt(lambda: moderation.hide(reader, Contribution(item), "Even niet"))

    @rule(number=numbers)
    def hide_reply(self, number: int) -> None:
        reader, reply = make.reader(self.world.manager), self.nth_reply(number)
        if reply is not None and find_visible(Reply, reply.id, reader):
            item = db.session.get_one(Item, reply.item_id)
            attempt(lambda: moderation.hide(reader, Contribution(item, reply), "Even niet"))

    @rule(who=actors, number=numbers)
    def delete(self, who: str, number: int) -> None:
        reader, item = make.reader(self.person(who)), self.nth_item(number)
        if item is not None and find_visible(Item, item.id, reader):
            attempt(lambda: writing.delete(reader, item))

    @rule(who=actors, number=numbers)
    def undo_delete(self, who: str, number: int) -> None:
        reader, item = make.reader(self.person(who)), self.nth_item(number)
        if item is not None and item.state == State.DELETED:
            attempt(lambda: removal.undo_item(reader, item.public_id))

    @rule(who=actors, number=numbers)
    def delete_reply(self, who: str, number: int) -> None:
        reader, reply = make.reader(self.person(who)), self.nth_reply(number)
        if reply is not None and find_visible(Reply, reply.id, reader):
            attempt(lambda: replies.delete_reply(reader, reply))

    @rule(who=actors, number=numbers, place=places, audience=st.sampled_from(Audience))
    def move(self, who: str, number: int, place: str | None, audience: Audience) -> None:
        reader, item, group = make.reader(self.person(who)), self.nth_item(number), self.group(place)
        if item is None or not find_visible(Item, item.id, reader):
            return

        def moved() -> None:
            target = moving.get_target(f"{group.public_id if group else 'buiten'}.{audience}", reader, item)
            mark = effects_of_move(reader, item, target.group, target.audience).mark
            assert moving.move(reader, item, target, mark)

        attempt(moved)

    @rule(who=actors, place=places, audience=st.sampled_from(("", *Audience)))
    def plan(self, who: str, place: str | None, audience: str) -> None:
        """Something is planned for tomorrow: until then it is nobody's but its writer's."""
        reader, group = make.reader(self.person(who)), self.group(place)
        if self.made < 14:
            self.made += 1
            once = ids.public_id()
            purpose = Purpose(
                DraftFor.ITEM, "discussion", group.public_id if group else None, submission=once
            )
            typed = {"title": f"Straks een {WORD}", "body": "Zand", "audience": audience, "submission": once}
            fields = {name: [value] for name, value in typed.items()}
            tomorrow = clock.now() + timedelta(days=1)
            attempt(
                lambda: planning.plan(
                    drafts.save(self.person(who).id, purpose, fields),  # type: ignore[union-attr]
                    tomorrow, [], group,
                )
            )  # fmt: skip
            assert reader.user_id in set(db.session.scalars(select(SavedDraft.owner_id)))

    @rule()
    def its_time(self) -> None:
        """What can still be posted is posted, with the rights of now; the rest is given back to its writer."""
        with transaction():
            planned = SavedDraft.publish_at.is_not(None)
            db.session.execute(update(SavedDraft).where(planned).values(publish_at=clock.now()))
        before = set(db.session.scalars(select(Item.id)))
        posted = planning.post_due()
        db.session.expire_all()
        fresh = list(db.session.scalars(select(Item).where(Item.id.not_in(before))))
        assert posted == len(fresh)
        for item in fresh:
            writer = make.reader(db.session.get_one(User, item.author_id))
            assert find_visible(Item, item.id, writer), "posted where its writer may not read"
        left = db.session.execute(select(SavedDraft.publish_at, SavedDraft.failed_at)).all()
        assert all(row.publish_at is None and row.failed_at for row in left)

    @rule(place=groups, preset=st.sampled_from(Preset))
    def change_preset(self, place: str, preset: Preset) -> None:
        reader, group = make.reader(self.world.manager), self.group(place)
        assert group is not None
        attempt(
            lambda: service_preset.change_preset(
                reader, group, preset, effects_of_preset(reader, group, preset).mark
            )
        )

    @rule(
        place=groups, who=actors, act=st.sampled_from(("join", "leave", "block", "unblock", "add", "promote"))
    )
    def membership(self, place: str, who: str, act: str) -> None:
        person, group = self.person(who), self.group(place)
        assert person is not None
        assert group is not None
        own, manager = make.reader(person), make.reader(self.world.manager)
        acts: dict[str, Callable[[], object]] = {
            "join": lambda: service_members.join(own, group),
            "leave": lambda: service_members.leave(own, group),
            "block": lambda: service_members.block(manager, group, person),
            "unblock": lambda: service_members.unblock(manager, group, person),
            "add": lambda: service_members.add_member(manager, group, person),
            "promote": lambda: service_members.set_role(manager, group, person, MembershipRole.MANAGER),
        }
        attempt(acts[act])

    @rule()
    def work(self) -> None:
        worker.drain_all()
        for name in PEOPLE:
            assert self.found(name) == self.allowed(name), name

    @invariant()
    def nobody_finds_what_is_not_theirs(self) -> None:
        if hasattr(self, "world"):
            for name in PEOPLE:
                # A word that was just written away may still be found: by who may read the text.
                found, allowed = self.found(name), self.allowed(name, word="")
                assert found[0] <= allowed[0], name
                assert found[1] <= allowed[1], f"{name} is told of more than they may read"

    @invariant()
    def a_draft_is_its_owners(self) -> None:
        if hasattr(self, "world"):
            for name in PEOPLE:
                person = self.person(name)
                owners = {draft.owner_id for draft in drafts.list_all(make.reader(person))}
                assert owners <= ({person.id} if person else set()), name

    def found(self, name: str) -> tuple[set[str], int]:
        results = search(make.reader(self.person(name)), WORD)
        return {result.public_id for result in results.items}, results.total

    def allowed(self, name: str, word: str = WORD) -> tuple[set[str], int]:
        user = self.person(name)
        all_groups = {group.id: group for group in db.session.scalars(select(Group))}
        items = {item.id: item for item in db.session.scalars(select(Item))}
        rows = [
            item.public_id
            for item in items.values()
            if word in item.title and may_read_item(user, item, all_groups)
        ]
        rows += [
            reply.public_id
            for reply in db.session.scalars(select(Reply))
            if word in reply.body_source and may_read_reply(user, reply, items[reply.item_id], all_groups)
        ]
        return set(rows), len(rows)


def attempt(act: Callable[[], object]) -> None:
    """Do it in a transaction of its own. An expected refusal is no fault; what it wrote is gone."""
    try:
        with transaction():
            act()
    except ForumError:
        pass
    db.session.expire_all()


@pytest.mark.timeout(900)
def test_search_finds_for_each_what_they_may_read_whatever_happens(
    app: Flask, start_over: Callable[[], World]
) -> None:
    chosen = settings(
        max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )

    class Here(Site):
        pass

    Here.start_over = staticmethod(start_over)  # type: ignore[assignment]
    run_state_machine_as_test(Here, settings=chosen)  # type: ignore[no-untyped-call]
