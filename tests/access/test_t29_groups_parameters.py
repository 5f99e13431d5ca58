"""T29: no parameter of a list of groups tells who is a member or what happens inside."""

import re

import pytest

from forum.core.group import Group
from forum.lib import clock
from forum.lib.db import db, transaction
from tests import world as make
from tests.world import World

GUESSES = (
    "q=rooster", "sort=members", "sort=last_activity", "order=active", "lid={member}", "member={member}",
    "exclude={member}", "preset=hidden", "soort=discussion", "soort=document", "soort=' OR 1=1 --",
    "pagina=0", "pagina=-1", "pagina=99999999999", "pagina=1;drop", "per_page=1000",
)  # fmt: skip


@pytest.mark.parametrize("guess", GUESSES)
def test_t29_closed_group_answers_an_outsider_the_same(world: World, browser_of, guess: str) -> None:
    with transaction():
        db.session.get_one(Group, world.open_group.id).last_activity_at = clock.now()
    path = f"/groepen/{world.closed_group.address}"
    browser = browser_of(world.stranger)
    query = guess.format(member=world.member.public_id)
    plain = browser.get(path)
    asked = browser.get(f"{path}?{query}")
    assert asked.status_code == 200
    assert _main(asked.text) == _main(plain.text)
    before = _main(browser.get(f"/groepen?{query}").text)
    with transaction():
        make.join(world.closed_group, make.person("nieuweling"))
        make.discussion(world.member, world.closed_group, title="Rooster")
        db.session.get_one(Group, world.closed_group.id).last_activity_at = clock.now()
        make.join(world.hidden_group, world.former)
    assert _main(browser.get(f"{path}?{query}").text) == _main(plain.text)
    assert _main(browser.get(f"/groepen?{query}").text) == before
    assert "Rooster" in browser_of(world.member).get(path).text


def _main(page: str) -> str:
    """The page without its frame (links to sign in and to change language repeat the address)."""
    return re.sub(
        r'(name="csrf_token" value=")[^"]*', r"\1", page.partition("<main")[2].partition("</main>")[0]
    )
