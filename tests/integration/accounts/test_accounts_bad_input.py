"""Input that no browser of ours sends is an answer, never a crash."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.core.user import User
from tests.world import World

BrowserOf = Callable[[User | None], FlaskClient]


@pytest.mark.parametrize(
    "path",
    [
        "/mensen/%00",
        "/mensen/" + "x" * 3000,
        "/mensen/%ff%fe",
        "/aanmelden/%00",
        "/aanmelden?next=/%00",
        "/aanmelden/code?aanvraag=%00",
        "/groepen/%00",
        "/zoeken?q=%00",
        "/discussies/%00",
    ],
)
def test_odd_addresses(world: World, browser_of: BrowserOf, path: str) -> None:
    assert browser_of(world.member).get(path).status_code in (200, 302, 404, 410)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/aanmelden", {"again": "a\0b"}),
        ("/aanmelden", {"email": "a\0@b.nl", "next": "/\0"}),
        ("/aanmelden", {"email": ["a@b.nl", "c@d.nl"]}),
        ("/aanmelden", {"email": b"\xff\xfe@b.nl"}),
        ("/aanmelden/code", {"request": "\0", "code": "123456"}),
        ("/aanmelden/code", {"request": "x" * 5000, "code": "123456"}),
        ("/aanmelden/code", {}),
        ("/taal", {"language": "\0", "next": "\0"}),
    ],
)
def test_odd_forms(world: World, browser_of: BrowserOf, path: str, data: dict[str, object]) -> None:
    assert browser_of(None).post(path, data=data).status_code in (303, 410, 422)


def test_a_file_where_text_is_expected(world: World, browser_of: BrowserOf) -> None:
    answer = browser_of(None).post("/aanmelden", data="{}", content_type="application/json")
    assert answer.status_code == 422
