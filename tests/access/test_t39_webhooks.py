"""T07, T36, T38, T39: a webhook gets what its owner may read at the moment of sending, and is for who manages."""

import json
from collections.abc import Callable, Iterator
from unittest.mock import MagicMock, patch

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, text, update

from forum.accounts import people
from forum.core import kinds
from forum.core.group import Group, Membership, MembershipRole
from forum.core.item import Audience, Item, State
from forum.core.user import Role, User
from forum.lib import ids
from forum.lib.db import Base, db, transaction
from forum.webhooks import jobs, sending, service
from forum.webhooks.models import Delivery, Webhook, Why
from forum.work import outbox
from tests import world as make
from tests.access.canaries import plant
from tests.world import CAST, World

BrowserOf = Callable[[object], FlaskClient]
FORM = {
    "url": "https://hooks.voorbeeld.nl/in",
    "submission": "eenmalig",
    "events": ["item.published", "reply.posted"],
}
PERSONS = (*CAST, "anonymous")


@pytest.fixture
def sent() -> Iterator[MagicMock]:
    with patch("forum.webhooks.sending.post", return_value=sending.Outcome(status=200)) as made:
        yield made


def add(owner: User, group: Group | None) -> None:
    with transaction():
        service.add(make.reader(owner), group, url=FORM["url"], public_id=ids.public_id())


def tell_everything() -> None:
    with transaction():
        for item_id in db.session.scalars(select(Item.id)):
            outbox.enqueue(jobs.TELL, event="item.published", item_id=item_id, reply_id=None)
        for reply_id, item_id in db.session.execute(text("SELECT id, item_id FROM replies")):
            outbox.enqueue(jobs.TELL, event="reply.posted", item_id=item_id, reply_id=reply_id)


def test_t39_each_webhook_gets_what_it_may_and_nothing_else(
    world: World, work: Callable[[], None], sent: MagicMock
) -> None:
    for group in world.groups:
        add(world.manager, group)
    add(world.administrator, None)
    with transaction():
        plant(world, tuple(kind.code for kind in kinds.every()))
        public = make.discussion(world.member, title="Voor iedereen")
        make.reply(public, world.member)
        open_one = make.discussion(world.member, world.open_group, title="In de open groep")
    tell_everything()
    work()
    told: dict[int | None, set[str]] = {}
    for row in db.session.scalars(select(Delivery)):
        group_id = db.session.get_one(Webhook, row.webhook_id).group_id
        item = db.session.get_one(Item, row.item_id)
        told.setdefault(group_id, set()).add(item.public_id)
    assert sent.call_count == len(db.session.scalars(select(Delivery)).all()) > 10
    shown = select(Item.public_id).where(Item.state == State.PUBLISHED)
    for group in world.groups:
        assert told[group.id] == set(db.session.scalars(shown.where(Item.group_id == group.id)))
    assert told[None] == {public.public_id, open_one.public_id}
    # What is hidden, deleted or a draft is told by no word, nor are replies that are hidden.
    everything = b"".join(call.args[1] for call in sent.call_args_list).decode()
    for item in db.session.scalars(select(Item).where(Item.state != State.PUBLISHED)):
        assert item.title not in everything
        assert item.public_id not in everything
    for public_id in db.session.scalars(text("SELECT public_id FROM replies WHERE state != 'published'")):
        assert public_id not in everything


@pytest.mark.parametrize("what", ["demoted", "left", "closed", "hidden", "deleted", "moved"])
def test_t07_checked_when_sent_not_when_promised(
    world: World, work: Callable[[], None], sent: MagicMock, what: str
) -> None:
    add(world.manager, world.closed_group)
    with transaction():
        item = make.discussion(world.member, world.closed_group)
    jobs.tell("item.published", item.id)
    assert len(db.session.scalars(select(Delivery)).all()) == 1
    mine = (Membership.user_id == world.manager.id, Membership.group_id == world.closed_group.id)
    with transaction():
        if what == "demoted":
            db.session.execute(update(Membership).where(*mine).values(role=MembershipRole.MEMBER))
        elif what == "left":
            db.session.execute(delete(Membership).where(*mine))
        elif what == "closed":
            people.deactivate(people.get("manager@example.org"))
        else:
            row = db.session.get_one(Item, item.id)
            row.state = {"hidden": State.HIDDEN, "deleted": State.DELETED}.get(what, row.state)
            row.group_id = world.open_group.id if what == "moved" else row.group_id
    work()
    assert not sent.called
    db.session.rollback()
    assert db.session.scalars(select(Delivery)).all() == []
    stopped = db.session.scalars(select(Webhook.stopped_why)).one()
    assert stopped == (Why.RIGHTS if what in ("demoted", "left", "closed") else None)


def test_t07_of_the_site_too(world: World, work: Callable[[], None], sent: MagicMock) -> None:
    add(world.administrator, None)
    with transaction():
        item = make.discussion(world.member)
        other = make.discussion(world.member)
    jobs.tell("item.published", item.id)
    with transaction():
        db.session.get_one(Item, item.id).audience = Audience.SIGNED_IN
    work()
    assert not sent.called
    jobs.tell("item.published", other.id)
    with transaction():
        db.session.get_one(User, world.administrator.id).role = Role.MEMBER
    work()
    assert not sent.called
    assert db.session.scalars(select(Webhook.stopped_why)).one() == Why.RIGHTS


def test_t07_yes_it_is_sent_when_nothing_changed(
    world: World, work: Callable[[], None], sent: MagicMock
) -> None:
    add(world.manager, world.closed_group)
    with transaction():
        item = make.discussion(world.member, world.closed_group)
    jobs.tell("item.published", item.id)
    work()
    assert json.loads(sent.call_args.args[1])["data"]["item"]["id"] == item.public_id


@pytest.mark.parametrize("name", PERSONS)
def test_t38_only_who_manages(world: World, browser_of: BrowserOf, name: str) -> None:
    add(world.manager, world.closed_group)
    add(world.administrator, None)
    hooks = dict(db.session.execute(select(Webhook.group_id, Webhook.public_id)).all())
    browser = browser_of(world.people[name])
    nobody = name in ("anonymous", "deactivated")
    knows = not nobody
    places = [
        (f"/groepen/{world.closed_group.address}/webhooks", name == "manager", knows),
        (f"/groepen/{world.hidden_group.address}/webhooks", name == "manager", name in ("manager", "member")),
        ("/beheer/webhooks", name == "administrator", knows),
    ]
    for path, manages, sees in places:
        refused = 403 if sees else 404
        assert browser.get(path).status_code == (200 if manages else refused), path
        assert browser.post(path, data=FORM).status_code == (200 if manages else refused), path
    for path, hook in ((places[0][0], hooks[world.closed_group.id]), (places[2][0], hooks[None])):
        manages = name == ("manager" if "groepen" in path else "administrator")
        for act in ("testen", "kiezen", "aanzetten", "verwijderen"):
            expected = 303 if manages else 404 if nobody else 403
            chosen = {"events": ["item.changed"]}
            assert browser.post(f"{path}/{hook}/{act}", data=chosen).status_code == expected, f"{path} {act}"
        assert browser.post(f"{path}/{hook}/{act}").status_code in (403, 404)


def test_t38_a_webhook_of_another_group_is_not_there(world: World, browser_of: BrowserOf) -> None:
    add(world.manager, world.closed_group)
    add(world.administrator, None)
    with transaction():
        other = make.group("elders", world.open_group.preset, world.stranger)
    stranger = browser_of(world.stranger)
    for public_id in db.session.scalars(select(Webhook.public_id)).all():
        path = f"/groepen/{other.address}/webhooks/{public_id}/verwijderen"
        assert stranger.post(path).status_code == 404
    assert len(db.session.scalars(select(Webhook)).all()) == 2


def test_t36_the_secret_is_shown_once_and_stands_nowhere(world: World, browser_of: BrowserOf) -> None:
    browser = browser_of(world.manager)
    path = f"/groepen/{world.closed_group.address}/webhooks"
    first = browser.post(path, data=FORM).text
    secret = first.partition('class="kp-secret"><code>')[2].partition("<")[0]
    assert secret.startswith("whsec_")
    assert secret in browser.post(path, data=FORM).text  # a double click: the same webhook, the same secret
    assert len(db.session.scalars(select(Webhook)).all()) == 1
    assert "whsec_" not in browser.get(path).text
    for table in Base.metadata.sorted_tables:
        rows = db.session.execute(text(f'SELECT * FROM "{table.name}"')).all()
        assert secret not in repr(rows), table.name


@pytest.mark.parametrize(
    "url",
    ["", "http://voorbeeld.nl/", "https://127.0.0.1/", "https://localhost/", "https://a:b@voorbeeld.nl/"],
)
def test_what_cannot_be_called_comes_back_with_what_was_typed(
    world: World, browser_of: BrowserOf, url: str
) -> None:
    path = f"/groepen/{world.closed_group.address}/webhooks"
    answer = browser_of(world.manager).post(path, data={**FORM, "url": url})
    assert answer.status_code == 422
    assert f'value="{url}"' in answer.text
    assert db.session.scalars(select(Webhook)).all() == []


def test_there_is_an_end_to_how_many(world: World, browser_of: BrowserOf) -> None:
    for _ in range(5):
        add(world.manager, world.closed_group)
    path = f"/groepen/{world.closed_group.address}/webhooks"
    assert browser_of(world.manager).post(path, data=FORM).status_code == 422


def test_the_page_says_how_it_went(world: World, browser_of: BrowserOf, work: Callable[[], None]) -> None:
    add(world.manager, world.closed_group)
    browser = browser_of(world.manager)
    path = f"/groepen/{world.closed_group.address}/webhooks"
    public_id = db.session.scalars(select(Webhook.public_id)).one()
    for outcome, word in (
        (sending.Outcome(status=200), "test: aangekomen"),
        (sending.Outcome(status=500), "test: niet aangekomen, antwoord 500"),
        (
            sending.Outcome(problem="address"),
            "test: niet aangekomen, het adres is niet op het openbare internet",
        ),
    ):
        assert browser.post(f"{path}/{public_id}/testen").status_code == 303
        assert "test: wordt verstuurd" in browser.get(path).text
        with patch("forum.webhooks.sending.post", return_value=outcome):
            work()
        assert word in browser.get(path).text


def test_its_maker_chooses_what_it_is_told(world: World, browser_of: BrowserOf) -> None:
    browser = browser_of(world.manager)
    path = f"/groepen/{world.closed_group.address}/webhooks"

    def events() -> str:
        db.session.rollback()
        return db.session.scalars(select(Webhook.events)).one()

    refused = browser.post(path, data={**FORM, "events": []})
    assert refused.status_code == 422
    assert "Kies minstens één ding" in refused.text
    assert FORM["url"] in refused.text
    assert browser.post(path, data={**FORM, "events": ["verzonnen"]}).status_code == 422
    assert browser.post(path, data=FORM).status_code == 200
    assert events() == "item.published reply.posted"
    act = f"{path}/{db.session.scalars(select(Webhook.public_id)).one()}/kiezen"
    assert browser.post(act, data={"events": ["reply.posted", "item.changed"]}).status_code == 303
    assert events() == "item.changed reply.posted"
    for nothing in ([], ["item.changed", "verzonnen"]):
        browser.post(act, data={"events": nothing})
        assert events() == "item.changed reply.posted"
    assert (
        "koos wat een webhook vertelt" in browser.get(f"/groepen/{world.closed_group.address}/logboek").text
    )
