"""Something new by whom, in what theme or in which group one follows: one line, one mail, only while it may be read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from forum.core.group import Group
from forum.core.item import Item, State
from forum.core.user import User
from forum.discussions.service import start_discussion
from forum.following.service import follow
from forum.groups import service_members
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.mail.folder import list_mails
from forum.notifications import queries, rules, telling
from forum.notifications.models import Notification, Reason
from forum.threads import theme_lists, themes
from tests import world as make
from tests.world import World, reader

Work = Callable[[], None]
BrowserOf = Callable[[object], FlaskClient]


def write(writer: User, group: Group | None = None, *names: str) -> Item:
    with transaction():
        return start_discussion(
            reader(writer), title="Nieuwe aanpak", body="Zo doen wij het.", group=group, theme_names=names
        )


def lines_of(user: User) -> list[queries.Line]:
    return list(queries.list_lines(reader(user)).items)


def follow_theme(world: World, who: User, group: Group | None = None) -> None:
    with transaction():
        themes.put(make.discussion(world.manager, group), ["Privacy"])
    with transaction():
        follow(reader(who), theme_lists.get_theme(reader(who), "privacy")[0])


def after_a_while(work: Work) -> None:
    work()
    with time_machine.travel(clock.now() + rules.AT_ONCE_WAITS + timedelta(seconds=1)):
        work()


def test_each_reason_is_told_once(app: Flask, world: World, work: Work) -> None:
    with transaction():
        follow(reader(world.stranger), world.member)
        follow(reader(world.former), world.open_group)
    follow_theme(world, world.moderator)
    with transaction():  # somebody with all three reasons is told once
        for subject in (world.member, world.open_group, theme_lists.get_theme(reader(None), "privacy")[0]):
            follow(reader(world.pending), subject)
    item = write(world.member, world.open_group, "Privacy")
    work()
    told = {
        user.id: lines_of(user) for user in (world.stranger, world.former, world.moderator, world.pending)
    }
    assert [[(line.reason, line.about, line.title) for line in lines] for lines in told.values()] == [
        [(Reason.BY_PERSON, "", "Nieuwe aanpak")],
        [(Reason.IN_GROUP, "buurtteams", "Nieuwe aanpak")],
        [(Reason.IN_THEME, "Privacy", "Nieuwe aanpak")],
        [(Reason.BY_PERSON, "", "Nieuwe aanpak")],
    ]
    assert lines_of(world.member) == []
    with transaction():
        telling.tell_item(item.id)  # a job may run twice
    assert db.session.query(Notification).count() == 4


def test_nobody_is_told_of_their_own_and_an_import_promises_nothing(world: World, work: Work) -> None:
    with transaction():
        follow(reader(world.member), world.open_group)
    write(world.member, world.open_group)
    work()
    assert db.session.query(Notification).count() == 0


@pytest.mark.parametrize("place", ["closed_group", "hidden_group"])
def test_who_may_not_read_it_is_not_told(app: Flask, world: World, work: Work, place: str) -> None:
    with transaction():
        follow(reader(world.stranger), world.member)
        follow(reader(world.manager), world.member)
    follow_theme(world, world.stranger)
    write(world.member, getattr(world, place), "Privacy")
    after_a_while(work)
    assert lines_of(world.stranger) == []
    [line] = lines_of(world.manager)
    assert line.reason == Reason.BY_PERSON
    [mail] = list_mails(app.config["KENNISPLEIN"].folder("mail"))
    assert mail.to == world.manager.email
    assert "Nieuw: Nieuwe aanpak" in mail.subject
    assert "Zo doen wij het" not in mail.text, "from a closed group the mail says who wrote, not what"


@pytest.mark.parametrize("how", ["left", "hidden", "deleted"])
def test_what_cannot_be_read_any_more_is_told_nowhere_of_new_items(
    app: Flask, world: World, work: Work, how: str
) -> None:
    """Told first, then lost: list, count and mail know nothing of it (T07)."""
    with transaction():
        follow(reader(world.member), world.closed_group)
    item = write(world.manager, world.closed_group)
    work()
    assert queries.count_unread(reader(world.member)) == 1
    with transaction():
        if how == "left":
            service_members.remove(reader(world.manager), world.closed_group, world.member)
        else:
            db.session.get_one(Item, item.id).state = State.HIDDEN if how == "hidden" else State.DELETED
    assert queries.count_unread(reader(world.member)) == 0
    assert lines_of(world.member) == []
    after_a_while(work)
    assert list_mails(app.config["KENNISPLEIN"].folder("mail")) == []


def test_opening_it_is_reading(world: World, work: Work, browser_of: BrowserOf) -> None:
    follow_theme(world, world.stranger)
    item = write(world.member, None, "Privacy")
    work()
    browser = browser_of(world.stranger)
    page = browser.get("/berichten").text
    assert "Nieuw in het thema Privacy: Nieuwe aanpak" in page
    assert queries.count_unread(reader(world.stranger)) == 1
    browser.get(f"/discussies/{item.public_id}")
    work()
    assert queries.count_unread(reader(world.stranger)) == 0
    assert not lines_of(world.stranger)[0].unread


def test_the_mail_says_why_and_what(app: Flask, world: World, work: Work) -> None:
    follow_theme(world, world.stranger)
    write(world.member, None, "Privacy")
    after_a_while(work)
    [mail] = list_mails(app.config["KENNISPLEIN"].folder("mail"))
    assert mail.to == world.stranger.email
    assert "Nieuw in het thema Privacy" in mail.text
    assert "Zo doen wij het." in mail.text
    after_a_while(work)
    assert len(list_mails(app.config["KENNISPLEIN"].folder("mail"))) == 1


def test_the_page_lists_everything_with_a_button_to_stop(world: World, browser_of: BrowserOf) -> None:
    follow_theme(world, world.member)
    with transaction():
        for subject in (world.stranger, world.hidden_group):
            follow(reader(world.member), subject)
    item = write(world.member, world.closed_group)
    browser = browser_of(world.member)
    page = browser.get("/wat-ik-volg").text
    for name in ("Privacy", "Stranger", "klankbord", "Nieuwe aanpak"):
        assert f": {name}</span>" in page, name
    for address in (
        "/themas/privacy",
        f"/mensen/{world.stranger.public_id}",
        f"/groepen/{world.hidden_group.address}",
        f"/items/{item.public_id}",
    ):
        answer = browser.post(f"{address}/volgen", data={"follow": "0", "next": "/wat-ik-volg"})
        assert answer.location == "/wat-ik-volg"
    assert "Je volgt nog niets" in browser.get("/wat-ik-volg").text


def test_t25_what_was_lost_stands_no_longer_on_the_page(world: World, browser_of: BrowserOf) -> None:
    follow_theme(world, world.member, world.closed_group)
    with transaction():
        for subject in (world.closed_group, world.hidden_group, world.stranger):
            follow(reader(world.member), subject)
    write(world.member, world.hidden_group)
    names = [f": {name}</span>" for name in ("Privacy", "klankbord", "Stranger", "Nieuwe aanpak")]
    browser = browser_of(world.member)
    assert all(name in browser.get("/wat-ik-volg").text for name in names)
    with transaction():
        for group in (world.closed_group, world.hidden_group):
            service_members.remove(reader(world.manager), group, world.member)
        db.session.get_one(User, world.stranger.id).deactivated_at = clock.now()
    page = browser.get("/wat-ik-volg").text
    assert not [name for name in names if name in page]
    assert "casuistiek" in page, "a closed group may be known"


def test_follow_people_and_groups_from_their_pages(world: World, browser_of: BrowserOf) -> None:
    stranger = browser_of(world.stranger)
    person, group = f"/mensen/{world.member.public_id}", f"/groepen/{world.open_group.address}"
    for page in (person, group):
        assert 'aria-pressed="false"' in stranger.get(page).text
        assert stranger.post(f"{page}/volgen", data={"follow": "1"}).location == page
        assert 'aria-pressed="true"' in stranger.get(page).text
    for page, status in (
        (f"/mensen/{world.stranger.public_id}", 403),
        (f"/mensen/{world.deactivated.public_id}", 404),
        (f"/groepen/{world.closed_group.address}", 403),
        (f"/groepen/{world.hidden_group.address}", 404),
    ):
        assert stranger.post(f"{page}/volgen").status_code == status, page
    assert browser_of(world.banned).post(f"{group}/volgen").status_code == 403
