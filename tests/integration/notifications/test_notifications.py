"""Berichten: who is told what, only while they may read it, and at most once by mail."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from forum.core.group import Group
from forum.core.item import Item, State
from forum.core.user import User
from forum.groups import service_members
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.mail.folder import LocalMail, list_mails
from forum.notifications import mails, queries, rules, service, telling
from forum.notifications.models import MailWhen, Notification, NotificationChoice, Reason
from forum.threads import follows
from forum.threads.replies import delete_reply, post_reply
from tests import world as make
from tests.world import World

Work = Callable[[], None]
BrowserOf = Callable[[object], FlaskClient]
PLACES = ("open_group", "closed_group", "hidden_group")
WORDS = "Wij bellen altijd eerst."


def conversation(world: World, place: str = "open_group", *followers: User) -> Item:
    """A discussion by the manager, followed by them and by `followers`."""
    with transaction():
        item = make.discussion(world.manager, getattr(world, place), title="Eerst bellen?")
        for user in (world.manager, *followers):
            follows.follow_quietly(user.id, item.id)
    return item


def replies(item: Item, *writers: User) -> None:
    for writer in writers:
        with transaction():
            post_reply(make.reader(writer), db.session.get_one(Item, item.id), WORDS)


def lines_of(user: User) -> list[queries.Line]:
    return list(queries.list_lines(make.reader(user)).items)


def sent(app: Flask) -> list[LocalMail]:
    return list_mails(app.config["KENNISPLEIN"].folder("mail"))


def after_a_while(work: Work) -> None:
    """Do what is due, and what waited a few minutes for more."""
    work()
    with time_machine.travel(clock.now() + rules.AT_ONCE_WAITS + timedelta(seconds=1)):
        work()


@pytest.mark.parametrize("place", PLACES)
def test_followers_are_told_and_the_writer_is_not(world: World, work: Work, place: str) -> None:
    item = conversation(world, place, world.member)
    replies(item, world.member)
    work()
    assert [(line.reason, line.name, line.title) for line in lines_of(world.manager)] == [
        (Reason.REPLY, "Member", "Eerst bellen?")
    ]
    assert lines_of(world.member) == []
    assert queries.count_unread(make.reader(world.manager)) == 1
    assert queries.count_unread(make.reader(world.member)) == 0


def test_many_replies_on_one_conversation_are_one_line(world: World, work: Work) -> None:
    item = conversation(world)
    replies(item, world.member, world.stranger, world.member)
    work()
    [line] = lines_of(world.manager)
    assert (line.name, line.others, line.unread) == ("Member", 1, True)
    assert queries.count_unread(make.reader(world.manager)) == 1


@pytest.mark.parametrize("how", ["left", "hidden", "deleted", "closed"])
def test_what_cannot_be_read_any_more_is_told_nowhere(app: Flask, world: World, work: Work, how: str) -> None:
    """Told first, then lost: list, count and mail know nothing of it (T07)."""
    item = conversation(world, "closed_group", world.member)
    with transaction():
        reply = post_reply(make.reader(world.manager), db.session.get_one(Item, item.id), WORDS)
    work()
    assert queries.count_unread(make.reader(world.member)) == 1
    with transaction():
        if how == "left":
            service_members.remove(make.reader(world.manager), world.closed_group, world.member)
        elif how == "hidden":
            db.session.get_one(Item, item.id).state = State.HIDDEN
        elif how == "deleted":
            delete_reply(make.reader(world.manager), reply)
        else:
            world.member.deactivated_at = clock.now()
    assert queries.count_unread(make.reader(world.member)) == 0
    assert lines_of(world.member) == []
    after_a_while(work)
    assert [mail.to for mail in sent(app)] == []


def test_who_may_not_read_is_not_told_at_all(world: World, work: Work) -> None:
    item = conversation(world, "closed_group", world.former, world.banned, world.stranger)
    replies(item, world.member)
    work()
    assert {row.user_id for row in db.session.query(Notification)} == {world.manager.id}


def test_opening_the_conversation_is_reading(world: World, work: Work, browser_of: BrowserOf) -> None:
    item = conversation(world)
    replies(item, world.member)
    work()
    browser = browser_of(world.manager)
    page = browser.get("/berichten").text
    assert "Member reageerde op “Eerst bellen?”" in page
    assert 'class="kp-bell__count"' in page
    assert browser.get(f"/discussies/{item.public_id}").status_code == 200
    work()
    page = browser.get("/berichten").text
    assert "Member reageerde op “Eerst bellen?”" in page
    assert 'class="kp-bell__count"' not in page


def test_everything_read_leaves_what_came_since(world: World, work: Work, browser_of: BrowserOf) -> None:
    first, second = conversation(world), conversation(world)
    replies(first, world.member)
    work()
    shown = service.newest_id(make.reader(world.manager))
    replies(second, world.member)
    work()
    answer = browser_of(world.manager).post("/berichten/gelezen", data={"newest": str(shown)})
    assert answer.status_code == 303
    assert queries.count_unread(make.reader(world.manager)) == 1
    for odd in ("", "x", "-1", "٣", "9" * 30):
        assert browser_of(world.manager).post("/berichten/gelezen", data={"newest": odd}).status_code == 303
    assert queries.count_unread(make.reader(world.manager)) == 1


def test_one_mail_for_all_of_it_and_never_twice(app: Flask, world: World, work: Work) -> None:
    item = conversation(world)
    replies(item, world.member, world.stranger)
    work()
    assert sent(app) == [], "a little later, so that more can come along"
    after_a_while(work)
    # Who wrote follows from then on, so the first writer hears of the second.
    quoted = {mail.to: mail.text.count(WORDS) for mail in sent(app)}
    assert quoted == {world.manager.email: 2, world.member.email: 1}
    assert {mail.subject for mail in sent(app)} == {"Nieuwe reactie op: Eerst bellen?"}
    assert all("/reacties/" in mail.text for mail in sent(app))
    after_a_while(work)
    assert len(sent(app)) == 2


def test_no_mail_about_what_was_seen_meanwhile(
    app: Flask, world: World, work: Work, browser_of: BrowserOf
) -> None:
    item = conversation(world)
    replies(item, world.member)
    work()
    browser_of(world.manager).get(f"/discussies/{item.public_id}")
    after_a_while(work)
    assert sent(app) == []


@pytest.mark.parametrize("place", PLACES)
def test_words_of_a_closed_group_are_in_no_mailbox(app: Flask, world: World, work: Work, place: str) -> None:
    replies(conversation(world, place), world.member)
    after_a_while(work)
    [mail] = sent(app)
    assert (WORDS in mail.text) == (place == "open_group")
    assert "Member" in mail.text


def test_collected_mail_comes_at_its_moments(app: Flask, world: World, work: Work) -> None:
    with transaction():
        service.choose_mail(make.reader(world.manager), "collected")
        db.session.query(NotificationChoice).update({"slot_at": None})
    item = conversation(world)
    with time_machine.travel(datetime(2026, 11, 28, 11, 0, tzinfo=UTC), tick=False):  # Saturday
        replies(item, world.member)
        after_a_while(work)
        telling.mail_collected()
        work()
        assert sent(app) == []
    with time_machine.travel(datetime(2026, 11, 30, 7, 31, tzinfo=UTC), tick=False):  # Monday 08:31
        for _ in range(3):
            telling.mail_collected()
            work()
        assert len(sent(app)) == 1
    with time_machine.travel(datetime(2026, 11, 30, 11, 31, tzinfo=UTC), tick=False):
        telling.mail_collected()
        work()
        assert len(sent(app)) == 1, "nothing happened since"


def test_no_mail_for_who_wants_none(app: Flask, world: World, work: Work, browser_of: BrowserOf) -> None:
    browser = browser_of(world.manager)
    odd = browser.post("/berichten/instellingen", data={"mail": "altijd"})
    assert (odd.status_code, "Maak een keuze." in odd.text) == (422, True)
    assert browser.post("/berichten/instellingen", data={"mail": "never"}).status_code == 303
    item = conversation(world)
    replies(item, world.member)
    after_a_while(work)
    assert sent(app) == []
    assert queries.count_unread(make.reader(world.manager)) == 1


def test_t11_stopping_from_the_mail(app: Flask, world: World, work: Work, client: FlaskClient) -> None:
    """GET shows, POST acts, without signing in; the token does nothing else."""
    replies(conversation(world), world.member)
    after_a_while(work)
    link = sent(app)[0].message["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    token = link.rpartition("/")[2]
    assert client.get(link).status_code == 200
    assert queries.mail_when(make.reader(world.manager)) == MailWhen.AT_ONCE
    assert client.post(link).status_code == 200
    assert queries.mail_when(make.reader(world.manager)) == MailWhen.NEVER
    assert client.post(f"/berichten/toch-wel/{token}").status_code == 200
    assert queries.mail_when(make.reader(world.manager)) == MailWhen.AT_ONCE
    assert client.get(f"/weekbericht/stoppen/{token}").status_code == 404
    assert client.get("/berichten/stoppen/onzin").status_code == 404
    assert client.post("/berichten/stoppen/onzin").status_code == 404


def test_a_request_is_told_to_managers_and_being_let_in_to_who_asked(world: World, work: Work) -> None:
    group: Group = world.closed_group
    with transaction():
        service_members.ask(make.reader(world.stranger), group, "Graag")
    work()
    assert [(line.reason, line.name) for line in lines_of(world.manager)] == [(Reason.ASKED, "Stranger")]
    assert lines_of(world.member) == []
    with transaction():
        service_members.accept(make.reader(world.manager), group, world.stranger)
    work()
    assert lines_of(world.manager) == [], "answered, so nothing waits"
    assert [(line.reason, line.title) for line in lines_of(world.stranger)] == [(Reason.LET_IN, group.name)]


def test_the_same_mail_sent_again_has_the_same_id(app: Flask, world: World, work: Work) -> None:
    """As after a kill between the yes of the mail server and our own note of it."""
    replies(conversation(world), world.member)
    work()
    mails.mail_user(world.manager.id)
    with transaction():
        db.session.query(Notification).update({"mailed_at": None})
    mails.mail_user(world.manager.id)
    one, other = sent(app)
    assert one.message["Message-ID"] == other.message["Message-ID"]


def test_old_ones_go_away(world: World, work: Work) -> None:
    replies(conversation(world), world.member)
    work()
    telling.forget_old()
    assert db.session.query(Notification).count() == 1
    with time_machine.travel(clock.now() + rules.KEPT_FOR + timedelta(days=1)):
        telling.forget_old()
    assert db.session.query(Notification).count() == 0
