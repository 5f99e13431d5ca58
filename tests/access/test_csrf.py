"""No other site can let somebody's browser act here: every POST asks for the token of our own form, and the few
that cannot have one look at where the request comes from."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.models import SignInRequest, UserSession
from forum.core import kinds
from forum.lib.csrf import csrf
from forum.lib.db import Base, db, transaction
from tests.access import crawler
from tests.access.canaries import plant
from tests.world import World

# Visitors have no cookie, so no token (forum/accounts/views_sign_in.py): these look at the origin.
BY_ORIGIN = {
    "accounts.request_sign_in",
    "accounts.spend_code",
    "accounts.spend_link",
    "accounts.set_language",
}
# The signed text in the form is the right to do it; what it makes is read by its owner only.
BY_FORM = {"threads.keep_draft"}
# The secret in the address is the right to do it, for mail programs too (RFC 8058); it stops or resumes a mail.
BY_SECRET = {
    "digest.stop",
    "digest.resume",
    "notifications.stop",
    "notifications.resume",
    "search.saved_stopped",
    "search.saved_resumed",
}
ELSEWHERE = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://elders.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.elders.example"},
)


def _posts(app: Flask, world: World) -> list[tuple[str, str]]:
    with transaction():
        canaries = plant(world, tuple(kind.code for kind in kinds.every()))
    values = crawler.pools(world, canaries) | {"act": ["blokkeren"]}
    known = crawler.fitting(values, world, canaries)
    found = []
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            fit = next((ids for start, ids in known.items() if rule.rule.startswith(start)), None)
            own = values | {"public_id": fit or values["public_id"]}
            built = rule.build({name: own[name][0] for name in rule.arguments}, append_unknown=False)
            assert built is not None
            found.append((rule.endpoint, built[1]))
    return found


def _rows() -> dict[str, int | None]:
    tables = Base.metadata.sorted_tables
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) for table in tables}


def test_every_post_asks_for_the_token(
    app: Flask, world: World, browser_of: Callable[[object], FlaskClient]
) -> None:
    client = browser_of(world.manager)
    posts = _posts(app, world)
    app.config["WTF_CSRF_ENABLED"] = app.config["WTF_CSRF_CHECK_DEFAULT"] = True
    before = _rows()
    data = {
        "title": "Titel",
        "body": "Tekst",
        "options": "a\nb",
        "name": "Naam",
        "reason": "Reden",
        "email": "a@b.nl",
    }
    asked = 0
    for endpoint, path in posts:
        if endpoint in BY_ORIGIN | BY_SECRET | BY_FORM:
            continue
        if endpoint.startswith(
            "api."
        ):  # who asks is told by a token of a program only: a cookie means nothing there
            answer = client.post(path, json={"title": "Titel", "body": "Tekst"})
            assert answer.status_code == 401, f"{endpoint}: {answer.status_code}"
            continue
        for token in ({}, {"csrf_token": "verzonnen"}):
            answer = client.post(path, data=data | token)
            assert answer.status_code == 400, f"{endpoint}: {answer.status_code}"
            asked += 1
    assert asked > 60
    assert _rows() == before


def test_no_other_route_is_excused(app: Flask) -> None:
    excused = [app.view_functions[endpoint] for endpoint in BY_ORIGIN | BY_SECRET | BY_FORM]
    assert csrf._exempt_views == {f"{view.__module__}.{view.__name__}" for view in excused}
    assert {blueprint.name for blueprint in csrf._exempt_blueprints} == {"api"}


@pytest.mark.parametrize("headers", ELSEWHERE, ids=lambda headers: str(*headers.values()))
def test_what_has_no_token_comes_from_our_own_pages(
    app: Flask, world: World, client: FlaskClient, headers: dict[str, str]
) -> None:
    for path in ("/aanmelden", "/aanmelden/code", "/aanmelden/onbekend", "/taal"):
        data = {"email": "iemand@example.org", "language": "en", "code": "123456"}
        answer = client.post(path, data=data, headers=headers)
        assert answer.status_code == 422
        assert "Set-Cookie" not in answer.headers
    assert db.session.scalar(select(func.count()).select_from(SignInRequest)) == 0
    assert db.session.scalar(select(func.count()).select_from(UserSession)) == 0
    assert (
        client.post("/taal", data={"language": "en"}, headers={"Origin": "http://localhost"}).status_code
        == 303
    )
