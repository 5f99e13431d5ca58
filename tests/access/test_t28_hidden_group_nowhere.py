"""T28: a hidden group is in no list, menu, picker or profile of outsiders."""

import pytest
from flask import Flask

from forum.core.group import Group
from forum.lib.db import db, transaction
from tests import world as make
from tests.world import World

CANARY = "zwaluwnest"


@pytest.mark.parametrize("who", ["anonymous", "stranger", "banned", "former", "moderator", "administrator"])
def test_t28_no_page_of_an_outsider_names_it(world: World, app: Flask, browser_of, who: str) -> None:
    with transaction():
        group = db.session.get_one(Group, world.hidden_group.id)
        group.name = group.description = group.handle = CANARY
        make.discussion(world.member, group, title=f"Over {CANARY}")
        address = group.address
    paths = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ()) and not rule.rule.startswith("/ontwikkel")
    ]
    paths += [
        f"/mensen/{world.manager.public_id}",
        f"/mensen/{world.member.public_id}",
        f"/groepen/{world.open_group.address}",
        f"/groepen/{world.open_group.address}/leden",
        f"/groepen/{world.closed_group.address}",
        f"/zoeken?q={CANARY}",
        "/groepen?pagina=2",
    ]
    outside, inside = browser_of(world.people[who]), browser_of(world.member)
    for path in paths:
        text = outside.get(path).get_data(as_text=True).replace(f"q={CANARY}", "").replace(f'"{CANARY}"', "")
        if path.startswith("/zoeken"):
            continue  # the page repeats the question; what search finds is proved in its own room
        assert CANARY not in text.lower(), path
        assert address not in text, path
    assert CANARY in inside.get("/groepen").text
