"""T15, T16, T17: a quote and a card hold of another thing only what this reader may read, at this moment."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from forum.core.item import Audience, Item, State
from forum.core.user import User
from forum.discussions.models import Discussion
from forum.discussions.service import edit_discussion, start_discussion
from forum.lib import markup
from forum.lib.db import db, transaction
from forum.threads.replies import post_reply
from tests import world as make
from tests.access.test_t16_parent_and_child import told
from tests.world import World

Browser = Callable[[object], FlaskClient]
OUTSIDERS = ("stranger", "banned", "former", "moderator", "administrator", "anonymous")


def test_t16_a_reply_of_another_item_or_an_invisible_one_quotes_nothing(
    world: World, browser_of: Browser
) -> None:
    with transaction():
        item, other = make.discussion(world.manager), make.discussion(world.manager)
        secret = make.discussion(world.manager, world.hidden_group)
        said = make.reply(item, world.member, "Eigen woorden")
        elsewhere = make.reply(other, world.member, "Ander gesprek")
        hidden = make.reply(item, world.member, "Verborgen woorden", State.HIDDEN)
        deleted = make.reply(item, world.member, "Weg ermee", State.DELETED)
        private = make.reply(secret, world.member, "Klankbordgeheim")
    page = f"/items/{item.public_id}/reacties?citeer="
    stranger = browser_of(world.stranger)
    good = stranger.get(page + said.public_id)
    assert good.status_code == 200
    assert "&gt; Eigen woorden" in good.text
    assert f"[Member schreef](/reacties/{said.public_id})" in good.text
    nothing = stranger.get(page + "zzzzzzzzzzzz")
    assert nothing.status_code == 404
    for reply in (elsewhere, hidden, deleted, private):
        answer = stranger.get(page + reply.public_id)
        assert answer.status_code == 404
        assert told(answer.text, reply.public_id) == told(nothing.text)
    # A member of the hidden group can read it, and still it belongs to another conversation.
    assert browser_of(world.member).get(page + private.public_id).status_code == 404
    assert browser_of(None).get(page + said.public_id).status_code == 404
    assert stranger.get(f"/items/{secret.public_id}/reacties?citeer={private.public_id}").status_code == 404


def linking(world: World, *links: str) -> Item:
    """A public discussion with these links on lines of their own, written by a member of every group."""
    body = "\n\n".join(f"http://localhost{link}" for link in links)
    return start_discussion(make.reader(world.member), title="Met links", body=body)


@pytest.mark.parametrize("place", ["hidden_group", "closed_group"])
def test_t16_a_card_is_for_who_may_read_the_thing(world: World, browser_of: Browser, place: str) -> None:
    """For others the page is, byte for byte, the one of a link to what never was."""
    with transaction():
        secret = make.discussion(world.manager, getattr(world, place), title="Kwartelgeheim")
        link, absent = f"/discussies/{secret.public_id}", "/discussies/zzzzzzzzzzzz"
        with_link, without = linking(world, link), linking(world, absent)
        assert "Kwartelgeheim" not in with_link.body_html
    for name, person in world.people.items():
        browser = browser_of(person)
        shown = browser.get(f"/discussies/{with_link.public_id}").text
        if name in ("member", "manager"):
            assert re.search(rf'<a class="kp-card" href="http://localhost{link}">.*Kwartelgeheim', shown)
            continue
        assert "Kwartelgeheim" not in shown, name
        twin = browser.get(f"/discussies/{without.public_id}").text
        shown, twin = (prose(page) for page in (shown, twin))
        assert shown.replace(secret.public_id, "zzzzzzzzzzzz") == twin, name
        assert "kp-card" not in shown


@pytest.mark.parametrize("place", ["hidden_group", "closed_group"])
def test_t16_cards_in_previews_and_earlier_versions_are_for_who_may_read_the_thing(
    world: World, browser_of: Browser, place: str
) -> None:
    with transaction():
        secret = make.discussion(world.manager, getattr(world, place), title="Kwartelgeheim")
        link = f"http://localhost/discussies/{secret.public_id}"
        item = linking(world, f"/discussies/{secret.public_id}")
        author = make.reader(db.session.get_one(User, item.author_id))
        edit_discussion(
            author, db.session.get_one(Discussion, item.id), title=item.title, body="Weg", audience=None, theme_names=()
        )  # fmt: skip
    for name, person in world.people.items():
        browser, mine = browser_of(person), name in ("member", "manager")
        pages = [browser.get(f"/items/{item.public_id}/versies").text]
        if person is not None and person.active:
            pages.append(browser.post("/voorbeeld", data={"source": f"Zie\n\n{link}\n"}).text)
            typed = {"title": "Nieuw", "body": f"Zie\n\n{link}\n", "button": "preview"}
            pages.append(browser.post("/discussies/nieuw", data=typed).text)
        for page in pages:
            assert link in page, name
            assert ("kp-card" in page) == ("Kwartelgeheim" in page) == mine, name


def prose(page: str) -> str:
    found = re.search(r'<div class="kp-prose">.*?</div>', page, re.DOTALL)
    assert found
    return found[0]


def test_t27_a_card_of_a_group(world: World, browser_of: Browser) -> None:
    with transaction():
        item = linking(
            world, f"/groepen/{world.hidden_group.address}", f"/groepen/{world.open_group.address}"
        )
    for name, person in world.people.items():
        page = prose(browser_of(person).get(f"/discussies/{item.public_id}").text)
        assert world.open_group.name in page, name
        assert (world.hidden_group.name in page) == (name in ("member", "manager")), name


def test_t17_a_card_goes_when_the_right_goes_and_comes_with_it(world: World, browser_of: Browser) -> None:
    with transaction():
        target = make.discussion(world.manager, world.open_group, title="Kwartelgeheim")
        item = linking(world, f"/discussies/{target.public_id}")
    browser, page = browser_of(world.stranger), f"/discussies/{item.public_id}"
    assert "Kwartelgeheim" in browser.get(page).text
    for change in ({"audience": Audience.MEMBERS}, {"state": State.DELETED}):
        with transaction():
            row = db.session.get_one(Item, target.id)
            row.audience, row.state = Audience.GROUP, State.PUBLISHED
            for name, value in change.items():
                setattr(row, name, value)
        assert "Kwartelgeheim" not in browser.get(page).text
    with transaction():
        row = db.session.get_one(Item, target.id)
        row.audience, row.state, row.title = Audience.GROUP, State.PUBLISHED, "Nieuwe <b>titel</b>"
    assert "Nieuwe &lt;b&gt;titel&lt;/b&gt;" in browser.get(page).text


def test_only_a_bare_link_of_ours_on_its_own_line_is_a_card(world: World, browser_of: Browser) -> None:
    with transaction():
        target = make.discussion(world.manager, title="Kwartelgeheim")
        link = f"http://localhost/discussies/{target.public_id}"
        item = start_discussion(
            make.reader(world.member),
            title="Met links",
            body=f"Zie {link} daar\n\n[woorden]({link})\n\n[{link}]({link}/x)\n\n- {link}\n\n"
            f"https://elders.example/discussies/{target.public_id}\n\nhttp://localhost/%ff\n\n{link}/bewerken",
        )
        post_reply(make.reader(world.member), item, f"Boven\n{link}?pagina=2#reacties\nonder")
    page = browser_of(None).get(f"/discussies/{item.public_id}").text
    assert page.count("kp-card__title") == 1
    assert f'<a class="kp-card" href="{link}?pagina=2#reacties">' in page
    assert markup.plain(link) == link
