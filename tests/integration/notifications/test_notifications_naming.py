"""Named or quoted in a text: told once, only who may read it, when it is told and again when it is sent."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core.item import Audience, Item, State
from forum.core.user import User
from forum.discussions.service import edit_discussion, start_discussion
from forum.groups import service_members
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.mail.folder import LocalMail, list_mails
from forum.notifications import queries, rules
from forum.notifications.models import Mention, Notification, Reason
from forum.threads import follows
from forum.threads.replies import edit_reply, post_reply
from tests import world as make
from tests.world import World

Work = Callable[[], None]
PLACES = ("open_group", "closed_group", "hidden_group", None)


def at(*people: User) -> str:
    return " ".join(f"@[{user.name}](/mensen/{user.public_id})" for user in people)


def start(world: World, body: str, place: str | None = "open_group", audience: str | None = None) -> Item:
    with transaction():
        group = getattr(world, place) if place else None
        return start_discussion(
            make.reader(world.manager), title="Eerst bellen?", body=body, group=group, audience=audience
        )


def answer(writer: User, item: Item, body: str) -> int:
    with transaction():
        return post_reply(make.reader(writer), db.session.get_one(Item, item.id), body).id


def told(user: User) -> list[tuple[Reason, str]]:
    return [(line.reason, line.name) for line in queries.list_lines(make.reader(user)).items]


def rows() -> set[tuple[int, Reason]]:
    return {(row.user_id, Reason(row.reason)) for row in db.session.scalars(select(Notification))}


def sent(app: Flask, work: Work) -> list[LocalMail]:
    work()
    with time_machine.travel(clock.now() + rules.AT_ONCE_WAITS + timedelta(seconds=1)):
        work()
    return list_mails(app.config["KENNISPLEIN"].folder("mail"))


@pytest.mark.parametrize("place", PLACES)
def test_t16_only_who_may_read_the_text_is_told(world: World, work: Work, place: str | None) -> None:
    everybody = [user for user in world.people.values() if user]
    item = start(world, at(*everybody), place)
    work()
    if place in ("closed_group", "hidden_group"):
        may_read = {world.member.id}
    else:
        nobody = {world.manager.id, world.deactivated.id} | ({world.banned.id} if place else set())
        may_read = {user.id for user in everybody} - nobody
    assert rows() == {(user_id, Reason.MENTION) for user_id in may_read}
    answer(world.member, item, at(world.manager, world.stranger, world.banned))
    work()
    assert told(world.manager) == [(Reason.MENTION, "Member")]


def test_in_a_reply_it_is_told_once_not_also_as_a_reply(world: World, work: Work) -> None:
    item = start(world, "Tekst")
    answer(world.member, item, at(world.manager))
    work()
    assert told(world.manager) == [(Reason.MENTION, "Member")]
    answer(world.member, item, "Zonder naam")
    work()
    assert told(world.manager) == [(Reason.REPLY, "Member"), (Reason.MENTION, "Member")]


def test_a_quote_tells_who_is_quoted(world: World, work: Work) -> None:
    item, other = start(world, "Tekst"), start(world, "Ander gesprek")
    first, elsewhere = answer(world.member, item, "Wij bellen"), answer(world.stranger, other, "Elders")
    from_ids = {number: db.session.get_one(make.Reply, number).public_id for number in (first, elsewhere)}
    answer(
        world.former,
        item,
        f"> [Member schreef](/reacties/{from_ids[first]}):\n> Wij bellen\n\nEens\n\n"
        f"> [Stranger schreef](/reacties/{from_ids[elsewhere]}):\n> Elders",
    )
    work()
    assert told(world.member) == [(Reason.QUOTED, "Former")]
    assert told(world.stranger) == []  # a reply of another conversation is quoted here by nobody (T16)
    assert (world.manager.id, Reason.REPLY) in rows()


def test_editing_tells_only_who_is_new(world: World, work: Work) -> None:
    item = start(world, f"Dag {at(world.member)}")
    reply_id = answer(world.member, item, f"Dag {at(world.stranger)}")
    work()
    before = rows()
    manager, member = make.reader(world.manager), make.reader(world.member)
    for _again in range(2):
        with transaction():
            row = db.session.get_one(Item, item.id)
            edit_discussion(manager, row, title="Nieuwe titel", body=f"Hoi {at(world.former, world.member)}")
            edit_reply(member, db.session.get_one(make.Reply, reply_id), at(world.former, world.stranger))
        work()
    assert rows() - before == {(world.former.id, Reason.MENTION)}
    assert db.session.query(Notification).count() == 2 + 2 + 0 + len({Reason.REPLY} & {r for _u, r in rows()})


def test_taken_out_and_put_back_is_not_told_again(world: World, work: Work) -> None:
    item = start(world, at(world.member))
    for body in ("Niemand", at(world.member), f"Toch {at(world.member)}"):
        with transaction():
            row = db.session.get_one(Item, item.id)
            edit_discussion(make.reader(world.manager), row, title="Eerst bellen?", body=body)
        work()
    assert told(world.member) == [(Reason.MENTION, "Manager")]
    assert db.session.query(Notification).count() == 1


def test_at_most_twenty_hear_of_one_text_however_often_it_changes(world: World, work: Work) -> None:
    with transaction():
        crowd = [make.person(f"mens{number}") for number in range(45)]
    item = start(world, at(*crowd[:30]))
    with transaction():
        row = db.session.get_one(Item, item.id)
        edit_discussion(make.reader(world.manager), row, title="Nog meer", body=at(*crowd[30:]))
    work()
    assert {user_id for user_id, _reason in rows()} == {user.id for user in crowd[:20]}


@pytest.mark.parametrize("what", ["myself", "draft", "deactivated"])
def test_who_hears_nothing(world: World, work: Work, what: str) -> None:
    if what == "draft":
        with transaction():
            make.discussion(world.manager, body=at(world.member), state=State.DRAFT)
    else:
        start(world, at({"myself": world.manager, "deactivated": world.deactivated}[what]))
    work()
    assert rows() == set()


@pytest.mark.parametrize("how", ["left", "blocked", "hidden", "narrowed", "closed"])
def test_t07_lost_before_the_worker_tells(world: World, work: Work, how: str) -> None:
    """Named while they could read it; gone when it is told. And coming back tells nothing of the past."""
    item = start(world, at(world.member))
    lose(world, item, how)
    work()
    assert (world.member.id, Reason.MENTION) not in rows() or how == "left"
    assert db.session.scalars(select(Mention.told_at)).one() is not None


@pytest.mark.parametrize("how", ["left", "blocked", "hidden", "narrowed", "closed"])
def test_t07_lost_between_telling_and_sending(app: Flask, world: World, work: Work, how: str) -> None:
    item = start(world, at(world.member))
    answer(world.manager, item, at(world.member))
    work()
    assert queries.count_unread(make.reader(world.member)) == 1
    lose(world, item, how)
    if how == "left":  # an open group: still readable for everybody
        assert told(world.member) == [(Reason.MENTION, "Manager")]
        return
    assert told(world.member) == []
    assert queries.count_unread(make.reader(world.member)) == 0
    assert [mail.to for mail in sent(app, work) if world.member.email in mail.to] == []


def lose(world: World, item: Item, how: str) -> None:
    manager = make.reader(world.manager)
    with transaction():
        row = db.session.get_one(Item, item.id)
        if how == "left":
            service_members.remove(manager, world.open_group, world.member)
        elif how == "blocked":
            service_members.block(manager, world.open_group, world.member)
        elif how == "hidden":
            row.state = State.HIDDEN
        elif how == "narrowed":
            service_members.remove(manager, world.open_group, world.member)
            row.audience = Audience.MEMBERS
        else:
            world.member.deactivated_at = clock.now()


def test_the_mail_says_why_and_holds_no_words_of_a_closed_group(app: Flask, world: World, work: Work) -> None:
    start(world, f"Kwartelwoorden {at(world.member)}", "closed_group")
    start(world, f"Open woorden {at(world.stranger)}")
    mails = sent(app, work)
    assert {mail.subject for mail in mails} == {"Je bent genoemd in: Eerst bellen?"}
    closed, in_the_open = (
        next(
            " ".join(
                str(part.get_payload(decode=True), "utf-8")
                for part in mail.message.walk()
                if not part.is_multipart()
            )
            for mail in mails
            if person.email in mail.to
        )
        for person in (world.member, world.stranger)
    )
    assert "Manager noemde jou." in closed
    assert "Kwartelwoorden" not in closed
    assert "Manager noemde jou: Open woorden @Stranger" in in_the_open


def test_opening_the_page_is_having_seen_it(
    world: World, work: Work, browser_of: Callable[[object], FlaskClient]
) -> None:
    item = start(world, "Tekst")
    with transaction():
        follows.mark_read(world.member.id, item.id, 0)
        row = db.session.get_one(Item, item.id)
        edit_discussion(make.reader(world.manager), row, title="Eerst bellen?", body=at(world.member))
    work()
    assert queries.count_unread(make.reader(world.member)) == 1
    page = browser_of(world.member).get("/berichten").text
    assert "Manager noemde jou in “Eerst bellen?”" in page
    assert f'href="/discussies/{item.public_id}"' in page
    browser_of(world.member).get(f"/discussies/{item.public_id}")
    work()
    assert queries.count_unread(make.reader(world.member)) == 0
