"""Nothing found: the next step is to ask others, for who is signed in and for who is not yet."""

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.world import World


def test_who_finds_nothing_can_ask(world: World, browser_of: Callable[[object], FlaskClient]) -> None:
    member = browser_of(world.member).get("/zoeken?q=zwxqv").text
    assert 'href="/discussies/nieuw?titel=Zwxqv"' in member
    assert "Stel je vraag" in member
    visitor = browser_of(None).get("/zoeken?q=zwxqv").text
    assert 'href="/aanmelden?next=/discussies/nieuw?titel%3DZwxqv"' in visitor
    assert "Log in om je vraag te stellen" in visitor
