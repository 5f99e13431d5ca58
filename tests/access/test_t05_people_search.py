"""T05: people are found by what they show of themselves, by who is signed in, never by their address."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from forum.access import reader_for
from forum.accounts import people
from forum.app import create_app
from forum.lib.db import db, transaction
from forum.lib.limits import limiter
from forum.search import outbox, service
from tests.world import World

EMAIL = "grutje.zwaluwstaart@kwartelmail.example"


@pytest.fixture
def known(world: World, work: Callable[[], None]) -> World:
    with transaction():
        member = world.people["member"]
        assert member is not None
        member.name, member.function, member.email = "Hillegonda Pruimeboom", "Wijkverpleegkundige", EMAIL
        outbox.note_everything()
    work()
    return world


def found(world: World, name: str, text: str) -> set[str]:
    results = service.search(reader_for(world.people[name]), text)
    assert results.total >= len(results.items)
    return {result.public_id for result in results.items if result.kind == "person"}


@pytest.mark.parametrize("name", ["manager", "stranger", "banned", "moderator", "administrator"])
def test_t05_found_by_name_and_function_never_by_address(known: World, app, name: str) -> None:
    with app.test_request_context():
        assert found(known, name, "pruimeboom") == {known.member.public_id}
        assert found(known, name, "wijkverpleegkundige pruimeboom") == {known.member.public_id}
        for text in (EMAIL, "grutje.zwaluwstaart", "zwaluwstaart", "kwartelmail", "kwartelmail.example"):
            assert known.member.public_id not in found(known, name, text), text


@pytest.mark.parametrize("name", ["anonymous", "deactivated"])
def test_t05_visitors_find_no_people(known: World, app, name: str) -> None:
    with app.test_request_context():
        for text in ("pruimeboom", "wijkverpleegkundige", EMAIL):
            assert service.search(reader_for(known.people[name]), text).total == 0


def test_t05_who_closes_their_account_is_not_found_any_more(
    known: World, app, work: Callable[[], None]
) -> None:
    with app.test_request_context():
        assert found(known, "stranger", "pruimeboom") == {known.member.public_id}
        with transaction():
            people.deactivate(known.member)
        work()
        assert service.search(reader_for(known.stranger), "pruimeboom").total == 0


def test_t05_limited_per_client(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody copies the list of people by asking for every letter."""
    monkeypatch.setattr(limiter, "enabled", False)  # put back what the next line changes
    counting = create_app(replace(app.config["KENNISPLEIN"], environment="development"))
    limiter.reset()
    client = counting.test_client()
    statuses = [client.get("/zoeken").status_code for _ in range(301)]
    assert statuses == [200] * 300 + [429]
    with counting.app_context():
        db.engine.dispose()
    limiter.reset()
