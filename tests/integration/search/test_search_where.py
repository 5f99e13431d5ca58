"""A hit says in which part it was found, when its text does not show it."""

from collections.abc import Callable

from flask.testing import FlaskClient

from forum.lib.db import transaction
from forum.search import outbox
from tests import world as make
from tests.world import World


def test_found_in_the_title(
    world: World, browser_of: Callable[[object], FlaskClient], work: Callable[[], None]
) -> None:
    with transaction():
        make.discussion(world.member, title="De snoeihut", body="Iets over fietsen.")
        outbox.note_everything()
    work()
    visitor = browser_of(None)
    assert "Gevonden in de titel" in visitor.get("/zoeken?q=snoeihut").text
    assert "Gevonden in de titel" not in visitor.get("/zoeken?q=fietsen").text  # the text shows it
    assert "Gevonden in de titel" not in visitor.get("/zoeken?soort=discussion").text  # nothing was asked
