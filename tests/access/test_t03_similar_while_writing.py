"""T03, T04, T30: "Bestaat dit al?" knows only what its reader may read, and is for who writes."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.app import create_app
from forum.core.item import Audience, State
from forum.lib.db import db, transaction
from forum.lib.limits import limiter
from forum.search import outbox
from tests import world as make
from tests.world import World

Browser = Callable[[object], FlaskClient]
TITLE = "wachtlijst jeugdhulp verkorten"
PLACES = [
    ("open_group", Audience.GROUP, State.PUBLISHED, {"*"}),
    ("open_group", Audience.MEMBERS, State.PUBLISHED, {"member", "manager"}),
    ("closed_group", Audience.GROUP, State.PUBLISHED, {"member", "manager"}),
    ("hidden_group", Audience.GROUP, State.PUBLISHED, {"member", "manager"}),
    ("closed_group", Audience.GROUP, State.HIDDEN, set()),
    (None, Audience.PUBLIC, State.DRAFT, set()),
    (None, Audience.PUBLIC, State.DELETED, set()),
]


@pytest.fixture
def known(world: World, work: Callable[[], None]) -> World:
    with transaction():
        for number, (place, audience, state, _who) in enumerate(PLACES):
            group = getattr(world, place) if place else None
            make.discussion(world.member, group, audience, state, title=f"{TITLE} plek{number}")
        make.discussion(world.member, title="Iets over fietsen naar school")
        outbox.note_everything()
    work()
    return world


def test_t03_each_sees_what_they_may_read(known: World, browser_of: Browser) -> None:
    for name, person in known.people.items():
        answer = browser_of(person).get("/schrijven/bestaat-al", query_string={"titel": TITLE})
        if name in ("anonymous", "deactivated"):
            assert answer.status_code == 404
            continue
        seen = {number for number in range(len(PLACES)) if f"plek{number}" in answer.text}
        wanted = {number for number, place in enumerate(PLACES) if place[3] & {"*", name}}
        assert seen == wanted, name
        assert ("Bestaat dit al?" in answer.text) == bool(wanted)
        assert "fietsen" not in answer.text


def test_t03_a_seed_that_cannot_be_read_changes_nothing(known: World, browser_of: Browser) -> None:
    with transaction():
        secret = make.discussion(known.member, known.hidden_group)
    browser = browser_of(known.stranger)
    answers = {
        browser.get("/schrijven/bestaat-al", query_string={"titel": TITLE, "zonder": but}).text
        for but in (secret.public_id, "zzzzzzzzzzzz", "")
    }
    assert len(answers) == 1


@pytest.mark.parametrize("title", ["", "wachtlijst", "   ", '"', "zzz qqq", "%' OR 1=1 --", "x" * 5000])
def test_little_or_odd_text_finds_nothing(known: World, browser_of: Browser, title: str) -> None:
    answer = browser_of(known.member).get("/schrijven/bestaat-al", query_string={"titel": title})
    assert (answer.status_code, answer.text.strip()) == (200, "")


def test_the_preview_of_a_form_shows_it_too(known: World, browser_of: Browser) -> None:
    browser = browser_of(known.stranger)
    page = browser.post("/discussies/nieuw", data={"title": TITLE, "body": "x", "button": "preview"}).text
    assert "plek0" in page
    assert "plek3" not in page
    page = browser.post(
        "/discussies/nieuw", data={"title": "Heel wat anders", "body": "x", "button": "preview"}
    )
    assert "Bestaat dit al?" not in page.text


def test_t05_limited_per_client(app: Flask, known: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)  # put back what the next line changes
    counting = create_app(replace(app.config["KENNISPLEIN"], environment="development"))
    limiter.reset()
    client = make.signed_in_client(counting, known.member)
    statuses = [client.get("/schrijven/bestaat-al?titel=a").status_code for _ in range(121)]
    assert statuses == [200] * 120 + [429]
    with counting.app_context():
        db.engine.dispose()
    limiter.reset()
