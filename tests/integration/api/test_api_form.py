"""The form of answers: pages, filters, headers, other sites, limits."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.http import parse_options_header

from forum.app import create_app
from forum.core.follow import Follow, GroupFollow, ThemeFollow
from forum.core.group import Membership, Preset
from forum.core.item import Item, State
from forum.core.theme import Theme, item_themes
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.lib.limits import limiter
from forum.notifications.models import Notification, Reason
from tests import world as make
from tests.counting import count_queries
from tests.programs import program_of
from tests.world import World

ITEMS = "/api/v1/items"


def links(header: str) -> dict[str, str]:
    """The addresses of a Link header, by rel."""
    found = {}
    for part in header.split(", "):
        address, options = parse_options_header(part)
        found[options["rel"]] = address.strip("<>").removeprefix("http://localhost")
    return found


def test_pages_and_the_way_between_them(app: Flask, world: World, client: FlaskClient) -> None:
    with transaction():
        for number in range(5):
            make.discussion(world.member, title=f"Gesprek {number}")
    answer = client.get(f"{ITEMS}?per_page=2&kind=discussion")
    seen = []
    while True:
        assert answer.get_json()["total"] == 5
        seen += [item["id"] for item in answer.get_json()["items"]]
        around = links(answer.headers["Link"])
        assert around["first"].endswith("per_page=2&kind=discussion&page=1")
        assert around["last"].endswith("&page=3")
        if "next" not in around:
            break
        answer = client.get(around["next"])
    assert len(seen) == len(set(seen)) == 5
    assert links(answer.headers["Link"])["prev"].endswith("&page=2")
    assert client.get(f"{ITEMS}?per_page=101").status_code == 422
    assert client.get(f"{ITEMS}?per_page=0").status_code == 422


def test_filters(app: Flask, world: World) -> None:
    with transaction():
        old = make.discussion(world.member, title="Oud")
        new = make.discussion(world.manager, world.closed_group, title="Nieuw")
        old.published_at = clock.now() - timedelta(days=9)
        theme = Theme(slug="jeugd")
        db.session.add(theme)
        db.session.flush()
        db.session.execute(item_themes.insert().values(item_id=new.id, theme_id=theme.id, name="Jeugd"))
        since = (clock.now() - timedelta(days=1)).isoformat()
    member = program_of(app, world.member)

    def found(**wanted: str) -> list[str]:
        answer = member.get(ITEMS, query_string=wanted)
        assert answer.status_code == 200, answer.text
        return [item["title"] for item in answer.get_json()["items"]]

    assert found() == ["Nieuw", "Oud"]
    assert found(theme="jeugd") == found(author=world.manager.public_id) == found(since=since) == ["Nieuw"]
    assert found(author=world.member.public_id) == ["Oud"]
    assert found(theme="jeugd", author=world.member.public_id) == []
    stranger = program_of(app, world.stranger)
    # For who may read nothing in it, a theme is one that never was (T28).
    assert stranger.get(f"{ITEMS}?theme=jeugd").data == stranger.get(f"{ITEMS}?theme=zzz").data
    assert stranger.get(f"{ITEMS}?author=zzz").status_code == 404
    assert stranger.get(f"{ITEMS}?since=gisteren").status_code == 422
    assert stranger.get(f"{ITEMS}?since=2026-01-01T00:00:00").status_code == 422
    themes = [program.get("/api/v1/themes").get_json() for program in (member, stranger)]
    assert themes[0] == {"total": 1, "items": [{"slug": "jeugd", "name": "Jeugd", "item_count": 1}]}
    assert themes[1] == {"total": 0, "items": []}


def test_groups_members_and_people(app: Flask, world: World) -> None:
    address = world.closed_group.address
    member, stranger = program_of(app, world.member), program_of(app, world.stranger)
    group = member.get(f"/api/v1/groups/{address}").get_json()
    assert (group["member_count"], group["my_role"], group["asked"]) == (2, "member", False)
    group = stranger.get(f"/api/v1/groups/{address}").get_json()
    assert (group["member_count"], group["my_role"]) == (None, None)
    assert program_of(app, world.pending).get(f"/api/v1/groups/{address}").get_json()["asked"] is True
    people = member.get(f"/api/v1/groups/{address}/members").get_json()
    assert [(row["name"], row["role"]) for row in people["items"]] == [
        ("Manager", "manager"),
        ("Member", "member"),
    ]
    for program in (stranger, program_of(app, world.administrator), program_of(app, world.pending)):
        assert program.get(f"/api/v1/groups/{address}/members").status_code == 404
    assert app.test_client().get("/api/v1/groups/buurtteams/members").status_code == 401
    person = stranger.get(f"/api/v1/people/{world.member.public_id}").get_json()
    assert (person["name"], person["groups"]) == ("Member", ["buurtteams"])
    assert member.get(f"/api/v1/people/{world.manager.public_id}").get_json()["groups"] == [
        "buurtteams",
        "casuistiek",
        world.hidden_group.address,
    ]
    listed = stranger.get("/api/v1/people?per_page=100")
    assert "Deactivated" not in listed.text
    assert "@" not in listed.text
    assert stranger.get(f"/api/v1/people/{world.deactivated.public_id}").status_code == 404


def test_what_is_ones_own(app: Flask, world: World) -> None:
    member = program_of(app, world.member)
    with transaction():
        item = make.discussion(world.manager, world.closed_group, title="Besloten gesprek")
        gone = make.discussion(world.manager, title="Weg", state=State.DELETED)
        answer = make.reply(item, world.manager)
        theme = Theme(slug="jeugd")
        db.session.add(theme)
        db.session.flush()
        db.session.execute(item_themes.insert().values(item_id=item.id, theme_id=theme.id, name="Jeugd"))
        for made in (
            Follow(user_id=world.member.id, item_id=item.id),
            Follow(user_id=world.member.id, item_id=gone.id),
            GroupFollow(user_id=world.member.id, group_id=world.closed_group.id),
            ThemeFollow(user_id=world.member.id, theme_id=theme.id),
            Notification(
                user_id=world.member.id,
                reason=Reason.REPLY,
                item_id=item.id,
                reply_id=answer.id,
                actor_id=world.manager.id,
            ),
        ):
            db.session.add(made)
    me = member.get("/api/v1/me").get_json()
    assert (me["id"], me["scope"], me["unread_notifications"]) == (world.member.public_id, "read", 1)
    told = member.get("/api/v1/me/notifications").get_json()["items"]
    assert [(row["reason"], row["item"], row["reply"]) for row in told] == [
        ("reply", item.public_id, answer.public_id)
    ]
    followed = member.get("/api/v1/me/follows").get_json()
    assert {(row["what"], row["id"], row["name"]) for row in followed["items"]} == {
        ("item", item.public_id, "Besloten gesprek"),
        ("group", "casuistiek", "casuistiek"),
        ("theme", "jeugd", "Jeugd"),
    }
    assert followed["total"] == 3
    # Who left still has the rows, and is told nothing of them.
    with transaction():
        db.session.execute(delete(Membership).where(Membership.user_id == world.member.id))
    assert member.get("/api/v1/me/notifications").get_json() == {"total": 0, "items": []}
    left = member.get("/api/v1/me/follows").get_json()
    assert [row["what"] for row in left["items"]] == ["group"]
    for path in ("", "/notifications", "/follows"):
        assert app.test_client().get(f"/api/v1/me{path}").status_code == 401


def test_other_sites_may_read_what_is_public_and_never_with_a_cookie(
    app: Flask, world: World, client: FlaskClient
) -> None:
    elsewhere = {"Origin": "https://elders.example"}
    for path in (ITEMS, "/api/v1/me", "/api/v1/niets"):
        answer = client.get(path, headers=elsewhere)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Link" in answer.headers["Access-Control-Expose-Headers"]
    asks = {
        **elsewhere,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    answer = client.options(ITEMS, headers=asks)
    assert answer.status_code == 200
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert client.options("/api/v1/me", headers=asks).status_code == 200
    page = client.get("/", headers=elsewhere)
    assert "Access-Control-Allow-Origin" not in page.headers


def test_t41_nothing_is_stored_and_an_etag_is_ones_own(app: Flask, world: World) -> None:
    first, other = program_of(app, world.member), program_of(app, world.manager)
    answer = first.get(ITEMS)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert {"Authorization", "Accept-Language"} <= set(answer.vary)
    tag = {"If-None-Match": answer.headers["ETag"]}
    again = first.get(ITEMS, headers=tag)
    assert (again.status_code, again.data) == (304, b"")
    assert other.get(ITEMS).data == answer.data
    assert other.get(ITEMS, headers=tag).status_code == 200
    with transaction():
        make.discussion(world.member)
    assert first.get(ITEMS, headers=tag).status_code == 200


def test_head_is_get_without_its_body(app: Flask, world: World, client: FlaskClient) -> None:
    with transaction():
        item: Item = make.discussion(world.member)
    for path in (ITEMS, f"{ITEMS}/{item.public_id}"):
        got, head = client.get(path), client.head(path)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["ETag"] == got.headers["ETag"]


def test_problems_in_the_language_of_who_asks(app: Flask, world: World, client: FlaskClient) -> None:
    def detail(program: FlaskClient, language: str | None) -> str:
        headers = {"Accept-Language": language} if language else {}
        return program.get(f"{ITEMS}/zzz", headers=headers).get_json()["detail"]

    dutch = "Het is er niet, of het is niet voor wie bij deze sleutel hoort."
    english = "It does not exist, or it is not for the person behind this token."
    assert detail(client, None) == detail(client, "nl-BE") == detail(client, "fr") == dutch
    assert detail(client, "en-GB,en;q=0.9") == english
    with transaction():
        db.session.get_one(type(world.member), world.member.id).locale = "en"
    assert detail(program_of(app, world.member), None) == english
    assert detail(program_of(app, world.member), "nl") == dutch


def test_limits_are_told(tmp_path: Path, app: Flask) -> None:
    busy = create_app(replace(app.config["KENNISPLEIN"], environment="development", data=tmp_path))
    try:
        limiter.reset()
        client = busy.test_client()
        headers = client.get("/api/v1/openapi.json").headers
        assert (headers["RateLimit-Limit"], headers["RateLimit-Remaining"]) == ("600", "599")
        assert 0 < int(headers["RateLimit-Reset"]) <= 60
        answers = [client.post(ITEMS, json={}) for _ in range(61)]
        assert {answer.status_code for answer in answers[:60]} == {401}
        assert answers[59].headers["RateLimit-Remaining"] == "0"
        assert answers[60].status_code == 429
        assert client.get("/api/v1/openapi.json").status_code == 200
    finally:
        limiter.reset()
        limiter.enabled = False
        with busy.app_context():
            db.engine.dispose()


@pytest.mark.parametrize("path", [ITEMS, "/api/v1/groups", "/api/v1/themes"])
def test_a_list_costs_a_fixed_number_of_queries(app: Flask, world: World, path: str) -> None:
    program = program_of(app, world.member)
    with transaction():
        make.discussion(world.member)
    few = count_queries(lambda: program.get(path))
    with transaction():
        for number in range(15):
            make.discussion(world.member, title=str(number))
            make.group(f"groep-{number}", Preset.OPEN, world.manager)
    assert count_queries(lambda: program.get(path)) == few <= 8
