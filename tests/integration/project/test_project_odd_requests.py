"""No request, however odd, makes the site fail: every POST of the site with every field that it could read."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core import kinds
from forum.lib.db import transaction
from tests.access import crawler
from tests.access.canaries import Canaries, plant
from tests.world import World

# What views read without a form of their own (request.form), and what their forms are called.
FIELDS = (
    "title body themes audience submission attached remove alt-x new_alt button name description preset email "
    "role motivation naar feiten language next option choice options closes_on detach reason decision source "
    "follow code request again locale digest_frequency function organisation held summary remove_picture"
).split()
GOOD = {
    "title": "Titel",
    "body": "Tekst",
    "options": "a\nb",
    "name": "Naam",
    "reason": "Reden",
    "email": "a@b.nl",
}
ODD = (
    "\0",
    "a\0b",
    "\ufffd\u2028\r\nBcc: x@example.org",
    "9" * 5000,
    "http://[",
    "''\";--{{7*7}}(((",
    "\u0661\u00b2",
)
HEADERS = (
    {"Origin": "http://["},
    {"Referer": "http://["},
    {"Host": "a b"},
    {"Cookie": "kennisplein=\xff; language=\xff"},
    {"Content-Type": "multipart/form-data"},
    {"Content-Type": "text/plain; charset=none"},
)


def _posts(app: Flask, world: World, canaries: Canaries) -> list[str]:
    values = crawler.pools(world, canaries) | {"act": ["toelaten"]}
    known = crawler.fitting(values, world, canaries)
    paths = []
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint == "accounts.sign_out":
            continue
        fit = next((ids for start, ids in known.items() if rule.rule.startswith(start)), None)
        own = values | {"public_id": fit or values["public_id"]}
        built = rule.build({name: own[name][0] for name in rule.arguments}, append_unknown=False)
        assert built is not None
        paths.append(built[1])
    return paths


@pytest.fixture
def paths(app: Flask, world: World) -> list[str]:
    with transaction():
        canaries = plant(world, tuple(kind.code for kind in kinds.every()))
    found = _posts(app, world, canaries)
    assert len(found) > 30
    return found


@pytest.mark.parametrize("name", ["manager", "anonymous"])
def test_odd_fields_never_fail(
    app: Flask, world: World, paths: list[str], browser_of: Callable[[object], FlaskClient], name: str
) -> None:
    client = browser_of(world.people[name])
    for path in paths:
        for odd in ODD:
            everything = dict.fromkeys(FIELDS, odd)
            one_by_one = GOOD | {"attached": odd, "submission": odd, "next": odd}
            for data in (everything, one_by_one):
                answer = client.post(path, data=data)
                assert answer.status_code < 500, (path, odd)


def test_odd_headers_never_fail(app: Flask, world: World, paths: list[str], client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = app.config["WTF_CSRF_CHECK_DEFAULT"] = True
    for path in [*paths, "/bestaat-niet"]:
        for headers in HEADERS:
            answer = client.post(path, headers=headers, data=b"\xff\xfe=\xff&a=%ff%00&body=%ed%a0%80")
            assert answer.status_code < 500, (path, headers)


@pytest.mark.parametrize("path", ["/bestaat-niet", "/aanmelden/%00", "/instellingen", "/taal"])
def test_too_much_is_refused_also_where_nothing_is(client: FlaskClient, world: World, path: str) -> None:
    form = "application/x-www-form-urlencoded"
    for body in (b"a=" + b"x" * 3_000_000, b"&".join(b"f%d=1" % number for number in range(10_000))):
        assert client.post(path, data=body, content_type=form).status_code < 500
    assert client.post(path, data={f"f{number}": "x" for number in range(300)} | {"a": "é"}).status_code < 500


def test_a_form_sent_again_to_another_kind_makes_its_own_row(
    world: World, browser_of: Callable[[object], FlaskClient]
) -> None:
    client = browser_of(world.member)
    form = {"title": "Titel", "body": "Tekst", "options": "a\nb", "submission": "dezelfde"}
    made = {
        client.post(f"/{kind}/nieuw", data=form).location
        for kind in ("discussies", "peilingen", "stellingen")
    }
    assert len(made) == 3
    assert all(client.get(location).status_code == 200 for location in made)


def test_a_changed_text_is_not_lost_by_sending_the_same_page_again(
    world: World, browser_of: Callable[[object], FlaskClient]
) -> None:
    client = browser_of(world.member)
    form = {"title": "Titel", "body": "Eerste tekst", "submission": "dezelfde"}
    first, again = (client.post("/discussies/nieuw", data=form).location for _ in range(2))
    changed = client.post("/discussies/nieuw", data=form | {"body": "Andere tekst"}).location
    assert first == again != changed
    assert "Andere tekst" in client.get(changed).text
