"""What is new reaches a real receiver, signed; what fails is tried again, and stops."""

import json
import time
from collections.abc import Callable, Collection
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from forum.core.group import Group
from forum.core.item import Item
from forum.discussions.service import edit_discussion, start_discussion
from forum.lib import clock, ids
from forum.lib.db import db, transaction
from forum.threads.replies import post_reply
from forum.webhooks import jobs, rules, sending, service, signing
from forum.webhooks.models import Delivery, Webhook, Why
from tests import world as make
from tests.integration.webhooks.receiver import HOST, receiving
from tests.plugins.services import PATIENCE
from tests.world import World

URL = f"https://{HOST}/in?plek=1"
Work = Callable[[], None]


def hooked(world: World, group: Group | None = None, events: Collection[str] = rules.EVENTS) -> str:
    owner = world.manager if group else world.administrator
    with transaction():
        return service.add(make.reader(owner), group, url=URL, public_id=ids.public_id(), events=events)


def post(world: World, group: Group | None, title: str = "Nieuw gesprek") -> Item:
    with transaction():
        return start_discussion(make.reader(world.member), title=title, body="Geheime tekst", group=group)


def hook() -> Webhook:
    db.session.rollback()
    return db.session.scalars(select(Webhook)).one()


def deliveries() -> list[Delivery]:
    db.session.rollback()
    return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))


def test_what_is_new_arrives_signed_and_without_its_text(world: World, work: Work) -> None:
    secret = hooked(world, world.closed_group)
    with receiving() as receiver:
        item = post(world, world.closed_group)
        with transaction():
            reply = post_reply(make.reader(world.manager), item, "Nog een geheim")
        with transaction():
            edit_discussion(make.reader(world.member), item, title="Anders", body="Geheime tekst")
        work()
    told = [json.loads(body) for body in receiver.bodies]
    assert [each["type"] for each in told] == ["item.published", "reply.posted", "item.changed"]
    line = told[0]["data"]["item"]
    assert (line["id"], line["group"], line["url"]) == (
        item.public_id,
        "casuistiek",
        f"http://localhost/discussies/{item.public_id}",
    )
    assert told[1]["data"]["reply"]["id"] == reply.public_id
    assert "geheim" not in b"".join(receiver.bodies).lower().decode()
    headers = receiver.headers(0)
    assert (headers["host"].partition(":")[0], headers["content-type"]) == (HOST, "application/json")
    assert receiver.requests[0].startswith(b"POST /in?plek=1 HTTP/1.1\r\n")
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    expected = signing.headers(
        secret, headers["webhook-id"], int(headers["webhook-timestamp"]), receiver.bodies[0]
    )
    sent = receiver.requests[0].partition(b"webhook-signature: ")[2].partition(b"\r\n")[0].decode()
    assert sent == expected["webhook-signature"]
    assert len({receiver.headers(number)["webhook-id"] for number in range(3)}) == 3
    assert all(row.done_at and row.status == 204 for row in deliveries())


def test_it_is_told_what_was_chosen_and_nothing_else(world: World, work: Work) -> None:
    hooked(world, world.closed_group, [rules.REPLIED])
    item = post(world, world.closed_group)
    with transaction():
        edit_discussion(make.reader(world.member), item, title="Anders", body="Tekst")
        post_reply(make.reader(world.member), item, "Een reactie")
    with receiving() as receiver:
        work()
    assert [json.loads(body)["type"] for body in receiver.bodies] == ["reply.posted"]
    assert [row.event for row in deliveries()] == ["reply.posted"]


def test_nobody_listens_costs_nothing(world: World, work: Work) -> None:
    with patch("forum.webhooks.sending.post") as sent:
        post(world, None)
        work()
    assert not sent.called


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 500 Oops\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: https://169.254.169.254/\r\n\r\n",
        b"HTTP/1.1 404 Not Found\r\n\r\n",
        b"onzin\r\n\r\n",
        b"HTTP/1.1 200 OK" + b"x" * 100_000 + b"\r\n\r\n",
        b"",
    ],
)
def test_what_does_not_arrive_is_tried_again_and_then_given_up(
    world: World, work: Work, answer: bytes
) -> None:
    hooked(world, world.closed_group)
    now = clock.now()
    with receiving() as receiver:
        receiver.answer = answer
        post(world, world.closed_group)
        work()
        work()
        assert [row.attempts for row in deliveries()] == [1]  # not at once again
        for wait in rules.WAITS:
            now += wait + timedelta(seconds=5)
            with time_machine.travel(now, tick=False):
                work()
        with time_machine.travel(now + timedelta(days=1), tick=False):
            work()
    (row,) = deliveries()
    assert row.failed_at is not None
    assert row.attempts == len(receiver.requests) == len(rules.WAITS) + 1
    assert len({receiver.headers(n)["webhook-id"] for n in range(len(receiver.requests))}) == 1
    assert hook().failures == 1
    assert hook().stopped_at is None


def test_it_arrives_at_last(world: World, work: Work) -> None:
    hooked(world, world.closed_group)
    with transaction():
        hook_row = db.session.scalars(select(Webhook)).one()
        hook_row.failures = rules.MOST_FAILURES - 1
    with receiving() as receiver:
        receiver.answer = b"HTTP/1.1 503 Later\r\n\r\n"
        post(world, world.closed_group)
        work()
        receiver.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        with time_machine.travel(clock.now() + timedelta(seconds=15), tick=False):
            work()
    assert [(row.attempts, row.status, bool(row.done_at)) for row in deliveries()] == [(2, 200, True)]
    assert hook().failures == 0


def test_after_too_many_it_is_switched_off_and_its_owner_told(app: Flask, world: World, work: Work) -> None:
    hooked(world, world.closed_group)
    refused = patch("forum.webhooks.sending.post", return_value=sending.Outcome(status=500))
    with refused as sent, patch("forum.webhooks.rules.WAITS", ()):
        for number in range(rules.MOST_FAILURES + 3):
            post(world, world.closed_group, str(number))
            work()
    assert sent.call_count == rules.MOST_FAILURES
    assert hook().stopped_why == Why.FAILED
    folder: Path = app.config["KENNISPLEIN"].folder("mail")
    mails = [path.read_text() for path in folder.glob("*.eml")]
    own = [mail for mail in mails if "Subject: Een webhook staat uit" in mail]
    assert len(own) == 1
    assert "To: manager@example.org" in own[0]
    with transaction():
        service.restart(make.reader(world.manager), world.closed_group, hook().public_id)
    with patch("forum.webhooks.sending.post", return_value=sending.Outcome(status=200)) as sent:
        post(world, world.closed_group)
        work()
    assert sent.call_count == 1


def test_gone_is_gone(world: World, work: Work) -> None:
    hooked(world, world.closed_group)
    with receiving() as receiver:
        receiver.answer = b"HTTP/1.1 410 Gone\r\n\r\n"
        post(world, world.closed_group)
        work()
    assert hook().stopped_why == Why.GONE


def test_a_test_is_sent_once_and_counts_for_nothing(world: World, work: Work) -> None:
    hooked(world, world.closed_group)
    with receiving() as receiver:
        for answer in (b"HTTP/1.1 410 Gone\r\n\r\n", b"HTTP/1.1 204 No Content\r\n\r\n"):
            receiver.answer = answer
            with transaction():
                service.send_test(make.reader(world.manager), world.closed_group, hook().public_id)
            work()
    assert [json.loads(body)["type"] for body in receiver.bodies] == ["webhook.test"] * 2
    assert [(bool(row.done_at), bool(row.failed_at)) for row in deliveries()] == [
        (False, True),
        (True, False),
    ]
    assert (hook().failures, hook().stopped_at) == (0, None)


def test_t46_only_to_the_number_that_was_looked_at(world: World, work: Work) -> None:
    """A name that leads outside at first and inside the next time: there is no next time."""
    hooked(world, world.closed_group)
    with receiving() as receiver, patch("forum.webhooks.addresses.is_public", lambda _number: False):
        post(world, world.closed_group)
        work()
    assert receiver.requests == []
    assert [(row.problem, row.status) for row in deliveries()] == [("address", None)]


@pytest.mark.parametrize(
    ("host", "trusted"), [("ander.voorbeeld.nl", True), ("127.0.0.1", True), (HOST, False)]
)
def test_the_certificate_must_be_that_of_the_name(world: World, work: Work, host: str, trusted: bool) -> None:
    hooked(world, world.closed_group)
    with receiving(host, trusted=trusted) as receiver:
        post(world, world.closed_group)
        work()
    assert receiver.requests == []
    assert [row.problem for row in deliveries()] == ["tls"]


def test_a_slow_receiver_is_cut_off(app: Flask) -> None:
    for answer, slowly in ((None, 0.0), (b"HTTP/1.1 200 OK\r\n\r\n", 3)):
        with receiving() as receiver:
            receiver.answer, receiver.slowly = answer, slowly
            started = time.monotonic()
            with patch("forum.webhooks.sending.AT_MOST", 0.5):
                outcome = sending.post(URL, b"{}", {})
            assert time.monotonic() - started < PATIENCE  # of the minute that the whole answer would take
        assert not outcome.arrived
        assert outcome.problem in ("timeout", "connection")


def test_old_deliveries_are_forgotten(world: World, work: Work) -> None:
    hooked(world, world.closed_group)
    with patch("forum.webhooks.sending.post", return_value=sending.Outcome(status=200)):
        post(world, world.closed_group)
        work()
    jobs.forget_old()
    assert len(deliveries()) == 1
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        jobs.forget_old()
    assert deliveries() == []
    assert db.session.scalar(select(func.count()).select_from(Webhook)) == 1
