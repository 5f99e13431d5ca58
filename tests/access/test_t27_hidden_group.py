"""T27: a hidden group answers outsiders as a group that never was: same status, bytes and queries."""

import re
from urllib.parse import urlsplit

import pytest
from flask import Flask, current_app

from forum.core import kinds
from forum.core.group import Preset
from forum.lib import fragments, ids, links, page_cache
from forum.lib.db import transaction
from tests import world as make
from tests.counting import recorded
from tests.world import World

OUTSIDERS = (
    "anonymous",
    "stranger",
    "pending",
    "banned",
    "former",
    "moderator",
    "administrator",
    "elsewhere",
)
TOKEN = re.compile(r'(name="csrf_token" value=")[^"]*')
METHODS = {"GET", "POST", "HEAD"}


def group_routes(app: Flask) -> list[tuple[str, str]]:
    """Method and path of every route about one group; a new route joins by itself."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("groups.") and "address" in rule.arguments:
            path = rule.rule.replace("<address>", "{address}").replace("<public_id>", "{person}")
            path = re.sub(r"<act>", "verwijderen", path)
            assert "<" not in path, path
            found += [(method, path) for method in sorted(METHODS & (rule.methods or set()))]
    return found


def seen(browser, method: str, path: str, address: str):  # type: ignore[no-untyped-def]
    """Status, headers, bytes and queries of the answer, with the address taken out: from an empty memory, and again."""
    for memory in (fragments.EXTENSION, page_cache.EXTENSION):
        current_app.extensions[memory].clear()
    first = _seen(browser, method, path, address)
    return first, _seen(browser, method, path, address)


def _seen(browser, method: str, path: str, address: str):  # type: ignore[no-untyped-def]
    with recorded() as sent:
        answer = browser.open(path, method=method, data={"naar": "open"} if method == "POST" else None)
    text = TOKEN.sub(r"\1", answer.get_data(as_text=True)).replace(address, "ADDRESS")
    headers = {name: value.replace(address, "ADDRESS") for name, value in answer.headers if name != "Date"}
    headers.pop("Set-Cookie", None)
    headers.pop("Content-Length", None)
    return answer.status_code, headers, text, sent


@pytest.mark.parametrize("who", OUTSIDERS)
def test_t27_page_join_members_invite_picture_settings(
    world: World, app: Flask, browser_of, who: str
) -> None:
    with transaction():
        elsewhere = make.person("elders")
        make.group("elders-groep", Preset.HIDDEN, elsewhere)
    user = elsewhere if who == "elsewhere" else world.people[who]
    hidden, unknown = world.hidden_group.address, ids.public_id()
    member = world.member.public_id
    routes = group_routes(app)
    assert len(routes) >= 20
    browser, insider = browser_of(user), browser_of(world.manager)
    for method, path in routes:
        # The same first request for both, so that neither pays for setting something up.
        paths = [path.format(address=address, person=member) for address in (hidden, unknown)]
        hidden_answer = seen(browser, method, paths[0], hidden)
        unknown_answer = seen(browser, method, paths[1], unknown)
        assert hidden_answer == unknown_answer, (method, path)
        assert hidden_answer[0][0] == 404, (method, path)
    # The same set-up with somebody who is in: the pages are there.
    assert insider.get(f"/groepen/{hidden}").status_code == 200
    assert insider.get(f"/groepen/{hidden}/instellingen").status_code == 200


def test_t27_form_for_something_new_in_it(world: World, browser_of) -> None:
    hidden, unknown = world.hidden_group.address, ids.public_id()
    browser = browser_of(world.stranger)
    composers = [kind.compose for kind in kinds.every()]
    assert composers
    for endpoint in composers:
        path = urlsplit(links.absolute(endpoint)).path
        answers = [seen(browser, "GET", f"{path}?groep={address}", address) for address in (hidden, unknown)]
        for answer in (each for both in answers for each in both):
            assert world.hidden_group.name not in answer[2], endpoint
        hidden_answer, unknown_answer = ([_without_ids(each) for each in both] for both in answers)
        assert hidden_answer == unknown_answer, endpoint


def _without_ids(answer):  # type: ignore[no-untyped-def]
    status, headers, text, sent = answer
    return status, headers, re.sub(r'(name="submission"[^>]*value=")[^"]*', r"\1", text), sent
