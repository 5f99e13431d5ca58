"""For who is outside, the community looks the same with and without what closed and hidden groups hold (T29, T30,
T43): every page, list, count and search, not only as a visitor."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.core import kinds
from forum.core.group import Preset
from forum.core.item import Audience, State
from forum.lib.db import transaction
from forum.search import outbox
from tests import world as make
from tests.access import canaries
from tests.access.canaries import MANAGERS, MEMBERS, NOBODY
from tests.programs import program_of
from tests.world import World

UNSEEN = [
    ("closed_group", Audience.GROUP, State.PUBLISHED, MEMBERS),
    ("hidden_group", Audience.GROUP, State.PUBLISHED, MEMBERS),
    ("open_group", Audience.MEMBERS, State.PUBLISHED, MEMBERS),
    ("open_group", Audience.GROUP, State.HIDDEN, MANAGERS),
    ("closed_group", Audience.GROUP, State.HIDDEN, MANAGERS),
    (None, Audience.PUBLIC, State.HIDDEN, NOBODY),
    (None, Audience.PUBLIC, State.DELETED, NOBODY),
]


def _steady(page: str) -> str:
    page = re.sub(r'name="(csrf_token|submission|concept)"[^>]*>', "", page)
    return re.sub(r"<time[^>]*>[^<]*</time>", "", page)


@pytest.mark.parametrize("name", ["anonymous", "stranger", "pending", "banned", "former", "administrator"])
def test_every_page_is_the_same_with_and_without_what_is_unseen(
    world: World,
    browser_of: Callable[[object], FlaskClient],
    work: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    codes = tuple(kind.code for kind in kinds.every())
    planted = canaries.Canaries()
    monkeypatch.setattr(canaries, "PLACES", UNSEEN)
    monkeypatch.setattr(
        canaries, "_groups_and_people", lambda _world, made: planted.secrets.update(made.secrets)
    )
    groups = (world.open_group, world.closed_group, world.hidden_group)
    paths = [
        "/",
        "/?soort=alles",
        "/groepen",
        "/groepen/nieuw",
        "/bibliotheek",
        "/documenten/nieuw",
        "/instellingen",
    ]
    paths += [f"/?soort={code}" for code in codes] + [f"/schrijven/{code}" for code in codes]
    paths += [
        f"/zoeken?q={word}" for word in ("tekst", "inhoud", "titel", "kanarie", "member", "Een+gesprek")
    ]
    paths += [f"/zoeken?q=inhoud&groep={group.address}" for group in groups]
    for group in groups:
        paths += [f"/groepen/{group.address}{page}" for page in ("", "/leden", "?soort=poll", "/verlaten")]
    paths += [f"/mensen/{user.public_id}" for user in world.people.values() if user]
    with transaction():
        make.discussion(world.manager, world.open_group, body="Inhoud die iedereen leest")
        outbox.note_everything()
    work()
    client = browser_of(world.people[name])
    program = program_of(client.application, world.people[name])

    def shown() -> dict[str, str]:
        pages = {path: _steady(client.get(path).text) for path in paths}
        asked = ("search?q=inhoud", "search?q=kanarie", "items", "groups")
        return pages | {path: program.get(f"/api/v1/{path}").text for path in asked}

    before = shown()
    assert "Inhoud die iedereen leest" in before["/zoeken?q=inhoud"] or "mark" in before["/zoeken?q=inhoud"]
    with transaction():
        canaries.plant(world, codes)
        other = make.group("nog-een-verborgen", Preset.HIDDEN, world.member)
        make.discussion(world.member, other, title="Titel tekst inhoud")
        outbox.note_everything()
    work()
    assert len(planted.secrets) > 100
    after = shown()
    for path, page in before.items():
        assert after[path] == page, path
