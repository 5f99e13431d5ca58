"""The first visit: at most three steps, each can be skipped, and nothing stands between somebody and what they came for."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core.follow import ThemeFollow
from forum.core.group import Membership, MembershipState
from forum.core.item import Item
from forum.core.theme import Theme, item_themes
from forum.core.user import User
from forum.groups import service_invitations
from forum.lib.db import db, transaction
from forum.notifications.queries import mail_when
from tests import world as make
from tests.integration.accounts import postbox
from tests.world import World

BrowserOf = Callable[[User | None], FlaskClient]
Work = Callable[[], None]
NEW = "nieuw@example.org"


def theme(item: Item, slug: str) -> None:
    row = Theme(slug=slug)
    db.session.add(row)
    db.session.flush()
    db.session.execute(item_themes.insert().values(item_id=item.id, theme_id=row.id, name=slug.capitalize()))


@pytest.fixture
def themed(world: World) -> World:
    with transaction():
        theme(make.discussion(world.member), "wachtlijsten")
        theme(make.discussion(world.member, world.open_group), "privacy")
        theme(make.discussion(world.member, world.hidden_group), "geheim")
    return world


def sign_in(app: Flask, work: Work, email: str = NEW, **more: str) -> tuple[FlaskClient, str]:
    """A browser that signed in, and where it was sent."""
    client = app.test_client()
    request = postbox.ask(client, email, **more)
    work()
    return client, postbox.enter(client, request, postbox.sign_in_mail(app).code).location


def follows(user: User) -> set[str]:
    db.session.rollback()
    mine = select(Theme.slug).join(ThemeFollow).where(ThemeFollow.user_id == user.id)
    return set(db.session.scalars(mine))


def state_in(user: User, world: World) -> dict[str, str]:
    db.session.rollback()
    rows = db.session.scalars(select(Membership).where(Membership.user_id == user.id)).all()
    names = {group.id: group.name for group in world.groups}
    return {names[row.group_id]: row.state for row in rows}


def test_the_first_time_and_only_then(app: Flask, themed: World, work: Work) -> None:
    client, to = sign_in(app, work)
    assert to == "/welkom"
    assert client.get(to).location == "/welkom/themas?next=/"
    assert "Pas je naam aan" in client.get("/welkom/themas").text
    assert sign_in(app, work)[1] == "/"


@pytest.mark.parametrize("next_url", ["/groepen", "/discussies/x", "/instellingen"])
def test_who_came_for_something_gets_that_and_a_calm_line(
    app: Flask, themed: World, work: Work, next_url: str
) -> None:
    client, to = sign_in(app, work, next=next_url)
    assert to == next_url
    page = client.get("/groepen").text
    assert f'href="/welkom?next={next_url}"' in page
    assert f"next={next_url}" in client.get(f"/welkom?next={next_url}").location
    assert "/welkom" not in client.get("/groepen").text, "once"


def test_an_invitation_comes_before_the_welcome(app: Flask, world: World, work: Work) -> None:
    with transaction():
        service_invitations.invite(make.reader(world.manager), world.hidden_group, NEW)
    work()
    invitation = next(mail for mail in postbox.mails(app) if mail.to == NEW).links[0]
    path = invitation.removeprefix("http://localhost")
    client, to = sign_in(app, work, next=path)
    assert to == path
    assert client.post(path).location == f"/groepen/{world.hidden_group.address}"


def test_each_step_leads_to_the_next_and_to_where_one_wanted_to_be(
    themed: World, browser_of: BrowserOf
) -> None:
    client, there = browser_of(themed.stranger), "?next=/bibliotheek"
    page = client.get(f"/welkom/themas{there}").text
    assert page.count("kp-button--primary") == 1
    assert 'href="/welkom/groepen?next=/bibliotheek"' in page, "Overslaan"
    answer = client.post(f"/welkom/themas{there}", data={"theme": ["privacy", "wachtlijsten", "privacy"]})
    assert answer.location == "/welkom/groepen?next=/bibliotheek"
    assert follows(themed.stranger) == {"privacy", "wachtlijsten"}
    page = client.get(answer.location).text
    assert "Stap 2 van 3" in page
    names = [themed.open_group.address, themed.closed_group.address]
    answer = client.post(answer.location, data={"group": names})
    assert answer.location == "/welkom/mail?next=/bibliotheek"
    assert state_in(themed.stranger, themed) == {
        themed.open_group.name: MembershipState.ACTIVE,
        themed.closed_group.name: MembershipState.PENDING,
    }
    page = client.get(answer.location).text
    assert "Je verzoek om mee te doen" in page
    assert 'href="/bibliotheek"' in page, "Overslaan"
    answer = client.post(answer.location, data={"digest_frequency": "never", "mail": "collected"})
    assert (answer.status_code, answer.location) == (303, "/bibliotheek")
    db.session.rollback()
    db.session.refresh(themed.stranger)
    assert themed.stranger.digest_frequency == "never"
    assert mail_when(make.reader(themed.stranger)) == "collected"
    # Once more: what is chosen is not offered again, and twice is once.
    assert client.get("/welkom").location == "/welkom/mail?next=/"
    client.post("/welkom/themas", data={"theme": "privacy"})
    client.post("/welkom/groepen", data={"group": names})
    assert follows(themed.stranger) == {"privacy", "wachtlijsten"}
    assert len(state_in(themed.stranger, themed)) == 2


def test_nothing_chosen_changes_nothing(themed: World, browser_of: BrowserOf) -> None:
    client = browser_of(themed.stranger)
    assert client.post("/welkom/themas").status_code == client.post("/welkom/groepen").status_code == 303
    assert follows(themed.stranger) == set()
    assert state_in(themed.stranger, themed) == {}


def test_a_step_without_anything_to_choose_is_left_out(world: World, browser_of: BrowserOf) -> None:
    assert browser_of(world.stranger).get("/welkom").location == "/welkom/groepen?next=/"
    assert browser_of(world.member).get("/welkom").location == "/welkom/mail?next=/"
    assert browser_of(world.member).get("/welkom/themas").location == "/welkom/mail?next=/"


def test_t28_what_one_may_not_know_of_is_not_offered(themed: World, browser_of: BrowserOf) -> None:
    for name in ("stranger", "former", "pending", "moderator", "administrator"):
        client = browser_of(getattr(themed, name))
        assert "Geheim" not in client.get("/welkom/themas").text, name
        groups = client.get("/welkom/groepen").text
        assert themed.hidden_group.address not in groups, name
        assert "klankbord" not in groups, name
    assert "Geheim" in browser_of(themed.manager).get("/welkom/themas").text
    banned = browser_of(themed.banned).get("/welkom").location
    assert banned == "/welkom/themas?next=/"
    assert "/welkom/mail" in browser_of(themed.banned).get("/welkom/themas").text, "no group is offered"


def test_t08_asking_for_what_one_may_not_know_of_stores_nothing(themed: World, browser_of: BrowserOf) -> None:
    client = browser_of(themed.stranger)
    for slug in ("geheim", "onbekend"):
        answer = client.post("/welkom/themas", data={"theme": ["privacy", slug]})
        assert answer.status_code == 404
    for address in (themed.hidden_group.address, "onbekend"):
        answer = client.post("/welkom/groepen", data={"group": [themed.open_group.address, address]})
        assert answer.status_code == 404
    assert follows(themed.stranger) == set()
    assert state_in(themed.stranger, themed) == {}
    banned = browser_of(themed.banned)
    assert banned.post("/welkom/groepen", data={"group": themed.open_group.address}).status_code == 403


@pytest.mark.parametrize("target", ["//evil.nl", "https://evil.nl", "/\\evil.nl", "javascript:alert(1)"])
def test_t46_it_ends_on_this_site(world: World, browser_of: BrowserOf, target: str) -> None:
    client = browser_of(world.member)
    answer = client.post(
        "/welkom/mail", query_string={"next": target}, data={"digest_frequency": "weekly", "mail": "never"}
    )
    assert answer.location == "/"
    page = client.get("/welkom/mail", query_string={"next": target}).text
    assert not re.search(r'(href|action)="[^"]*(evil|javascript:)', page)


@pytest.mark.parametrize(
    "data",
    [{"digest_frequency": "hourly", "mail": "never"}, {"digest_frequency": "weekly", "mail": "hourly"}],
)
def test_no_other_choice_of_mail(world: World, browser_of: BrowserOf, data: dict[str, str]) -> None:
    answer = browser_of(world.member).post("/welkom/mail", data=data)
    assert answer.status_code == 422
    assert "Maak een keuze" in answer.text


def test_visitors_have_no_first_visit(client: FlaskClient, world: World) -> None:
    for path in ("/welkom", "/welkom/themas", "/welkom/groepen", "/welkom/mail"):
        assert client.get(path).status_code == 404
