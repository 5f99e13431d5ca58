"""The same person, or two people, at the very same moment: one row, one vote, and always a manager."""

import re
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.models import SignInRequest
from forum.accounts.rules import MOST_ATTEMPTS
from forum.core.group import Membership, MembershipRole
from forum.core.item import Item, Reply
from forum.groups.link_secrets import secret_for
from forum.groups.models import InviteLink
from forum.groups.service_links import make_link
from forum.lib import clock, ids
from forum.lib.db import db, transaction
from forum.polls.models import PollVote
from forum.statements.models import StatementVote
from tests import world as make
from tests.world import World

R = TypeVar("R")
Browsers = Callable[[object], FlaskClient]


def at_once(acts: Sequence[Callable[[], R]]) -> list[R | None]:
    """What each of `acts` gives when all begin together."""
    db.session.remove()
    gate = threading.Barrier(len(acts))
    given: list[R | None] = [None] * len(acts)

    def run(place: int, act: Callable[[], R]) -> None:
        gate.wait(10)
        given[place] = act()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return given


def _send(client: FlaskClient, path: str, data: dict[str, str]) -> Callable[[], tuple[int, str | None]]:
    def act() -> tuple[int, str | None]:
        answer = client.post(path, data=data)
        return answer.status_code, answer.location

    return act


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/discussies/nieuw", {}),
        ("/peilingen/nieuw", {"options": "a\nb"}),
        ("/groepen/nieuw", {"name": "Nieuw hier", "preset": "open"}),
        ("/groepen/nieuw", {"name": "Nieuw hier", "preset": "hidden"}),
    ],
)
def test_a_double_click_makes_one_and_both_clicks_get_there(
    world: World, browser_of: Browsers, path: str, more: dict[str, str]
) -> None:
    data = {"title": "Titel", "body": "Tekst", "submission": "dezelfde"} | more
    answers = at_once([_send(browser_of(world.member), path, data) for _ in range(6)])
    assert len(set(answers)) == 1
    assert {answer and answer[0] for answer in answers} == {303}


def test_a_double_reply_is_one_and_counted_once(world: World, browser_of: Browsers) -> None:
    with transaction():
        item = make.discussion(world.manager)
    path, item_id = f"/items/{item.public_id}/reacties", item.id
    data = {"body": "Tekst", "submission": "dezelfde"}
    answers = at_once([_send(browser_of(world.member), path, data) for _ in range(6)])
    assert len(set(answers)) == 1
    assert db.session.scalar(select(func.count(Reply.id))) == 1
    assert db.session.scalar(select(Item.reply_count).where(Item.id == item_id)) == 1


@pytest.mark.parametrize("kind", ["poll", "statement"])
def test_one_person_has_one_vote(world: World, browser_of: Browsers, kind: str) -> None:
    member = browser_of(world.member)
    form = {"title": "Titel", "body": "Tekst", "options": "a\nb", "submission": "dezelfde"}
    page = member.post(f"/{'peilingen' if kind == 'poll' else 'stellingen'}/nieuw", data=form).location
    options = re.findall(r'name="option"[^>]*value="(\d+)"', member.get(page).text)
    ballots = (
        [{"option": option} for option in options]
        if kind == "poll"
        else [{"choice": "agree"}, {"choice": "disagree"}]
    )
    assert len(ballots) == 2
    clients = [browser_of(world.stranger) for _ in range(12)]
    answers = at_once([_send(client, f"{page}/stem", ballots[n % 2]) for n, client in enumerate(clients)])
    assert {answer and answer[0] for answer in answers} == {303}
    assert (
        db.session.scalar(select(func.count()).select_from(PollVote if kind == "poll" else StatementVote))
        == 1
    )


def test_two_mails_for_one_address_sign_in_once(app: Flask, world: World) -> None:
    secrets = [ids.secret() for _ in range(4)]
    with transaction():
        soon = clock.now() + timedelta(minutes=5)
        db.session.add_all(
            SignInRequest(email="nieuw@example.org", token_digest=ids.digest(secret), expires_at=soon)
            for secret in secrets
        )
    answers = at_once([_send(app.test_client(), f"/aanmelden/{secret}", {}) for secret in secrets])
    assert sorted(answer[0] for answer in answers if answer) == [303, 410, 410, 410]


def test_a_code_is_guessed_five_times_whatever_the_number_of_browsers(
    app: Flask, world: World, client: FlaskClient, work: Callable[[], None]
) -> None:
    asked = client.post("/aanmelden", data={"email": world.stranger.email}).location.rpartition("=")[2]
    work()
    guesses = [{"request": asked, "code": f"{number:06}"} for number in range(12)]
    at_once([_send(app.test_client(), "/aanmelden/code", guess) for guess in guesses])
    tried = db.session.scalar(select(SignInRequest.attempts).where(SignInRequest.public_id == asked))
    assert tried == MOST_ATTEMPTS


@pytest.mark.parametrize("how", ["leave", "block"])
def test_of_the_last_two_managers_one_stays(world: World, browser_of: Browsers, how: str) -> None:
    group = world.closed_group
    with transaction():
        make.join(group, world.former, MembershipRole.MANAGER)
    start, group_id = f"/groepen/{group.address}", group.id
    pairs = ((world.manager, world.former), (world.former, world.manager))
    acts = [
        _send(
            browser_of(one),
            f"{start}/verlaten" if how == "leave" else f"{start}/leden/{other.public_id}/blokkeren",
            {},
        )
        for one, other in pairs
    ]
    at_once(acts)
    left = select(func.count()).where(
        Membership.group_id == group_id, Membership.role == MembershipRole.MANAGER
    )
    assert db.session.scalar(left) == 1


def test_two_who_use_a_link_for_the_last_time_at_once_are_one(world: World, browser_of: Browsers) -> None:
    with transaction():
        link = make_link(
            make.reader(world.manager), world.hidden_group, public_id=ids.public_id(), most_uses=1
        )
        path = f"/u/{secret_for(link.public_id)}"
    people = (world.stranger, world.former, world.moderator)
    group_id, person_ids = world.hidden_group.id, [person.id for person in people]
    answers = at_once([_send(browser_of(person), path, {}) for person in people])
    assert sorted(answer[0] for answer in answers if answer) == [303, 410, 410]
    joined = select(func.count()).where(Membership.group_id == group_id, Membership.user_id.in_(person_ids))
    assert db.session.scalar(joined) == 1
    assert db.session.scalars(select(InviteLink.uses)).one() == 1
