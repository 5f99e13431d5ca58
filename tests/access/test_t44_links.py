"""T44: a short link is bound to group, role, time, number of uses and domain, and ends with the right of its maker."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from forum.accounts import registration
from forum.core import setting
from forum.core.group import Group, Membership, MembershipState, Preset
from forum.core.item import State
from forum.core.user import User
from forum.groups import service_links, service_members
from forum.groups.link_secrets import find_secret
from forum.groups.models import InviteLink
from forum.lib import clock, ids
from forum.lib.db import db, transaction
from forum.lib.errors import Forbidden, Invalid, NotFound
from tests import world as make
from tests.browser import steady
from tests.world import World, reader

BrowserOf = Callable[[object], FlaskClient]


def link_to(world: World, group: Group, **values: object) -> str:
    """The secret of a new link into `group`."""
    with transaction():
        made = service_links.make_link(reader(world.manager), group, public_id=ids.public_id(), **values)  # type: ignore[arg-type]
        secret = find_secret(made)
    assert secret
    return secret


def relation(group: Group, user: User) -> tuple[str, str] | None:
    db.session.rollback()
    found = select(Membership.role, Membership.state).filter_by(group_id=group.id, user_id=user.id)
    row = db.session.execute(found).one_or_none()
    return (row.role, row.state) if row else None


def the_link() -> InviteLink:
    db.session.rollback()
    return db.session.scalars(select(InviteLink)).one()


@pytest.mark.parametrize("place", ["open_group", "closed_group", "hidden_group"])
def test_t44_get_shows_and_post_joins(world: World, browser_of: BrowserOf, place: str) -> None:
    group = getattr(world, place)
    path = f"/u/{link_to(world, group)}"
    visitor, stranger = browser_of(None).get(path), browser_of(world.stranger)
    assert group.name in visitor.text
    assert f'name="next" value="{path}"' in visitor.text
    assert "Word lid" in stranger.get(path).text
    assert relation(group, world.stranger) is None, "a GET, by a scanner of mails too, changes nothing"
    assert browser_of(None).post(path).status_code in (303, 400)
    assert stranger.post(path, data={"role": "manager"}).location == f"/groepen/{group.address}"
    assert relation(group, world.stranger) == ("member", "active")
    assert stranger.get(path).location == f"/groepen/{group.address}"
    stranger.post(path)
    assert the_link().uses == 1


def test_t44_the_role_is_that_of_the_link(world: World, browser_of: BrowserOf) -> None:
    path = f"/u/{link_to(world, world.hidden_group, role='manager')}"
    browser_of(world.stranger).post(path)
    assert relation(world.hidden_group, world.stranger) == ("manager", "active")
    browser_of(world.member).post(path)
    assert relation(world.hidden_group, world.member) == ("member", "active"), "who is in keeps their role"


def revoke(world: World) -> None:
    service_links.revoke_link(reader(world.manager), world.hidden_group, the_link().public_id)


def expire(world: World) -> None:
    the_link().expires_at = clock.now()


def use_up(world: World) -> None:
    the_link().most_uses, the_link().uses = 1, 1
    link = db.session.scalars(select(InviteLink)).one()
    link.most_uses, link.uses = 1, 1


def lose_right(world: World) -> None:
    with_other = make.reader(world.manager)
    make.join(world.hidden_group, world.former, role="manager")  # type: ignore[arg-type]
    service_members.leave(with_other, world.hidden_group)


def block(world: World) -> None:
    service_members.block(reader(world.manager), world.hidden_group, world.stranger)


@pytest.mark.parametrize("end", [revoke, expire, use_up, lose_right, block])
def test_t44_a_link_that_ended_is_a_link_that_never_was(
    world: World, browser_of: BrowserOf, end: Callable[[World], None]
) -> None:
    path = f"/u/{link_to(world, world.hidden_group)}"
    stranger = browser_of(world.stranger)
    assert stranger.get(path).status_code == 200
    with transaction():
        end(world)
    for browser in (stranger, browser_of(None)) if end is not block else (stranger,):
        ended, never = browser.get(path), browser.get("/u/2222222222")
        assert ended.status_code == never.status_code == 410
        assert steady(ended.text).replace(path, "/u/2222222222") == steady(never.text)
    assert stranger.post(path).status_code == 410
    assert (relation(world.hidden_group, world.stranger) or ("", ""))[1] in ("", MembershipState.BLOCKED)


def test_t44_blocked_people_stay_blocked(world: World, browser_of: BrowserOf) -> None:
    for group in world.groups:
        path = f"/u/{link_to(world, group)}"
        banned = browser_of(world.banned)
        assert banned.get(path).status_code == banned.post(path).status_code == 410
        assert relation(group, world.banned) == ("member", "blocked")


def test_t44_only_addresses_of_the_domain(world: World, browser_of: BrowserOf) -> None:
    path = f"/u/{link_to(world, world.hidden_group, email_domain='@Gemeente.NL')}"
    with transaction():
        db.session.get_one(User, world.former.id).email = "former@gemeente.nl"
        db.session.get_one(User, world.moderator.id).email = "moderator@nietgemeente.nl"
        db.session.get_one(User, world.administrator.id).email = "administrator@gemeente.nl.kwaad.example"
    for who in ("stranger", "moderator", "administrator"):
        refused = browser_of(world.people[who]).post(path)
        assert refused.status_code == 422, who
        assert "alleen voor e-mailadressen van gemeente.nl" in refused.text
        assert relation(world.hidden_group, world.people[who]) is None  # type: ignore[arg-type]
    assert browser_of(world.former).post(path).status_code == 303
    assert the_link().uses == 1


def test_t44_approval_still_applies(world: World, browser_of: BrowserOf, work: Callable[[], None]) -> None:
    path = f"/u/{link_to(world, world.closed_group, approval=True)}"
    stranger = browser_of(world.stranger)
    assert "Vraag om mee te doen" in stranger.get(path).text
    stranger.post(path)
    stranger.post(path)
    assert relation(world.closed_group, world.stranger) == ("member", "pending")
    assert the_link().uses == 1
    assert "Een beheerder kijkt ernaar" in stranger.get(path).text
    with transaction():
        db.session.get_one(Group, world.closed_group.id).preset = Preset.HIDDEN
    assert browser_of(world.former).get(path).status_code == 410, "nobody asks to join a hidden group"


def test_t44_who_may_make_show_and_take_back(world: World, browser_of: BrowserOf) -> None:
    link_to(world, world.closed_group)
    public_id = the_link().public_id
    base = f"/groepen/{world.closed_group.address}/links"
    pages = (base, f"{base}/{public_id}", f"{base}/{public_id}/code.svg", f"{base}/{public_id}/blad.pdf")
    for who, status in (
        ("manager", 200),
        ("member", 403),
        ("stranger", 403),
        ("moderator", 403),
        ("anonymous", 404),
    ):
        browser = browser_of(world.people[who])
        assert [browser.get(page).status_code for page in pages] == [status] * 4, who
        if status != 200:
            assert browser.post(base, data={"days": "3", "role": "member"}).status_code == status
            assert browser.post(f"{base}/{public_id}/intrekken").status_code == status
    # The link of one group by the address of another: there is none.
    other = f"/groepen/{world.open_group.address}/links/{public_id}"
    manager = browser_of(world.manager)
    assert manager.get(other).status_code == manager.get(f"{other}/blad.pdf").status_code == 404
    manager.post(f"{other}/intrekken")
    assert the_link().revoked_at is None
    manager.post(f"{base}/{public_id}/intrekken")
    assert the_link().revoked_at is not None
    assert manager.get(pages[1]).status_code == 404


def test_t44_bad_bounds_are_refused_and_nothing_is_made(world: World) -> None:
    manager = reader(world.manager)
    for values in (
        {"days": 0}, {"days": 366}, {"days": None}, {"role": "owner"}, {"role": None}, {"most_uses": 0},
        {"most_uses": 10**9}, {"email_domain": "geen domein"}, {"approval": True},
    ):  # fmt: skip
        with pytest.raises(Invalid):
            service_links.make_link(manager, world.open_group, public_id=ids.public_id(), **values)
    with pytest.raises(Forbidden):
        service_links.make_link(reader(world.member), world.open_group, public_id=ids.public_id())
    elsewhere = make.discussion(world.manager)
    with pytest.raises(NotFound):
        service_links.make_link(
            manager, world.open_group, public_id=ids.public_id(), item_id=elsewhere.public_id
        )
    assert db.session.query(InviteLink).count() == 0


def test_a_link_to_a_discussion_lands_on_it_and_tells_no_title_before(
    world: World, browser_of: BrowserOf
) -> None:
    with transaction():
        item = make.discussion(world.member, world.hidden_group, title="Ongezien gesprek")
    path = f"/u/{link_to(world, world.hidden_group, item_id=item.public_id)}"
    stranger = browser_of(world.stranger)
    assert "Ongezien" not in stranger.get(path).text
    assert "Ongezien" not in browser_of(None).get(path).text
    assert stranger.post(path).location == f"/discussies/{item.public_id}"
    with transaction():
        item.state = State.DELETED
    assert browser_of(world.former).post(path).location == f"/groepen/{world.hidden_group.address}"


def test_t36_only_a_keyed_digest_is_stored(world: World) -> None:
    secret = link_to(world, world.open_group)
    link = the_link()
    assert len(secret) == 10
    assert secret not in repr([getattr(link, column.name) for column in InviteLink.__table__.columns])
    assert link.secret_digest != ids.digest(secret), "48 bits alone could be tried out"


def test_a_double_click_makes_one_link(world: World, browser_of: BrowserOf) -> None:
    base = f"/groepen/{world.open_group.address}/links"
    form = {"days": "30", "most_uses": "", "email_domain": "", "role": "member", "submission": "een"}
    manager = browser_of(world.manager)
    assert manager.post(base, data=form).location == manager.post(base, data=form).location
    assert db.session.query(InviteLink).count() == 1
    wrong = manager.post(base, data={**form, "days": "veel", "email_domain": "gemeente.nl"})
    assert wrong.status_code == 422
    assert "gemeente.nl" in wrong.text


def test_a_site_by_invitation_lets_the_domain_of_a_link_in(world: World) -> None:
    link_to(world, world.hidden_group, email_domain="gemeente.nl")
    with transaction():
        setting.put("registration", setting.Registration.INVITATION)
    assert registration.may_register("nieuw@gemeente.nl")
    assert not registration.may_register("nieuw@elders.nl")
    with transaction():
        db.session.execute(delete(InviteLink))
    assert not registration.may_register("nieuw@gemeente.nl")
