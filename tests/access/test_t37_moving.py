"""T37, T19: moving needs read here and write there, shows what becomes visible to whom, never widens silently, and
holds for everything at once, in both directions."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.access import is_visible
from forum.core.attachment import Attachment
from forum.core.follow import Follow
from forum.core.group import Group, Membership, Preset
from forum.core.item import Audience, Item, Reply, Revision, State
from forum.digest.contents import contents_for
from forum.groups.models import GroupEvent
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.moderation import service as moderation
from forum.moderation.models import Report
from forum.notifications.models import Notification
from forum.search.service import search
from forum.threads import replies
from tests import world as make
from tests.samples import SAMPLES
from tests.world import CAST, World

BrowserOf = Callable[[object], FlaskClient]
PEOPLE = (*CAST, "anonymous")
MEMBERS = {"manager", "member"}


@pytest.fixture
def item(world: World, work: Callable[[], None]) -> Item:
    """By the member, in the closed group, with a reply, a hidden reply, a file, a version, a report, and a follower."""
    with transaction():
        made = SAMPLES["discussion"](make.reader(world.member), world.closed_group, "Zandkasteel")
        replies.post_reply(make.reader(world.manager), made, "Schelpenzand erbij")
        make.reply(made, world.manager, "Verborgen schelp", State.HIDDEN)
        db.session.add(Revision(item_id=made.id, editor_id=world.member.id, body_source="Ouder zand"))
        db.session.add(
            Attachment(
                uploader_id=world.member.id, item_id=made.id, sha256="0" * 64, size=1, media_type="text/plain", filename="a.txt"
            )
        )  # fmt: skip
        db.session.add(
            Report(item_id=made.id, group_id=made.group_id, reporter_id=world.manager.id, reason="Kijk eens")
        )
    work()
    return made


def key(group: Group | None, audience: str) -> str:
    return f"{group.public_id if group else 'buiten'}.{audience}"


def shown(client: FlaskClient, item: Item, target: str) -> tuple[str, str]:
    """The page that says what moving does, and the mark of those facts."""
    page = client.get(f"/items/{item.public_id}/verplaatsen?naar={target}")
    assert page.status_code == 200
    mark = re.search(r'name="feiten" value="(\w+)"', page.text)
    assert mark
    return page.text, mark[1]


def moved(client: FlaskClient, item: Item, target: str) -> int:
    _page, mark = shown(client, item, target)
    answer = client.post(f"/items/{item.public_id}/verplaatsen", data={"naar": target, "feiten": mark})
    return answer.status_code


def readers_of(world: World, browser_of: BrowserOf, item: Item) -> set[str]:
    """Who can read it, found on every surface; all of them must agree."""
    db.session.expire_all()
    file = db.session.scalars(select(Attachment)).one()
    reply = db.session.scalars(select(Reply).where(Reply.state == State.PUBLISHED)).one()
    pages = (
        f"/discussies/{item.public_id}",
        f"/items/{item.public_id}/versies",
        f"/reacties/{reply.public_id}",
    )
    able = set()
    for name in PEOPLE:
        client, reader = browser_of(world.people[name]), make.reader(world.people[name])
        answers = {client.get(page).status_code != 404 for page in pages}
        answers.add(is_visible(Attachment, file.id, reader))
        found = {search(reader, word).total > 0 for word in ("zandkasteel", "schelpenzand")}
        assert len(answers | found) == 1, f"{name}: {answers} {found}"
        if answers == {True}:
            able.add(name)
    return able


def test_t19_everything_goes_along_both_ways(
    world: World, item: Item, browser_of: BrowserOf, work: Callable[[], None]
) -> None:
    client = browser_of(world.member)
    assert readers_of(world, browser_of, item) == MEMBERS
    for target, expected in (
        (key(world.open_group, "group"), set(PEOPLE)),
        (key(world.hidden_group, "group"), MEMBERS),
        (key(None, "signed_in"), set(PEOPLE) - {"anonymous", "deactivated"}),
        (key(world.open_group, "members"), MEMBERS),
        (key(None, "public"), set(PEOPLE)),
        (key(world.closed_group, "group"), MEMBERS),
    ):
        assert moved(client, item, target) == 303
        if expected == MEMBERS:
            # Before the index knows of it: nobody finds it who may not.
            assert search(make.reader(world.stranger), "zandkasteel").total == 0
        work()
        assert readers_of(world, browser_of, item) == expected, target
        where = item.group_id
        lists = {
            group.id: f"/discussies/{item.public_id}" in client.get(f"/groepen/{group.address}").text
            for group in world.groups
        }
        assert {group_id for group_id, there in lists.items() if there} == ({where} if where else set())
    # Marks and follows are what they were.
    assert item.reply_count == 1
    assert db.session.scalar(select(func.count()).select_from(Follow)) == 2


def test_t37_what_was_hidden_or_reported_goes_along_with_who_decided_about_it(
    world: World, item: Item, browser_of: BrowserOf
) -> None:
    assert moved(browser_of(world.manager), item, key(world.hidden_group, "group")) == 303
    assert db.session.scalar(select(Report.group_id)) == world.hidden_group.id
    assert sorted(db.session.scalars(select(Reply.state))) == [State.HIDDEN, State.PUBLISHED]


def test_t37_who_moves_their_own_item_gets_nothing_that_was_kept_from_them(
    world: World, item: Item, browser_of: BrowserOf, work: Callable[[], None]
) -> None:
    """A group of one's own takes seconds to make: its maker would read what was hidden, put it back, and read and decide
    who reported them."""
    with transaction():
        own = make.group("eigen-huis", Preset.HIDDEN, world.member)
        other = make.group("achterhuis", Preset.HIDDEN, world.member)
    client = browser_of(world.member)
    report = db.session.scalars(select(Report)).one()
    hidden = db.session.scalars(select(Reply).where(Reply.state == State.HIDDEN)).one()
    for target in (own, other, None):  # once more, now as its manager
        assert moved(client, item, key(target, "group" if target else "public")) == 303
        work()
        assert "Verborgen schelp" not in client.get(f"/discussies/{item.public_id}").text
        assert client.get(f"/reacties/{hidden.public_id}").status_code == 404
        assert client.post(f"/reacties/{hidden.public_id}/terughalen").status_code == 404
        assert search(make.reader(world.member), "verborgen").total == 0
        assert "Kijk eens" not in client.get("/moderatie").text
        assert client.get(f"/moderatie/{report.public_id}").status_code == 404
    assert "Kijk eens" in browser_of(world.moderator).get("/moderatie").text


def test_t38_managers_see_the_look_at_what_was_brought_to_them(
    world: World, item: Item, browser_of: BrowserOf
) -> None:
    assert moved(browser_of(world.member), item, key(world.hidden_group, "group")) == 303
    report = db.session.scalars(select(Report)).one()
    with transaction():
        moderation.look(make.reader(world.moderator), report)
    log = browser_of(world.manager).get(f"/groepen/{world.hidden_group.address}/logboek").text
    assert "opende een gemelde bijdrage" in log


def test_t37_what_becomes_visible_is_told_and_true(world: World, item: Item, browser_of: BrowserOf) -> None:
    client = browser_of(world.member)
    page, _mark = shown(client, item, key(world.open_group, "group"))
    assert "Iedereen kan dit lezen, ook zonder account" in page
    assert "1 reactie van iemand anders" in page
    assert "hoe de tekst eerder was" in page
    assert "verborgen reactie" not in page  # not for who may not know of it
    assert (
        "1 verborgen reactie blijft verborgen"
        in shown(browser_of(world.manager), item, key(world.open_group, "group"))[0]
    )
    with transaction():
        db.session.execute(
            Membership.__table__.delete().where(
                Membership.user_id == world.member.id, Membership.group_id == world.hidden_group.id
            )
        )
        make.join(world.hidden_group, world.stranger)
    page, _mark = shown(browser_of(world.manager), item, key(world.hidden_group, "group"))
    assert "1 persoon die dit nu niet kan lezen, kan dat straks wel." in page  # the stranger
    assert "1 persoon met een account kan dit niet meer lezen." in page  # the member
    assert "De schrijver is daar geen lid" in page


def test_t37_when_the_effect_changed_it_is_shown_again(
    world: World, item: Item, browser_of: BrowserOf
) -> None:
    client, target = browser_of(world.member), key(world.hidden_group, "group")
    path = f"/items/{item.public_id}/verplaatsen"
    changes: list[Callable[[], object]] = [
        lambda: make.join(world.hidden_group, world.stranger),
        lambda: make.reply(item, world.manager, "Er kwam iets bij"),
        lambda: make.reply(item, world.manager, "En een verborgene", State.HIDDEN),
    ]
    for number, change in enumerate(changes):
        _page, mark = shown(client, item, target)
        with transaction():
            change()
        answer = client.post(path, data={"naar": target, "feiten": mark})
        if number < 2:
            assert answer.status_code == 409
            assert "Er is intussen iets veranderd" in answer.text
            assert db.session.get_one(Item, item.id).group_id == world.closed_group.id
        else:
            # The member cannot know of a hidden reply, so it is no reason to ask them again.
            assert answer.status_code == 303
    assert client.post(path, data={"naar": key(None, "public"), "feiten": ""}).status_code == 409
    assert client.post(path, data={}).status_code == 422


@pytest.mark.parametrize("name", PEOPLE)
def test_t37_who_may_move_and_where_to(world: World, item: Item, browser_of: BrowserOf, name: str) -> None:
    client, path = browser_of(world.people[name]), f"/items/{item.public_id}/verplaatsen"
    if name not in MEMBERS:
        for answer in (
            client.get(path),
            client.post(path, data={"naar": key(None, "public"), "feiten": "x"}),
        ):
            assert answer.status_code == 404
            assert "Zandkasteel" not in answer.text
        return
    assert client.get(path).status_code == 200
    for place in (
        "zzzzzzzzzzzz.group",
        key(world.closed_group, "group"),
        key(world.hidden_group, "public"),
        "x",
    ):
        assert client.get(f"{path}?naar={place}").status_code == 404
    with transaction():
        strange = make.group("vreemd", make.Preset.HIDDEN, world.stranger)
        open_one = make.group("iedereen", make.Preset.OPEN, world.stranger)
    assert client.get(f"{path}?naar={key(strange, 'group')}").status_code == 404
    assert client.get(f"{path}?naar={key(open_one, 'group')}").status_code == 403  # sees it, is not in it


def test_t37_a_member_does_not_move_what_others_wrote(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        made = make.discussion(world.manager, world.open_group)
        hidden = make.discussion(world.member, world.open_group, state=State.HIDDEN)
    for name, status in (("member", 403), ("stranger", 403), ("moderator", 403), ("manager", 200)):
        client = browser_of(world.people[name])
        assert client.get(f"/items/{made.public_id}/verplaatsen").status_code == status, name
        if status == 403:
            assert "verplaatsen" not in client.get(f"/discussies/{made.public_id}").text
    assert browser_of(world.member).get(f"/items/{hidden.public_id}/verplaatsen").status_code == 404
    assert browser_of(world.manager).get(f"/items/{hidden.public_id}/verplaatsen").status_code == 403


def test_both_logs_say_that_it_happened_and_no_more(world: World, item: Item, browser_of: BrowserOf) -> None:
    assert moved(browser_of(world.member), item, key(world.hidden_group, "group")) == 303
    logged = {(row.group_id, row.action) for row in db.session.scalars(select(GroupEvent))}
    assert logged == {(world.closed_group.id, "item-moved-out"), (world.hidden_group.id, "item-moved-in")}
    log = browser_of(world.manager).get(f"/groepen/{world.closed_group.address}/logboek").text
    assert "verplaatste een bijdrage naar een andere plek" in log
    assert world.hidden_group.name not in log
    assert "Zandkasteel" not in log


def test_followers_who_lost_it_hear_nothing_more(
    world: World, item: Item, browser_of: BrowserOf, work: Callable[[], None]
) -> None:
    with transaction():
        make.join(world.closed_group, world.stranger)
        db.session.add(Follow(user_id=world.stranger.id, item_id=item.id))
    since = clock.now()
    assert moved(browser_of(world.member), item, key(world.hidden_group, "group")) == 303
    with transaction():
        replies.post_reply(make.reader(world.manager), item, "Alleen voor hier")
    work()
    told = set(db.session.scalars(select(Notification.user_id)))
    assert world.stranger.id not in told
    assert world.member.id in told
    assert "Zandkasteel" not in browser_of(world.stranger).get("/berichten").text
    assert contents_for(make.reader(world.stranger), since).empty


def test_an_audience_that_no_longer_fits_is_not_taken(
    world: World, item: Item, browser_of: BrowserOf
) -> None:
    target = key(world.open_group, "members")
    client = browser_of(world.member)
    _page, mark = shown(client, item, target)
    with transaction():
        world.open_group.preset = make.Preset.CLOSED
    path = f"/items/{item.public_id}/verplaatsen"
    assert client.post(path, data={"naar": target, "feiten": mark}).status_code == 404
    db.session.expire_all()
    assert (item.group_id, item.audience) == (world.closed_group.id, Audience.GROUP)
