"""A manager gives their group a colour: on its page and on what is in it, for who may see the group."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.core.group import Colour, Group
from forum.lib.db import db, transaction
from tests import world as make
from tests.integration.project.test_project_page_cache import is_hit
from tests.world import World

BrowserOf = Callable[[object], FlaskClient]


def save(client: FlaskClient, group: Group, **more: str) -> int:
    data = {"name": group.name, "description": group.description, **more}
    return client.post(f"/groepen/{group.address}/instellingen", data=data).status_code


def colour_of(group: Group) -> str | None:
    db.session.rollback()
    db.session.refresh(group)
    return group.colour


def test_it_shows_on_the_group_and_on_what_is_in_it(world: World, browser_of: BrowserOf) -> None:
    group, manager, visitor = world.open_group, browser_of(world.manager), browser_of(None)
    with transaction():
        item = make.discussion(world.member, group, title="Over de wachtlijst")
    address, place = f"/groepen/{group.address}", f"/discussies/{item.public_id}"
    for path in (address, place, "/?soort=alles"):
        assert "kp-accent" not in visitor.get(path).text
        assert is_hit(visitor, path)
    assert 'checked id="colour-0"' in manager.get(f"{address}/instellingen").text  # none
    assert save(manager, group, colour="water") == 303
    assert 'checked id="colour-4"' in manager.get(f"{address}/instellingen").text
    assert "kp-grouphead kp-accent kp-accent--water" in visitor.get(address).text
    assert "kp-itemhead__group kp-accent kp-accent--water" in visitor.get(place).text
    assert "kp-line__group kp-accent kp-accent--water" in visitor.get("/?soort=alles").text
    assert "kp-group kp-accent kp-accent--water" in visitor.get("/groepen").text
    assert "koos een andere kleur voor de groep." in manager.get(f"{address}/logboek").text
    assert "kp-swatch kp-accent kp-accent--water" in manager.get(f"{address}/instellingen").text
    # A form without the choice leaves it; choosing none takes it away.
    assert save(manager, group) == 303
    assert colour_of(group) == Colour.WATER
    assert save(manager, group, colour="") == 303
    assert colour_of(group) is None
    assert "kp-accent" not in visitor.get(address).text


@pytest.mark.parametrize("typed", ["roze", "#f00", "water;}", "\0water", "WATER"])
def test_another_colour_is_refused_and_what_was_typed_stays(
    world: World, browser_of: BrowserOf, typed: str
) -> None:
    client, group = browser_of(world.manager), world.open_group
    data = {"name": "Nog te bewaren", "description": "", "colour": typed}
    answer = client.post(f"/groepen/{group.address}/instellingen", data=data)
    assert answer.status_code == 422
    assert "Nog te bewaren" in answer.text
    assert colour_of(group) is None


def test_nobody_else_chooses_it(world: World, browser_of: BrowserOf) -> None:
    group = world.open_group
    for name, status in {"member": 403, "stranger": 403, "moderator": 403, "anonymous": 404}.items():
        assert save(browser_of(world.people[name]), group, colour="plum") in (status, 400), name
    assert save(browser_of(world.stranger), world.hidden_group, colour="plum") == 404
    assert colour_of(group) is None


def test_who_may_not_see_the_group_does_not_see_its_colour(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        make.discussion(world.member, world.hidden_group, title="Over de wachtlijst")
    save(browser_of(world.manager), world.hidden_group, colour="plum")
    hidden = f"/groepen/{world.hidden_group.address}"
    assert "kp-accent--plum" in browser_of(world.member).get(hidden).text
    assert "kp-accent--plum" in browser_of(world.member).get("/?soort=alles").text
    for name in ("anonymous", "stranger", "moderator", "administrator", "banned"):
        client = browser_of(world.people[name])
        assert client.get(hidden).status_code == 404
        for path in ("/", "/?soort=alles", "/groepen", "/zoeken?q=wachtlijst", hidden):
            assert "kp-accent" not in client.get(path).text, (name, path)
