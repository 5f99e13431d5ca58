"""Asks for every address of the site as one person. New routes join by themselves."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from forum.core.group import Group
from tests.access.canaries import Canaries
from tests.world import World

MOST_PER_RULE = 800


def pools(world: World, canaries: Canaries) -> dict[str, list[str]]:
    """Values for each argument that a route can have. A route with an argument that is not here fails the
    sweep: say here what it can be."""
    groups: list[Group] = list(world.groups)
    people = [user.public_id for user in world.people.values() if user]
    items = [item.public_id for item in canaries.items]
    public_ids = (
        items
        + [reply.public_id for reply in canaries.replies]
        + [file.public_id for file in canaries.files]
        + [report.public_id for report in canaries.reports]
        + [draft.public_id for draft in canaries.drafts]
        + people
        + [group.public_id for group in groups]
    )
    return {
        "public_id": public_ids,
        "item_public_id": items,
        "item_id": items,
        "user_public_id": people,
        "reply_public_id": [reply.public_id for reply in canaries.replies],
        "revision_id": [str(number) for number in range(1, 20)],
        "number": ["1", "2"],
        "address": [group.address for group in groups] + [group.handle or "" for group in groups],
        "filename": ["x.txt"],
        "line": ["begin-wmo", "1"],
        "bet_id": ["1", "2", "3"],
        "sought_id": ["1"],
        "saved_id": ["onbekend"],
        "what": ["item", "reply", "group", "person"],
        "kind": ["discussion", "statement", "poll", "document"],
        "theme": [theme.slug for theme in canaries.themes],
        "slug": [theme.slug for theme in canaries.themes] + ["privacy"],
        "token": ["onbekend"],
        "name": ["x"],
        "sha256": ["0" * 64],
        "mark": [*canaries.styles, "0" * 16],
        "page_number": ["1"],
    }


# Which of the ids fit a path, to keep the sweep short. A path that is not here gets them all.
# What can stand there stands there, each; of all other sorts one, as whatever is of another sort is looked for
# in the same place and is not there.
def fitting(values: dict[str, list[str]], world: World, canaries: Canaries) -> dict[str, list[str]]:
    """Beginning of a path → the ids that can stand in it. The longest beginning counts."""
    items, replies, people = values["item_public_id"], values["reply_public_id"], values["user_public_id"]
    groups = [group.public_id for group in world.groups]
    # Of its own kind all, of the others one each: what is of another kind is not there.
    others = {item.kind: item.public_id for item in canaries.items}
    of_kind = {
        kind: [item.public_id for item in canaries.items if item.kind == kind]
        + [public_id for other, public_id in others.items() if other != kind]
        for kind in others
    }
    sorts = {
        "item": items,
        "reply": replies,
        "group": groups,
        "person": people,
        "file": [file.public_id for file in canaries.files],
        "report": [report.public_id for report in canaries.reports],
        "draft": [draft.public_id for draft in canaries.drafts],
    }
    one_of_each = [ids[0] for ids in sorts.values()]
    of_sort = {
        f"{start}{what}/": sorts[what] + [ids[0] for sort, ids in sorts.items() if sort != what]
        for start in ("/melden/", "/moderatie/verbergen/")
        for what in values["what"]
    }
    return {
        **of_sort,
        "/discussies/": of_kind["discussion"],
        "/stellingen/": of_kind["statement"],
        "/peilingen/": of_kind["poll"],
        "/documenten/": of_kind["document"],
        "/items/": items,
        "/api/v1/items/": items,
        "/api/v1/replies/": replies,
        "/api/v1/people/": people,
        "/reacties/": replies,
        "/bestanden/": sorts["file"],
        "/groepen/<address>/links/": canaries.links,
        "/instellingen/adres/": one_of_each,  # changes of address, of which there are none here
        "/moderatie/<public_id>": sorts["report"],
        "/concepten/": sorts["draft"],
        "/mappen/": [*canaries.folders, items[0]],
        "/mensen/": people,
        "/beheer/mensen/": people,
    }


QUERIES = ["", "?pagina=2", "?toon=besloten", "?soort=document"]
# The beginning of every secret word, and mistyped: what search completes or corrects it to must be readable.
SEARCHES = {"search.results", "search.suggest", "api.search"}
GUESSES = [
    "?q=kanarie", "?q=kanari", "?q=kanareib", '?q="kanarie"&pagina=2', "?q=type:document",
    "?q=kanarie+groep:klankb", "?q=na:2020", "?jaar=2026", "?q=auteur:memb", "?organisatie=x&bestand=PDF",
]  # fmt: skip


def addresses(app: Flask, world: World, canaries: Canaries) -> Iterator[tuple[Rule, str]]:
    """Every GET address that this world has something for."""
    values = pools(world, canaries)
    known = fitting(values, world, canaries)
    groups = [group.address for group in world.groups]
    themes = [theme.slug for theme in canaries.themes[:10]]
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        names = sorted(rule.arguments)
        unknown = [name for name in names if name not in values]
        assert not unknown, f"{rule.rule}: say in tests/access/crawler.py what {unknown} can be"
        fit = next((ids for start, ids in known.items() if rule.rule.startswith(start)), None)
        own = {**values, "public_id": fit} if fit else values
        choices = list(product(*(own[name] for name in names)))[:MOST_PER_RULE]
        for chosen in choices:
            arguments: dict[str, Any] = dict(zip(names, chosen, strict=True))
            built = rule.build(arguments, append_unknown=False)
            assert built is not None
            path = built[1]
            yield rule, path
            if not names:
                for query in QUERIES[1:] + (GUESSES if rule.endpoint in SEARCHES else []):
                    yield rule, path + query
                for address in groups:
                    yield rule, f"{path}?groep={address}"
                for theme in themes:
                    yield rule, f"{path}?thema={theme}"


def everything_of(response: TestResponse) -> str:
    """All that came back: status, headers and body as text."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers)
    return f"{response.status}\n{headers}\n{response.get_data().decode('utf-8', 'replace')}"


def get(client: FlaskClient, path: str) -> TestResponse:
    return client.get(path, follow_redirects=False)
