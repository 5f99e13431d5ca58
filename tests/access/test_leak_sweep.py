"""No secret word reaches anybody who may not see it, on any address, for any person.

The canary method of docs/testing.md: T01, T04, T15, T16, T18, T20, T21, T26, T27, T28, T30, T32, T34, T39, T43.
"""

import re
from collections.abc import Callable
from itertools import islice

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core import kinds
from forum.lib.db import transaction
from forum.search import outbox
from tests.access import crawler
from tests.access.canaries import Canaries, plant
from tests.programs import program_of
from tests.world import CAST, World

PERSONS = (*CAST, "anonymous")


@pytest.fixture
def canaries(world: World, work: Callable[[], None]) -> Canaries:
    with transaction():
        planted = plant(world, tuple(kind.code for kind in kinds.every()))
        outbox.note_everything()
    work()
    return planted


def forbidden(canaries: Canaries, name: str) -> dict[str, frozenset[str]]:
    return {word: who for word, who in canaries.secrets.items() if name not in who}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", PERSONS)
def test_sweep(
    app: Flask,
    world: World,
    canaries: Canaries,
    browser_of: Callable[[object], FlaskClient],
    name: str,
    database: str,
) -> None:
    # The other database is asked the same questions in other words: there a part of the addresses is enough.
    step = 1 if database == "sqlite" else 4
    client = browser_of(world.people[name])
    words = forbidden(canaries, name)
    pattern = re.compile("kanarie[a-z]{10}")
    seen: set[str] = set()
    asked = 0
    addresses = islice(crawler.addresses(app, world, canaries), PERSONS.index(name) % step, None, step)
    for rule, path in addresses:
        response = crawler.get(client, path)
        asked += 1
        text = crawler.everything_of(response)
        found = set(pattern.findall(text)) - set(pattern.findall(path))
        # Only the two pages that tell whether the site is well answer so on purpose.
        well = response.status_code < 500 or path.partition("?")[0] in ("/healthz", "/readyz")
        assert well, f"{path}: {response.status}"
        leaked = found & words.keys()
        assert not leaked, (
            f"{name} gets {leaked} (for {[set(words[w]) for w in leaked]}) at {path} [{rule.rule}]"
        )
        seen |= found
    assert asked > 100
    # The same set-up must be able to show them: otherwise the sweep proves nothing.
    if name in ("manager", "member") and step == 1:
        allowed = {word for word, who in canaries.secrets.items() if name in who}
        assert len(allowed & seen) > len(allowed) * 0.6, f"{name} saw {len(allowed & seen)} of {len(allowed)}"


@pytest.mark.timeout(900)
def test_t01_search_finds_no_secret(
    app: Flask, world: World, canaries: Canaries, browser_of: Callable[[object], FlaskClient]
) -> None:
    for name in PERSONS:
        client = browser_of(world.people[name])
        # The account of "deactivated" is closed: no token of theirs gets any answer (test_t39_api_same_rule.py).
        program = program_of(app, None if name == "deactivated" else world.people[name])
        words = forbidden(canaries, name)
        for word, twin in canaries.twins.items():
            page = client.get(f"/zoeken?q={word}").get_data(as_text=True)
            answer = program.get(f"/api/v1/search?q={word}").get_json()
            if word in words:
                assert twin not in page, f"{name} finds {twin}"
                assert answer["total"] == 0, name
                assert answer["items"] == [], name
            elif name in ("manager", "member"):
                assert answer["total"] >= 1, f"{name} should find {word}"
                assert word in answer["items"][0]["title"], name


@pytest.mark.timeout(900)
def test_t30_counts_do_not_betray_what_is_hidden(
    app: Flask, world: World, browser_of: Callable[[object], FlaskClient], work: Callable[[], None]
) -> None:
    """The same pages, before and after the secrets are planted, for who may see none of them."""
    paths = ["/", "/groepen", "/bibliotheek", "/zoeken?q=tekst", "/api/v1/search?q=tekst", "/api/v1/groups"]
    paths += [f"/groepen/{world.open_group.address}", f"/mensen/{world.member.public_id}"]
    clients = {name: browser_of(world.people[name]) for name in ("anonymous",)}

    def shown() -> dict[str, str]:
        return {
            f"{name} {path}": _steady(client.get(path).get_data(as_text=True))
            for name, client in clients.items()
            for path in paths
        }

    before = shown()
    with transaction():
        plant(world, tuple(kind.code for kind in kinds.every()))
        outbox.note_everything()
    work()
    after = shown()
    for place in before:
        assert after[place] == before[place], place


def _steady(page: str) -> str:
    """A page without what differs each time."""
    page = re.sub(r'name="csrf_token" value="[^"]*"', "", page)
    return re.sub(r"<time[^>]*>[^<]*</time>", "", page)
