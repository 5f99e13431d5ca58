"""The weekly digest: what is new for its reader at the moment of sending, once, or nothing."""

import email
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from forum.core.group import Membership
from forum.core.item import Item
from forum.core.user import DigestFrequency, User
from forum.digest import rules, service
from forum.digest.commands import digest
from forum.digest.contents import contents_for
from forum.digest.models import DigestRun
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.library import replacing, uploads
from forum.mail.outgoing import EXTENSION, Outgoing
from forum.mail.smtp import server_from
from forum.statements import service as statements
from forum.statements.models import Statement
from tests import documents
from tests import world as make
from tests.plugins.services import Mailbox
from tests.world import World

PERIOD = "2026-W48"


def mails(app: Flask) -> list[email.message.EmailMessage]:
    folder: Path = app.config["KENNISPLEIN"].folder("mail")
    found = [
        email.message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("*.eml"))
    ]
    return [mail for mail in found if isinstance(mail, email.message.EmailMessage)]


def text_of(mail: email.message.EmailMessage) -> str:
    parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join([str(mail["Subject"]), *parts])


@pytest.fixture
def news(world: World) -> dict[str, Item]:
    """Something new in each group, by the manager."""
    with transaction():
        return {
            "open": make.discussion(world.manager, world.open_group, title="Nieuws openbaar"),
            "closed": make.discussion(world.manager, world.closed_group, title="Nieuws besloten"),
            "hidden": make.discussion(world.manager, world.hidden_group, title="Nieuws verborgen"),
            "own": make.discussion(world.member, world.closed_group, title="Eigen bericht"),
        }


def test_members_get_what_is_new_and_nobody_else(
    app: Flask, world: World, news: dict[str, Item], work: Callable[[], None]
) -> None:
    service.start(PERIOD)
    work()
    by_address = {str(mail["To"]): text_of(mail) for mail in mails(app)}
    member = by_address[world.member.email]
    for title in ("Nieuws openbaar", "Nieuws besloten", "Nieuws verborgen"):
        assert title in member
    assert "Eigen bericht" not in member
    # The manager wrote the rest; theirs holds the member's.
    assert "Eigen bericht" in by_address[world.manager.email]
    for name in ("stranger", "pending", "banned", "former", "deactivated", "moderator", "administrator"):
        assert getattr(world, name).email not in by_address, name


def test_t09_access_lost_after_queuing_means_no_mail(
    app: Flask, world: World, news: dict[str, Item], work: Callable[[], None]
) -> None:
    service.start(PERIOD)
    with transaction():
        group_ids = [world.closed_group.id, world.hidden_group.id]
        rows = select(Membership).where(
            Membership.user_id == world.member.id, Membership.group_id.in_(group_ids)
        )
        for membership in db.session.scalars(rows):
            db.session.delete(membership)
    work()
    member = next(text_of(mail) for mail in mails(app) if str(mail["To"]) == world.member.email)
    assert "Nieuws openbaar" in member
    assert "besloten" not in member
    assert "verborgen" not in member


def test_nothing_new_is_no_mail(app: Flask, world: World, work: Callable[[], None]) -> None:
    service.start(PERIOD)
    work()
    assert mails(app) == []
    outcomes = set(db.session.scalars(select(DigestRun.outcome)))
    assert outcomes == {"empty"}


def test_once_per_period_however_often_it_is_started(
    app: Flask, world: World, news: dict[str, Item], work: Callable[[], None]
) -> None:
    for _again in range(3):
        service.start(PERIOD)
        work()
    addresses = [str(mail["To"]) for mail in mails(app)]
    assert sorted(addresses) == sorted(set(addresses))
    # A task that runs twice (a kill after sending) sends nothing either.
    before = len(addresses)
    service.send_digest(world.member.id, PERIOD)
    assert len(mails(app)) == before


def test_next_week_repeats_nothing(
    app: Flask, world: World, news: dict[str, Item], work: Callable[[], None]
) -> None:
    service.start(PERIOD)
    work()
    before = len(mails(app))
    with time_machine.travel(clock.now() + timedelta(days=7), tick=False):
        service.start("2026-W49")
        work()
    assert before > 0
    assert len(mails(app)) == before


def test_a_statement_to_answer_is_offered_until_answered(world: World) -> None:
    with transaction():
        statement = Statement(
            title="Wachten maakt ziek",
            author_id=world.manager.id,
            group_id=world.open_group.id,
            audience="group",
        )
        db.session.add(statement)
    since = clock.now() - timedelta(days=1)
    member = make.reader(world.member)
    found = contents_for(member, since)
    assert found.question
    assert found.question.title == "Wachten maakt ziek"
    assert contents_for(make.reader(world.banned), since).question is None
    with transaction():
        statements.vote(member, statement, "agree")
    assert contents_for(member, since).question is None


def test_who_stopped_it_gets_none(
    app: Flask, world: World, news: dict[str, Item], work: Callable[[], None]
) -> None:
    with transaction():
        world.member.digest_frequency = DigestFrequency.NEVER
    service.start(PERIOD)
    work()
    assert world.member.email not in {str(mail["To"]) for mail in mails(app)}
    assert world.manager.email in {str(mail["To"]) for mail in mails(app)}


def test_t11_unsubscribing_get_shows_and_post_acts_without_signing_in(
    app: Flask, world: World, news: dict[str, Item], work: Callable[[], None], client: FlaskClient
) -> None:
    service.start(PERIOD)
    work()
    mail = next(mail for mail in mails(app) if str(mail["To"]) == world.member.email)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<http://localhost(/[^>]+)>", str(mail["List-Unsubscribe"]))
    assert found
    path = found[1]

    def wants() -> str | None:
        db.session.rollback()
        return db.session.scalar(select(User.digest_frequency).where(User.id == world.member.id))

    assert client.get(path).status_code == 200
    assert wants() == DigestFrequency.WEEKLY, "a scanner that opens links changes nothing"
    answer = client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.headers.getlist("Set-Cookie")
    assert wants() == DigestFrequency.NEVER
    assert client.post(path[:-2]).status_code == 404
    assert client.get("/instellingen").status_code == 404, "the token signs nobody in"


def test_due_from_tuesday_morning_on_the_dutch_clock() -> None:
    monday = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert rules.period_due(monday) is None
    assert rules.period_due(datetime(2026, 11, 24, 6, 59, tzinfo=UTC)) is None
    assert rules.period_due(datetime(2026, 11, 24, 7, 0, tzinfo=UTC)) == "2026-W48"
    assert rules.period_due(datetime(2026, 11, 29, 22, 59, tzinfo=UTC)) == "2026-W48"
    # In summer the Dutch clock is two hours ahead of UTC.
    assert rules.period_due(datetime(2026, 6, 2, 6, 0, tzinfo=UTC)) == "2026-W23"


def test_somebody_who_was_away_gets_no_flood(world: World) -> None:
    now = clock.now()
    assert rules.since(now - timedelta(days=400), now) == now - timedelta(days=28)
    with transaction():
        for number in range(30):
            make.discussion(world.manager, world.open_group, title=f"Gesprek {number}")
        db.session.execute(update(Item).values(published_at=now - timedelta(hours=1)))
    found = contents_for(make.reader(world.member), now - timedelta(days=7))
    assert len(found.conversations) <= 4, "not too much of one group"


def test_it_arrives_by_smtp_at_a_real_server(
    app: Flask,
    world: World,
    news: dict[str, Item],
    work: Callable[[], None],
    smtp_server: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(
        app.extensions, EXTENSION, Outgoing(app.config["KENNISPLEIN"], server_from(smtp_server.url))
    )
    service.start(PERIOD)
    work()
    received = {str(mail["To"]): mail for mail in smtp_server.messages}
    assert set(received) == {world.member.email, world.manager.email}
    mail = received[world.member.email]
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert "Nieuws verborgen" in mail.get_body(("plain",)).get_content()
    assert str(mail["List-Unsubscribe"]).startswith("<http://localhost/weekbericht/stoppen/")


def test_a_preview_sends_nothing_and_shows_on_request_what_was_sent(
    app: Flask, world: World, tmp_path: Path
) -> None:
    with transaction():
        make.discussion(world.manager, world.open_group, title="Over de wachtlijst")
        db.session.execute(update(User).values(last_digest_at=clock.now()))
    command, page = ["preview", world.member.email], tmp_path / "digest.html"
    assert "Nothing new" in app.test_cli_runner().invoke(digest, command).output
    again = app.test_cli_runner().invoke(digest, [*command, "--again", "--html", str(page)])
    assert "Over de wachtlijst" in again.output
    assert "Over de wachtlijst" in page.read_text()
    assert mails(app) == []


def test_a_newer_file_is_news_for_others_and_says_why(world: World) -> None:
    made = documents.document(world.member, world.closed_group, title="Oude nota", summary="Over geld.")
    since = clock.now()
    assert titles(world.manager, since) == []
    with transaction():
        found = db.session.merge(made)
        newer = uploads.keep(io.BytesIO(b"Nieuwer."), "nota.txt")
        replacing.replace_file(make.reader(world.member), found, newer, reason="Bedragen van dit jaar")
    assert titles(world.manager, since) == [("Oude nota", "Nieuwe versie: Bedragen van dit jaar")]
    assert titles(world.member, since) == []  # their own
    assert titles(world.stranger, since) == []


def titles(user: User, since: datetime) -> list[tuple[str, str]]:
    return [(line.title, str(line.teaser)) for line in contents_for(make.reader(user), since).documents]
