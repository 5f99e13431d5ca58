"""The page for when something failed speaks the language of its reader, also when the database is what failed."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import UnsupportedMediaType

from tests.world import World

BrowserOf = Callable[[object], FlaskClient]


@pytest.fixture
def broken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can be recognised any more: each try ends in an error."""

    def fail(*_arguments: object) -> None:
        raise OSError("no database")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(app.login_manager, "_user_callback", fail)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "Dat ligt aan ons, niet aan jou."), ("en", "That is our fault, not yours."), ("x", "Dat ligt")],
)
@pytest.mark.usefixtures("broken")
def test_the_page_for_failures(world: World, browser_of: BrowserOf, language: str, words: str) -> None:
    client = browser_of(world.member)
    client.set_cookie("language", language)
    answer = client.get("/groepen")
    assert answer.status_code == 500
    page = answer.get_data(as_text=True)
    assert words in page
    assert f'<html lang="{language if language != "x" else "nl"}">' in page


@pytest.mark.parametrize(("language", "words"), [("nl", "Dit ging niet goed"), ("en", "That did not work")])
def test_the_framework_shows_no_page_of_its_own(app: Flask, language: str, words: str) -> None:
    with app.test_request_context("/", headers={"Cookie": f"language={language}"}):
        answer = app.make_response(app.handle_user_exception(UnsupportedMediaType()))
    assert answer.status_code == 415
    assert words in answer.get_data(as_text=True)
