"""The matrix: cast × kind × place × state × route. Cannot see: 404. May see, may not do: 403. May: it happens.

Every act is tried with the same set-up by everybody, so that a refusal cannot pass for the wrong reason.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.core.group import Group
from forum.core.item import Audience, Item, State
from forum.lib.db import db, transaction
from forum.polls.models import Poll, PollOption
from forum.statements.models import Statement, StatementVote
from tests import world as make
from tests.access.canaries import PLACES
from tests.samples import SAMPLES
from tests.world import CAST, World

BrowserOf = Callable[[object], FlaskClient]
PERSONS = (*CAST, "anonymous")
NOBODY = ("anonymous", "deactivated")  # not signed in, or not any more
PAGES = {
    "discussion": "/discussies/",
    "statement": "/stellingen/",
    "poll": "/peilingen/",
    "document": "/documenten/",
}
EDIT = {"discussion": "/discussies", "statement": "/stellingen", "poll": "/peilingen"}
PUBLIC_PLACES: list[tuple[str | None, Audience, State, frozenset[str]]] = [
    ("open_group", Audience.GROUP, State.PUBLISHED, frozenset(PERSONS)),
    (None, Audience.PUBLIC, State.PUBLISHED, frozenset(PERSONS)),
]
ALL_PLACES = [*PLACES, *PUBLIC_PLACES]
TAKES_PART = {
    # place -> who may reply and vote on a published item there, of those who can read it
    None: set(CAST) - {"deactivated"},
    "open_group": set(CAST) - {"banned", "deactivated"},
    "closed_group": {"manager", "member"},
    "hidden_group": {"manager", "member"},
}


@dataclass
class Placed:
    """One item of each kind in every place, and who may see it."""

    items: list[tuple[Item, str | None, frozenset[str]]]


@pytest.fixture
def placed(world: World) -> Placed:
    items: list[tuple[Item, str | None, frozenset[str]]] = []
    with transaction():
        for kind in SAMPLES:
            for place, audience, state, who in ALL_PLACES:
                group: Group | None = getattr(world, place) if place else None
                item = SAMPLES[kind](make.reader(world.member), group, f"{kind} {place} {audience} {state}")
                item.audience, item.state = audience, state
                items.append((item, place, who))
    return Placed(items)


@pytest.mark.parametrize("name", PERSONS)
def test_pages(world: World, placed: Placed, browser_of: BrowserOf, name: str) -> None:
    client = browser_of(world.people[name])
    for item, _place, who in placed.items:
        path = PAGES[item.kind] + item.public_id
        expected = 200 if name in who else 404
        assert client.get(path).status_code == expected, f"{name}: {item.title}"
        assert client.head(path).status_code == expected, f"{name}: {item.title}"
        assert client.get(f"/items/{item.public_id}/versies").status_code == expected, item.title


@pytest.mark.parametrize("name", PERSONS)
def test_acts(world: World, placed: Placed, browser_of: BrowserOf, name: str) -> None:
    client = browser_of(world.people[name])
    for item, place, who in placed.items:
        may_see = name in who
        if not may_see or name in NOBODY:
            allowed = 404
        elif item.state == State.PUBLISHED and name in TAKES_PART[place]:
            allowed = 303
        else:
            allowed = 403
        where = f"{name}: {item.title}"
        path = f"/items/{item.public_id}"
        assert client.post(f"{path}/reacties", data={"body": "Mijn reactie"}).status_code == allowed, where
        assert client.post(f"{path}/volgen").status_code == allowed, where
        vote = _vote(item)
        if vote:
            assert client.post(*vote[:1], data=vote[1]).status_code == allowed, where


def _vote(item: Item) -> tuple[str, dict[str, str]] | None:
    if isinstance(item, Statement):
        return f"/stellingen/{item.public_id}/stem", {"choice": "agree"}
    if isinstance(item, Poll):
        option: PollOption = item.options[0]
        return f"/peilingen/{item.public_id}/stem", {"option": str(option.id)}
    return None


@pytest.mark.parametrize("name", PERSONS)
def test_only_the_author_edits_and_managers_delete_or_hide(
    world: World, placed: Placed, browser_of: BrowserOf, name: str
) -> None:
    client = browser_of(world.people[name])
    for item, place, who in placed.items:
        may_see = name in who and name not in NOBODY
        where = f"{name}: {item.title}"
        manages = name == "manager" and place is not None
        delete = f"/items/{item.public_id}/verwijderen"
        hide = f"/moderatie/verbergen/item/{item.public_id}"
        report = f"/melden/item/{item.public_id}"
        authors = name == "member"
        assert client.get(delete).status_code == _status(may_see, authors or manages), where
        assert client.get(hide).status_code == _status(may_see, manages), where
        assert client.get(report).status_code == _status(may_see, may_do=True), where
        if item.kind in EDIT:
            edit = f"{EDIT[item.kind]}/{item.public_id}/bewerken"
            may_edit = authors and item.state == State.PUBLISHED
            assert client.get(edit).status_code == _status(may_see, may_edit), where


def _status(may_see: bool, may_do: bool) -> int:
    if not may_see:
        return 404
    return 200 if may_do else 403


@pytest.mark.parametrize("name", PERSONS)
def test_groups(world: World, browser_of: BrowserOf, name: str) -> None:
    client = browser_of(world.people[name])
    known = {
        "open_group": set(PERSONS),
        "closed_group": set(CAST) - {"deactivated"},
        "hidden_group": {"manager", "member"},
    }
    for place, who in known.items():
        group: Group = getattr(world, place)
        path = f"/groepen/{group.address}"
        seen = name in who
        assert client.get(path).status_code == (200 if seen else 404), f"{name} {place}"
        settings = client.get(f"{path}/instellingen").status_code
        signed_in = name not in NOBODY
        if name == "manager":
            assert settings == 200
        else:
            assert settings == (403 if seen and signed_in else 404), f"{name} {place}"
        members = client.get(f"{path}/leden").status_code
        in_group = name in ("manager", "member")
        in_open = place == "open_group" and signed_in and name != "banned"
        assert (members == 200) == (in_group or in_open), f"{name} {place} {members}"


def test_every_post_wants_its_token(world: World, placed: Placed, browser_of: BrowserOf) -> None:
    """Without the form's token nothing happens, whoever is signed in."""
    client = browser_of(world.member)
    client.application.config["WTF_CSRF_ENABLED"] = True
    client.application.config["WTF_CSRF_CHECK_DEFAULT"] = True
    # Without a cookie there is nothing to forge with; the first four look at the origin, the others hold a
    # secret in their address. To the API a cookie means nothing (test_a_session_writes_nothing).
    exempt = {
        "accounts.request_sign_in",
        "accounts.spend_code",
        "accounts.spend_link",
        "accounts.set_language",
        "digest.stop",
        "digest.resume",
        "threads.keep_draft",  # the signed text in the form
    }
    tried = 0
    for rule in client.application.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint in exempt or rule.endpoint.startswith("api."):
            continue
        names = {name: "1" if name == "number" else "zzzzzzzzzzzz" for name in rule.arguments}
        built = rule.build(names, append_unknown=False)
        assert built
        answer = client.post(built[1], data={"body": "x"})
        tried += 1
        assert answer.status_code in (400, 404, 405), f"{rule.endpoint}: {answer.status_code}"
        if answer.status_code == 404:
            assert rule.arguments, rule.endpoint
    assert tried > 20
    statement = next(item for item, _place, _who in placed.items if isinstance(item, Statement))
    answer = client.post(f"/stellingen/{statement.public_id}/stem", data={"choice": "agree"})
    assert answer.status_code == 400
    assert db.session.scalar(select(func.count()).select_from(StatementVote)) == 0
