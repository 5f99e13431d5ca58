"""Naming a theme does not tell that a group one knows nothing of has it already (T18, T28)."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from forum.lib.db import transaction
from forum.threads import themes
from tests import world as make
from tests.world import World


def test_a_theme_is_spelled_as_its_own_writer_did(
    app: Flask, world: World, browser_of: Callable[[object], FlaskClient]
) -> None:
    with transaction():
        inside = make.discussion(world.member, world.hidden_group)
        themes.put(inside, ["Operatie Roze Olifant"])
    stranger = browser_of(world.stranger)
    form = {"title": "T", "body": "b", "themes": "operatie-roze-olifant", "submission": "een"}
    page = stranger.get(stranger.post("/discussies/nieuw", data=form).location).text
    assert "operatie-roze-olifant" in page
    assert "Roze" not in page
    within = browser_of(world.member).get(f"/discussies/{inside.public_id}").text
    assert "Operatie Roze Olifant" in within
    assert ">operatie-roze-olifant<" not in within, "nor does the group see that somebody elsewhere named it"


def test_the_library_spells_a_theme_as_this_reader_may_read_it(
    app: Flask, world: World, browser_of: Callable[[object], FlaskClient]
) -> None:
    with transaction():
        themes.put(make.discussion(world.member, world.hidden_group), ["Aap NOOT"])
        themes.put(make.discussion(world.member), ["aap noot"])
    page = browser_of(world.stranger).get("/bibliotheek?thema=aap-noot")
    assert page.status_code == 200
    assert "aap noot" in page.text
    assert "Aap NOOT" not in page.text
