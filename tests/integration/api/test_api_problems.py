"""What goes wrong is told as problem+json (RFC 9457), and pages for people stay pages."""

from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.app import create_app
from forum.lib.db import db, transaction
from forum.lib.limits import limiter
from tests import world as make
from tests.attacks import string_sources
from tests.corpus import needs_corpus
from tests.programs import program_of
from tests.world import World

LISTS = ["/api/v1/items", "/api/v1/groups", "/api/v1/search?q=x"]


def is_problem(response: TestResponse, status: int) -> None:
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.headers["API-Version"] == "1.2.0"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in response.headers
    body = response.get_json()
    assert body["status"] == status
    assert body["type"] == "about:blank"
    assert body["title"]
    assert body["detail"]


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1", "/api/v2/search", "/api/v1/search/", "/api/v1/items/bestaatniet", "/api/%00"]
)
def test_not_there(client: FlaskClient, path: str) -> None:
    is_problem(client.get(path), 404)
    is_problem(client.get(path, headers={"Accept": "text/html,*/*;q=0.8"}), 404)


@pytest.mark.parametrize(
    "path", ["//api/v1/items", "/api//v1/items", "/api/v1//items", "/api/v1/items//replies"]
)
def test_an_address_with_a_slash_too_many_leads_nowhere(client: FlaskClient, path: str) -> None:
    answer = client.get(path, base_url="http://localhost")
    assert answer.status_code == 404
    assert "Location" not in answer.headers


def test_who_takes_no_json(client: FlaskClient) -> None:
    for accept in ("text/html", "application/xml;q=0.9", "application/json;q=0"):
        is_problem(client.get("/api/v1/groups", headers={"Accept": accept}), 406)
    for accept in ("application/json", "application/*", "*/*", "application/problem+json", ""):
        assert client.get("/api/v1/groups", headers={"Accept": accept}).status_code == 200


def test_pages_stay_pages(client: FlaskClient) -> None:
    assert client.get("/bestaatniet").mimetype == "text/html"
    assert client.get("/apixyz").mimetype == "text/html"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_wrong_method(client: FlaskClient, method: str) -> None:
    answer = client.open("/api/v1/groups", method=method, json={})
    is_problem(answer, 405)
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("value", ["0", "-1", "abc", "1000000000", "1.5", "", "9" * 5000, "٣x", "%ff"])
@pytest.mark.parametrize("path", LISTS)
def test_no_such_page(client: FlaskClient, path: str, value: str) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}page={value}")
    is_problem(answer, 422)
    assert [error["parameter"] for error in answer.get_json()["errors"]] == ["page"]


@pytest.mark.parametrize("path", LISTS)
def test_after_the_last_page(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}page=10000")
    assert answer.status_code == 200
    assert answer.get_json()["items"] == []


def test_all_errors_together(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?page=0&kind=onzin&group=")
    is_problem(answer, 422)
    assert {error["parameter"] for error in answer.get_json()["errors"]} == {"page", "kind", "group", "q"}
    is_problem(client.get("/api/v1/items?kind=person"), 422)


@pytest.mark.parametrize(
    "header",
    ["Bearer onbekend", "Bearer", "Bearer ", "", "Basic eDp5", "onzin", "Bearer " + "x" * 9000, "Bearer é"],
)
def test_a_token_that_is_none(client: FlaskClient, header: str) -> None:
    answer = client.get("/api/v1/groups", headers={"Authorization": header})
    is_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_is_no_token(world: World, browser_of) -> None:
    assert browser_of(world.member).get("/api/v1/groups").get_json()["total"] == 1
    # The same person with a token, so that the refusal is for the right reason.
    assert (
        program_of(browser_of(None).application, world.member).get("/api/v1/groups").get_json()["total"] == 3
    )


def test_a_crash_tells_nothing(app: Flask, client: FlaskClient) -> None:
    app.testing = False
    try:
        with patch("forum.api.queries.list_groups", side_effect=RuntimeError("geheim")):
            answer = client.get("/api/v1/groups")
    finally:
        app.testing = True
    is_problem(answer, 500)
    assert "geheim" not in answer.text


def test_too_many(tmp_path: Path, app: Flask) -> None:
    config = replace(app.config["KENNISPLEIN"], environment="development", data=tmp_path)
    busy = create_app(config)
    try:
        limiter.reset()
        client = busy.test_client()
        answers = [client.get("/api/v1/openapi.json") for _ in range(601)]
        assert {answer.status_code for answer in answers[:600]} == {200}
        is_problem(answers[600], 429)
        assert 1 <= int(answers[600].headers["Retry-After"]) <= 60
        assert client.get("/healthz").status_code == 200
    finally:
        limiter.reset()
        limiter.enabled = False
        with busy.app_context():
            db.engine.dispose()


def test_a_long_question(app: Flask, world: World) -> None:
    for text in ("a" * 10_000, "woord " * 2_000, '"' * 10_000):
        assert app.test_client().get("/api/v1/search", query_string={"q": text}).status_code == 200


@needs_corpus
def test_odd_texts_are_only_texts(app: Flask, world: World) -> None:
    with transaction():
        make.discussion(world.member, title="Gewoon")
    client = app.test_client()
    texts = [text for _name, text in string_sources()]
    assert len(texts) > 100
    for text in texts[:: max(1, len(texts) // 120)]:
        short = text[:2_000].encode("utf-8", "replace").decode()
        found = client.get("/api/v1/search", query_string={"q": short, "page": "1"})
        assert found.status_code == (404 if "\0" in short else 200), short
        for name in ("kind", "group"):
            answer = client.get("/api/v1/items", query_string={name: short})
            assert answer.status_code in (404, 422), (name, short)
            assert answer.mimetype == "application/problem+json"
        # Some of these texts are numbers.
        assert client.get("/api/v1/items", query_string={"page": short}).status_code in (200, 404, 422)
