"""T07, T08, T11, T25: saved searches. Each hit is mailed once, to who may read it when it is sent, until they stop it."""

import email
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email import policy

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.core.events import UserChanged
from forum.core.group import Group
from forum.core.user import User
from forum.groups import service_members
from forum.lib import clock, events
from forum.lib.db import db, transaction
from forum.search import outbox, saved, saved_mails
from forum.search.models import SavedSearch
from tests import world as make
from tests.world import World

Browser = Callable[[object], FlaskClient]
Work = Callable[[], None]
LIST = "/bewaarde-zoekvragen"


def post(browser: FlaskClient, path: str, **fields: str):  # type: ignore[no-untyped-def]
    token = re.search(r'name="csrf_token" value="([^"]*)"', browser.get("/zoeken").text)
    return browser.post(path, data={**fields, "csrf_token": token[1] if token else ""})


def mails(app: Flask) -> list[tuple[str, str, str]]:
    """(to, stop address, text) of each mail about a saved search."""
    found = []
    for path in sorted(app.config["KENNISPLEIN"].folder("mail").glob("*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
        if "zoekvraag" in str(mail["Subject"]):
            assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            found.append((str(mail["To"]), str(mail["List-Unsubscribe"]).strip("<>"), "\n".join(parts)))
    return found


def keep(user: User, words: str, **choices: str) -> None:
    with transaction():
        saved.save(make.reader(user), words, choices)


def put(world: World, title: str, group: Group | None = None, days: int = 0) -> None:
    with time_machine.travel(clock.now() + timedelta(days=days)), transaction():
        make.discussion(world.manager, group, title=title)
        outbox.note_everything()


def look(work: Work, days: int) -> None:
    with time_machine.travel(clock.now() + timedelta(days=days), tick=True):
        work()  # indexed
        saved_mails.start_due()
        work()


def test_each_hit_is_mailed_once_to_who_may_read_it(app: Flask, world: World, work: Work) -> None:
    put(world, "Snoeihut van vroeger")
    work()
    for user in (world.member, world.stranger):
        keep(user, "snoeihut")
    look(work, 8)
    assert mails(app) == []  # nothing new
    put(world, "Snoeihut voor iedereen", days=12)
    put(world, "Snoeihut geheim", world.hidden_group, days=12)
    put(world, "Iets anders", days=12)
    look(work, 16)
    told = {to: text for to, _stop, text in mails(app)}
    assert told.keys() == {world.member.email, world.stranger.email}
    assert "Snoeihut voor iedereen" in told[world.stranger.email]
    assert "Snoeihut geheim" in told[world.member.email]
    assert "geheim" not in told[world.stranger.email]
    assert not any("vroeger" in text or "Iets anders" in text for text in told.values())
    look(work, 24)
    assert len(mails(app)) == 2


def test_t07_checked_when_it_is_sent(app: Flask, world: World, work: Work) -> None:
    keep(world.member, "snoeihut")
    put(world, "Snoeihut geheim", world.hidden_group)
    work()
    with time_machine.travel(clock.now() + timedelta(days=8)):
        saved_mails.start_due()  # promised
        with transaction():
            service_members.remove(make.reader(world.manager), world.hidden_group, world.member)
        work()
    assert mails(app) == []


def test_a_group_that_one_lost_widens_nothing(app: Flask, world: World, work: Work) -> None:
    keep(world.member, "snoeihut", groep=world.hidden_group.address)
    keep(world.manager, "", thema="bestaat-niet")
    put(world, "Snoeihut voor iedereen")
    with transaction():
        service_members.remove(make.reader(world.manager), world.hidden_group, world.member)
    look(work, 8)
    assert mails(app) == []


def test_nothing_of_ones_own_and_nothing_after_the_account(app: Flask, world: World, work: Work) -> None:
    keep(world.manager, "snoeihut")
    keep(world.stranger, "snoeihut")
    put(world, "Snoeihut voor iedereen")
    with transaction():
        world.stranger.deactivated_at = clock.now()
    look(work, 8)
    assert mails(app) == []


def test_t25_a_closed_account_keeps_nothing(world: World, browser_of: Browser) -> None:
    keep(world.member, "snoeihut")
    keep(world.stranger, "snoeihut")
    with transaction():
        events.publish(UserChanged(world.member.id))
    assert db.session.scalar(select(func.count()).select_from(SavedSearch)) == 2
    with transaction():
        events.publish(UserChanged(world.member.id, access=True))
    assert db.session.scalars(select(SavedSearch.user_id)).all() == [world.stranger.id]


def test_t11_stopping_from_the_mail(app: Flask, world: World, work: Work, browser_of: Browser) -> None:
    keep(world.member, "snoeihut")
    keep(world.member, "kwekelhok")
    put(world, "Snoeihut voor iedereen")
    look(work, 8)
    [(_to, stop, _text)] = mails(app)
    path = stop.partition("://")[2].partition("/")[2]
    visitor = browser_of(None)
    row = db.session.scalars(select(SavedSearch).where(SavedSearch.words == "snoeihut")).one()
    other = db.session.scalars(select(SavedSearch).where(SavedSearch.words == "kwekelhok")).one()
    assert visitor.get(f"/{path}").status_code == 200
    db.session.expire_all()
    assert row.often == saved.WEEKLY  # a GET only shows
    assert visitor.get(f"/{path}".replace(row.public_id, other.public_id)).status_code == 404
    assert visitor.post(f"/{path}".replace(row.public_id, other.public_id)).status_code == 404
    assert visitor.post(f"/{path}").status_code == 200
    db.session.expire_all()
    assert (row.often, other.often) == (saved.NEVER, saved.WEEKLY)
    put(world, "Snoeihut nog een keer", days=12)
    look(work, 16)
    assert len(mails(app)) == 1
    assert visitor.post(f"/{path}".replace("/stoppen/", "/toch-wel/")).status_code == 200
    db.session.expire_all()
    assert row.often == saved.WEEKLY


def test_kept_from_the_page_of_results_and_only_ones_own(world: World, browser_of: Browser) -> None:
    member, stranger = browser_of(world.member), browser_of(world.stranger)
    page = member.get("/zoeken?q=snoeihut+type:discussie").text
    assert "Laat het me weten als er iets komt" in page
    assert "Laat het me weten" not in browser_of(None).get("/zoeken?q=snoeihut").text
    for _ in range(2):  # twice is once
        assert post(member, "/zoeken/bewaren", q="snoeihut", soort="discussion").status_code == 303
    row = db.session.scalars(select(SavedSearch)).one()
    assert (row.words, row.choices, row.user_id) == ("snoeihut", {"soort": "discussion"}, world.member.id)
    assert "snoeihut" in member.get(LIST).text
    assert "snoeihut" not in stranger.get(LIST).text
    for path in (f"{LIST}/{row.public_id}", f"{LIST}/{row.public_id}/weg"):
        assert post(stranger, path, often="daily").status_code == 404
    assert post(member, f"{LIST}/{row.public_id}", often="daily").status_code == 303
    db.session.expire_all()
    assert row.often == saved.DAILY
    assert post(member, f"{LIST}/{row.public_id}", often="onzin").status_code == 303
    db.session.expire_all()
    assert row.often == saved.DAILY
    assert post(member, f"{LIST}/{row.public_id}/weg").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(SavedSearch)) == 0


@pytest.mark.parametrize("place", ["hidden", "unknown"])
def test_t08_a_group_that_one_may_not_know_of_is_stored_nowhere(
    world: World, browser_of: Browser, place: str
) -> None:
    address = world.hidden_group.address if place == "hidden" else "bestaat-niet"
    answer = post(browser_of(world.stranger), "/zoeken/bewaren", q="snoeihut", groep=address)
    assert answer.status_code == 404
    assert db.session.scalar(select(func.count()).select_from(SavedSearch)) == 0


def test_nothing_and_too_many_are_refused_in_words(world: World, browser_of: Browser) -> None:
    member = browser_of(world.member)
    assert post(member, "/zoeken/bewaren", q="").status_code == 303
    assert "Typ eerst waarop je zoekt." in member.get(LIST).text
    for number in range(saved.MOST):
        keep(world.member, f"woord{number}")
    assert post(member, "/zoeken/bewaren", q="nog een").status_code == 303
    assert "Je bewaart al 30 zoekvragen." in member.get(LIST).text
    assert db.session.scalar(select(func.count()).select_from(SavedSearch)) == saved.MOST


@pytest.mark.parametrize(
    ("now", "often", "next_at"),
    [
        ("2026-12-01T03:00:00+00:00", "daily", "2026-12-01T06:00:00+00:00"),
        ("2026-12-01T12:00:00+00:00", "daily", "2026-12-02T06:00:00+00:00"),
        ("2026-12-01T12:00:00+00:00", "weekly", "2026-12-08T06:00:00+00:00"),
    ],
)
def test_when_it_looks_again(now: str, often: str, next_at: str) -> None:
    assert saved.next_after(datetime.fromisoformat(now), often) == datetime.fromisoformat(next_at)
