"""Report, look, hide, restore, dismiss: who may, what it does, and that it is written down."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from forum.access import is_visible
from forum.core.group import Group
from forum.core.item import Item, Reply, State
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.moderation import queries, service
from forum.moderation.models import LogEntry, Report, ReportState
from forum.moderation.subjects import Contribution
from tests import world as make
from tests.world import World

PLACES = ("open_group", "closed_group", "hidden_group")


def reported(world: World, place: str, on_reply: bool = False) -> tuple[Report, Contribution]:
    group: Group = getattr(world, place)
    with transaction():
        item = make.discussion(world.member, group)
        reply = make.reply(item, world.member) if on_reply else None
        subject = Contribution(item, reply)
        report = service.report(make.reader(world.manager), subject, "Dit kan niet.")
    return report, subject


def actions() -> list[str]:
    return list(db.session.scalars(select(LogEntry.action).order_by(LogEntry.id)))


@pytest.mark.parametrize("place", PLACES)
def test_manager_hides_and_restores(world: World, place: str) -> None:
    report, subject = reported(world, place)
    manager, member = make.reader(world.manager), make.reader(world.member)
    with transaction():
        service.decide(manager, report, subject, "hide", "Namen genoemd.")
    assert not is_visible(Item, subject.item.id, member)
    assert is_visible(Item, subject.item.id, manager)
    assert report.state == ReportState.DECIDED
    with transaction():
        service.decide(manager, report, subject, "restore", "Toch goed.")
    assert is_visible(Item, subject.item.id, member)
    assert actions() == ["report", "hide", "restore"]


def test_a_hidden_reply_leaves_the_count(world: World) -> None:
    report, subject = reported(world, "open_group", on_reply=True)
    assert subject.item.reply_count == 1
    assert subject.reply
    with transaction():
        service.decide(make.reader(world.manager), report, subject, "hide", "Nee.")
    db.session.refresh(subject.item)
    assert subject.item.reply_count == 0
    assert not is_visible(Reply, subject.reply.id, make.reader(world.member))
    assert is_visible(Item, subject.item.id, make.reader(world.member))


def test_dismissing_changes_nothing_but_the_report(world: World) -> None:
    report, subject = reported(world, "closed_group")
    with transaction():
        service.decide(make.reader(world.manager), report, subject, "dismiss", "Mag.")
    assert subject.item.state == State.PUBLISHED
    assert report.state == ReportState.DECIDED


@pytest.mark.parametrize("name", ["member", "stranger", "banned", "former", "pending"])
def test_others_do_not_decide(world: World, name: str) -> None:
    report, subject = reported(world, "open_group")
    reader = make.reader(getattr(world, name))
    with pytest.raises(Forbidden):
        service.decide(reader, report, subject, "hide", "Omdat.")
    with pytest.raises(NotFound):
        queries.get_report(reader, report.public_id)
    with pytest.raises(NotFound):
        service.look(reader, report)
    with pytest.raises(Forbidden):
        service.hide(reader, subject, "Omdat.")
    assert subject.item.state == State.PUBLISHED


def test_t38_a_manager_of_another_group_does_not_decide(world: World) -> None:
    report, subject = reported(world, "closed_group")
    with transaction():
        make.group("elders", subject.item.group.preset if subject.item.group else "open", world.stranger)
    with pytest.raises(Forbidden):
        service.decide(make.reader(world.stranger), report, subject, "hide", "Omdat.")


@pytest.mark.parametrize("place", ["closed_group", "hidden_group"])
def test_a_report_alone_lets_no_moderator_read(world: World, place: str) -> None:
    report, subject = reported(world, place)
    for user in (world.moderator, world.administrator):
        reader = make.reader(user)
        assert not is_visible(Item, subject.item.id, reader)
        assert service.subject_for(reader, report) is None
        line = queries.list_reports(reader, open_only=True, page=1).items[0]
        assert line.title is None
        assert line.group_name is None or place == "closed_group"


@pytest.mark.parametrize("place", ["closed_group", "hidden_group"])
def test_a_look_opens_this_one_item_for_this_moderator_for_half_an_hour(world: World, place: str) -> None:
    report, subject = reported(world, place)
    with transaction():
        other = make.discussion(world.member, subject.item.group, title="Iets anders")
    moderator = make.reader(world.moderator)
    with transaction():
        service.look(moderator, report)
    opened = service.subject_for(moderator, report)
    assert opened
    assert opened.item.id == subject.item.id
    assert service.subject_for(make.reader(world.administrator), report) is None, "another moderator"
    assert not is_visible(Item, subject.item.id, moderator), "the page, lists and search stay closed"
    assert not is_visible(Item, other.id, moderator)
    assert actions() == ["report", "look"]
    log = queries.list_log(make.reader(world.manager), 1).items
    assert [(line.actor_name, line.sentence) for line in log][0] == (
        "Moderator",
        "opende een gemelde bijdrage, voor een half uur",
    )
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        assert service.subject_for(moderator, report) is None


def test_the_log_cannot_be_changed(world: World) -> None:
    reported(world, "open_group")
    for query in (update(LogEntry).values(reason="niets"), delete(LogEntry)):
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction():
            db.session.execute(query)
    assert actions() == ["report"]


def test_what_is_missing_is_refused_with_a_word(world: World) -> None:
    report, subject = reported(world, "open_group")
    manager = make.reader(world.manager)
    for decision, reason in (
        ("hide", " "),
        ("hide", "x" * 1001),
        ("burn", "ja"),
        (None, "ja"),
        ("restore", "ja"),
    ):
        with pytest.raises(Invalid):
            service.decide(manager, report, subject, decision, reason)
    with pytest.raises(Invalid):
        service.report(make.reader(world.member), subject, "")
    assert subject.item.state == State.PUBLISHED


def test_reporting_twice_is_one_report(world: World) -> None:
    report, subject = reported(world, "open_group")
    with transaction():
        again = service.report(make.reader(world.manager), subject, "Nog steeds.")
    assert again.id == report.id
