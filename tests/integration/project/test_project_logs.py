"""T32 and T36: what the site writes about itself holds no secret, address, token, query or text of people."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from forum.access.routes import everyone
from forum.core.user import User
from forum.lib import logs
from forum.lib.db import db, transaction
from forum.work import jobs, outbox
from tests.world import World

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def written(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What production would write, of every logger and every level that it writes."""
    stream = io.StringIO()
    root, ours = logging.getLogger(), logs.handler(stream, for_programs=True)
    monkeypatch.setattr(logging.getLogger("forum"), "level", logging.INFO)
    monkeypatch.setattr(logs.REQUESTS, "level", logging.INFO)
    for logger in (logging.getLogger("forum"), logs.REQUESTS):
        logger.manager._clear_cache()  # type: ignore[attr-defined]
    root.addHandler(ours)
    yield stream
    root.removeHandler(ours)
    for logger in (logging.getLogger("forum"), logs.REQUESTS):
        logger.manager._clear_cache()  # type: ignore[attr-defined]


@pytest.fixture
def lines(written: io.StringIO) -> Lines:
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


def test_t32_t36_signing_in_searching_and_failing_leave_no_trace_of_anybody(
    app: Flask,
    world: World,
    written: io.StringIO,
    lines: Lines,
    work: Callable[[], None],
    browser_of: Callable[[object], FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, token = world.member.email, "tokenvaniemanddatniemandmagzien0123456789"
    visitor = app.test_client()
    away = {"REMOTE_ADDR": "203.0.113.77"}
    here = {"Sec-Fetch-Site": "same-origin"}
    visitor.post("/aanmelden", data={"email": address}, headers=here, environ_base=away)
    work()
    visitor.get(f"/aanmelden/{token}", environ_base=away)
    visitor.post(f"/aanmelden/{token}", headers=here, environ_base=away)
    visitor.get("/zoeken?q=geheimezoekvraag", environ_base=away)
    member = browser_of(world.member)
    member.get("/zoeken?q=geheimezoekvraag", environ_base=away)
    member.post(
        "/discussies/nieuw",
        data={"title": "Geheimetitel", "body": "Geheimetekst", "audience": "public", "submission": "een"},
    )
    member.get("/api/v1/items", headers={"Authorization": f"Bearer {token}"})

    def fails(**_ids: object) -> None:
        raise ValueError(f"{address} schreef Geheimetekst vanaf 203.0.113.77 met {token}")

    monkeypatch.setitem(jobs._jobs, "test.fails", jobs.Job("test.fails", "mail", fails, 0))
    with transaction():
        outbox.enqueue("test.fails")
    outbox.do_tasks("mail")
    monkeypatch.setitem(app.view_functions, "timeline.home", everyone(fails))
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    assert visitor.get("/?q=geheimezoekvraag", environ_base=away).status_code == 500

    found = lines()
    assert {"request", "a request failed"} <= {line["event"] for line in found}, found
    assert any(line.get("job") == "test.fails" for line in found)
    text = written.getvalue()
    for secret in (
        address,
        address.partition("@")[2],
        token,
        "geheimezoekvraag",
        "Geheimetitel",
        "Geheimetekst",
        "203.0.113.77",
    ):
        assert secret.lower() not in text.lower(), secret
    assert app.config["SECRET_KEY"] not in text
    assert str(app.config["KENNISPLEIN"].data) not in text


def test_the_number_on_the_page_of_a_failure_is_in_the_log(
    app: Flask, client: FlaskClient, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        with transaction():
            db.session.add_all(
                [
                    User(email="dubbel@voorbeeld.nl", name="Een"),
                    User(email="dubbel@voorbeeld.nl", name="Twee"),
                ]
            )

    monkeypatch.setitem(app.view_functions, "timeline.home", everyone(fail))
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = client.get("/")
    shown = re.search(r"<code>([0-9a-f]{12})</code>", answer.text)
    assert shown
    [failure] = [line for line in lines() if line["event"] == "a request failed"]
    assert failure["request"] == shown[1]
    assert failure["error"].startswith(IntegrityError.__name__)
    assert failure["endpoint"] == "timeline.home"
    assert any("test_project_logs.py" in place for place in failure["at"])
    [line] = [line for line in lines() if line["event"] == "request"]
    assert (line["request"], line["status"], line["method"]) == (shown[1], 500, "GET")


def test_a_program_gets_that_number_too(
    app: Flask, client: FlaskClient, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError("no database")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "health.healthz", everyone(fail))
    name = next(rule.endpoint for rule in app.url_map.iter_rules() if str(rule) == "/api/v1/items")
    monkeypatch.setitem(app.view_functions, name, everyone(fail))
    answer = client.get("/api/v1/items")
    assert answer.status_code == 500
    [failure] = [line for line in lines() if line["event"] == "a request failed"]
    assert answer.json is not None
    assert answer.json["instance"] == f"urn:request:{failure['request']}"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Invalid request from ip=203.0.113.9: bad", "Invalid request from ip=[ip]: bad"),
        ("from 2001:db8:0:1::7 it came", "from [ip] it came"),
        ("GET /zoeken?q=iets+geheims&soort=x", "GET /zoeken?[query]"),
        ("mail for jan.de-vries+x@gemeente.voorbeeld.nl refused", "mail for [mail] refused"),
        ("cannot reach redis://iemand:geheim@10.1.2.3:6379/0", "cannot reach [url]"),
        ("token abcdefghijklmnopqrstuvwxyz0123456789", "token [token]"),
        (
            "job library.extract (task 12) failed: ValueError",
            "job library.extract (task 12) failed: ValueError",
        ),
        ("search index built: 5000 documents at 12:30:15", "search index built: 5000 documents at 12:30:15"),
    ],
)
def test_what_others_log_is_cleaned_at_the_end(text: str, left: str) -> None:
    assert logs.scrubbed(text) == left


def test_in_development_lines_are_for_people() -> None:
    stream = io.StringIO()
    logger = logging.Logger("forum.test")
    logger.addHandler(logs.handler(stream, for_programs=False))
    logger.warning("the worker is late", extra={"endpoint": "x"})
    assert "the worker is late" in stream.getvalue()
    assert not stream.getvalue().startswith("{")
