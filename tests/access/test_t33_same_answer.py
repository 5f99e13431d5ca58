"""T33: signing in answers the same, by the same queries and bytes, for known and unknown addresses."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from forum.core import setting
from forum.core.setting import Registration
from forum.lib.db import db, transaction
from tests.world import World

# As long as each other: what somebody typed comes back on some pages.
KNOWN, CLOSED, UNKNOWN = "member", "deactivated", "nobody"
_RANDOM_ID = re.compile(r"[2-9bcdfghjkmnp-tv-z]{12}")


@contextmanager
def queries() -> Iterator[list[str]]:
    """Every statement that is sent to the database, as text."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def _bytes(answer: TestResponse, email: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    def plain(text: str) -> str:
        return _RANDOM_ID.sub("ID", text.replace(email, "ADDRESS"))

    headers = [(name, plain(value)) for name, value in answer.headers if name != "Content-Length"]
    return answer.status_code, plain(answer.text).encode(), headers


def _walk(app: Flask, email: str) -> list[tuple[Any, list[str]]]:
    """All that somebody can do with an address who cannot read its mail."""
    client: FlaskClient = app.test_client()
    seen = []

    def step(path: str, data: dict[str, str] | None = None) -> TestResponse:
        with queries() as sent:
            answer = client.post(path, data=data) if data is not None else client.get(path)
        seen.append((_bytes(answer, email), sent))
        return answer

    location = step("/aanmelden", {"email": email, "next": "/groepen"}).location
    request = location.partition("aanvraag=")[2]
    step(location)
    for number in range(7):
        step("/aanmelden/code", {"request": request, "code": f"{number:06}"})
    for _ in range(6):
        step("/aanmelden", {"again": request})
    step("/aanmelden", {"email": email})
    return seen


@pytest.mark.parametrize("mode", list(Registration))
@pytest.mark.parametrize("sent", [False, True], ids=["before the mail", "after the mail"])
def test_t33_signing_in(app: Flask, world: World, work: Any, mode: Registration, sent: bool) -> None:
    with transaction():
        setting.put("registration", mode)
    walks = []
    for name in (KNOWN, CLOSED, UNKNOWN):
        email = f"{name}@example.org"
        if sent:
            answer = app.test_client().post("/aanmelden", data={"email": email})
            assert answer.status_code == 303
            work()
        walks.append(_walk(app, email))
    known, closed, unknown = walks
    assert len(known) == 16
    assert [status for ((status, _body, _headers), _queries) in known][:2] == [303, 200]
    assert 429 in [status for ((status, _body, _headers), _queries) in known]
    assert any(statements for _answer, statements in known)
    for one, other in ((known, unknown), (known, closed)):
        for number, (first, second) in enumerate(zip(one, other, strict=True)):
            assert first == second, number


def test_t33_the_check_itself_sees_a_difference(app: Flask, world: World) -> None:
    with queries() as sent:
        app.test_client().get("/aanmelden")
    # The name of the site, and no more.
    assert [text.split()[0] for text in sent if "settings" not in text] in ([], ["BEGIN"])
    with queries() as sent:
        app.test_client().post("/aanmelden", data={"email": "member@example.org"})
    assert [statement.split()[0] for statement in sent if not statement.startswith("PRAGMA")][-3:] == [
        "SELECT",
        "INSERT",
        "INSERT",
    ]
