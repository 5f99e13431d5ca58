"""On every route, by every method, what an outsider may not know of answers as what never was (T18, T27)."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from forum.core.attachment import Attachment
from forum.lib.db import db, transaction
from forum.moderation import service as moderation
from forum.moderation.subjects import Contribution
from tests import world as make
from tests.samples import SAMPLES
from tests.world import World

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
NEVER_WAS = "yyyyyyyyyyyy"
TYPED = {"title": "T", "body": "b", "options": "a\nb", "choice": "agree", "reason": "Reden", "naar": "open"}
ABOUT = ("address", "item_public_id", "public_id")


def _steady(answer: TestResponse, key: str) -> tuple[int, list[tuple[str, str]], str]:
    text = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.get_data(as_text=True)).replace(key, "@")
    headers = [pair for pair in answer.headers if pair[0] not in ("Content-Length", "Set-Cookie")]
    return answer.status_code, headers, text


@pytest.fixture
def unseen(world: World) -> dict[str, list[str]]:
    """What is in the hidden group, by the beginning of the routes that are about it."""
    author = make.reader(world.member)
    with transaction():
        items = [sample(author, world.hidden_group, "Titel") for sample in SAMPLES.values()]
        reply = make.reply(items[0], world.member)
        file = Attachment(
            uploader_id=world.member.id,
            item_id=items[0].id,
            sha256="0" * 64,
            size=5,
            media_type="text/plain",
            filename="x.txt",
        )
        db.session.add(file)
        report = moderation.report(make.reader(world.manager), Contribution(items[0], None), "Reden")
    every = [item.public_id for item in items]
    return {
        "/groepen/": [world.hidden_group.address],
        "/reacties/": [reply.public_id],
        "/bestanden/": [file.public_id],
        "/moderatie/<public_id>": [report.public_id],
        "/mensen/": [world.deactivated.public_id],
        "": every,
    }


def _paths(rule: Rule, unseen: dict[str, list[str]], member: str) -> list[tuple[str, str, str]]:
    """(path to what is there, path to what never was, key of the first)."""
    about = next((name for name in ABOUT if name in rule.arguments), None)
    if about is None:
        return []
    keys = next(keys for start, keys in unseen.items() if rule.rule.startswith(start))
    fixed = {
        "act": "blokkeren",
        "what": "item",
        "filename": "x.txt",
        "number": "1",
        "public_id": member,
        "token": "x",
    }
    pairs = []
    for key in keys:
        built = [
            rule.build(
                {**{name: fixed.get(name, "x") for name in rule.arguments}, about: value},
                append_unknown=False,
            )
            for value in (key, NEVER_WAS)
        ]
        assert built[0] is not None
        assert built[1] is not None
        pairs.append((built[0][1], built[1][1], key))
    return pairs


@pytest.mark.parametrize("name", ["anonymous", "stranger", "banned"])
def test_hidden_and_absent_answer_the_same(
    app: Flask,
    world: World,
    unseen: dict[str, list[str]],
    browser_of: Callable[[object], FlaskClient],
    name: str,
) -> None:
    client = browser_of(world.people[name])
    asked = 0
    for rule in app.url_map.iter_rules():
        for there, absent, key in _paths(rule, unseen, world.member.public_id):
            for method in METHODS:
                typed = TYPED if method == "POST" else None
                one = _steady(client.open(there, method=method, data=typed), key)
                other = _steady(client.open(absent, method=method, data=typed), NEVER_WAS)
                assert one == other, f"{method} {there}"
                # The pages of administrators refuse others before they look for anything.
                # So do those of extra security for who has no role.
                refuses = rule.rule.startswith(("/beheer/", "/instellingen/beveiliging/"))
                fitting = (403, 404, 405) if refuses else (404, 405)
                if rule.rule.startswith("/api/"):  # a cookie means nothing there
                    fitting = (401, 404, 405)
                assert method not in ("GET", "POST") or one[0] in fitting, f"{method} {there}: {one[0]}"
                asked += 1
    assert asked > 300


def test_who_is_inside_gets_other_answers(
    world: World, unseen: dict[str, list[str]], browser_of: Callable[[object], FlaskClient]
) -> None:
    client = browser_of(world.member)
    assert client.get(f"/groepen/{unseen['/groepen/'][0]}").status_code == 200
    assert client.get(f"/items/{unseen[''][0]}/versies").status_code == 200
    assert client.get(f"/reacties/{unseen['/reacties/'][0]}").status_code == 302
