"""T44: an invitation is bound to address, group, role and time, and ends with the right of its sender."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from forum.core.group import Group, Membership, MembershipRole
from forum.core.user import User
from forum.groups import service_invitations, service_members
from forum.groups.locks import lock
from forum.groups.models import Invitation
from forum.lib import clock, ids
from forum.lib.db import db, transaction
from tests import world as make
from tests.world import World

SECRET = "geheim" * 7
PATH = f"/uitnodiging/{SECRET}"


@pytest.fixture
def invited(world: World) -> World:
    """The stranger is invited to the hidden group; the mail was sent."""
    with transaction():
        db.session.add(
            Invitation(
                group_id=world.hidden_group.id,
                email=world.stranger.email,
                token_digest=ids.digest(SECRET),
                invited_by_id=world.manager.id,
                expires_at=clock.now() + timedelta(days=14),
            )
        )
    return world


def role_of(group: Group, user: User) -> str | None:
    db.session.rollback()
    return db.session.scalar(select(Membership.role).filter_by(group_id=group.id, user_id=user.id))


def test_t44_only_for_the_very_address(invited: World, browser_of, client) -> None:
    name = invited.hidden_group.name
    page = client.get(PATH)
    assert page.status_code == 200
    assert name in page.text
    assert f'name="next" value="{PATH}"' in page.text
    assert "Word lid" not in page.text
    assert invited.stranger.email not in page.text
    assert "Set-Cookie" not in page.headers
    assert client.post(PATH).status_code in (303, 400)  # to the page that lets them sign in
    for who in ("pending", "moderator", "administrator", "former"):
        browser = browser_of(invited.people[who])
        page = browser.get(PATH).text
        assert "ander e-mailadres" in page
        assert "Word lid" not in page
        assert invited.stranger.email not in page
        assert browser.post(PATH).status_code == 403
        assert role_of(invited.hidden_group, invited.people[who]) is None, who  # type: ignore[arg-type]
    assert browser_of(invited.stranger).post(PATH).status_code == 303
    assert role_of(invited.hidden_group, invited.stranger) == "member"


def test_t44_the_role_is_that_of_the_invitation(invited: World, browser_of) -> None:
    form = {"role": "manager", "group": invited.open_group.address, "email": "a@example.org"}
    browser_of(invited.stranger).post(PATH, data=form)
    assert role_of(invited.hidden_group, invited.stranger) == "member"
    assert role_of(invited.open_group, invited.stranger) is None


def expire(world: World) -> None:
    db.session.scalars(select(Invitation)).one().expires_at = clock.now()


def block(world: World) -> None:
    service_members.block(make.reader(world.manager), world.hidden_group, world.stranger)


def block_by_row(world: World) -> None:
    """Blocked in a way that left the invitation."""
    make.join(world.hidden_group, world.stranger, state=make.MembershipState.BLOCKED)


def demote_the_sender(world: World) -> None:
    make.join(world.hidden_group, world.former, MembershipRole.MANAGER)
    service_members.set_role(
        make.reader(world.former), world.hidden_group, world.manager, MembershipRole.MEMBER
    )


def close_the_account_of_the_sender(world: World) -> None:
    db.session.get_one(User, world.manager.id).deactivated_at = clock.now()


def send_a_new_one(world: World) -> None:
    db.session.scalars(select(Invitation)).one().token_digest = ids.digest("ander")


ENDS = [expire, block, block_by_row, demote_the_sender, close_the_account_of_the_sender, send_a_new_one]


@pytest.mark.parametrize("end", ENDS)
def test_t44_what_ends_an_invitation(invited: World, browser_of, end: Callable[[World], None]) -> None:
    browser = browser_of(invited.stranger)
    assert browser.get(PATH).status_code == 200
    with transaction():
        end(invited)
    before = role_of(invited.hidden_group, invited.stranger)
    for answer in (browser.get(PATH), browser.post(PATH)):
        assert answer.status_code == 410
        assert invited.hidden_group.name not in answer.text
    assert role_of(invited.hidden_group, invited.stranger) == before
    assert browser.get(f"/groepen/{invited.hidden_group.address}").status_code == 404


def test_t44_removed_after_accepting_the_invitation_does_not_work_again(invited: World, browser_of) -> None:
    browser = browser_of(invited.stranger)
    assert browser.post(PATH).status_code == 303
    with transaction():
        service_members.remove(make.reader(invited.manager), invited.hidden_group, invited.stranger)
    assert browser.get(PATH).status_code == 410
    assert browser.post(PATH).status_code == 410
    assert role_of(invited.hidden_group, invited.stranger) is None


@pytest.mark.parametrize("meanwhile", ["nothing", "withdrawn"])
def test_t44_withdrawn_while_accepting_waits_for_the_group(
    invited: World, browser_of, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    def wait(group: Group) -> None:
        if meanwhile == "withdrawn":
            db.session.execute(delete(Invitation))
        lock(group)

    monkeypatch.setattr(service_invitations, "lock", wait)
    answer = browser_of(invited.stranger).post(PATH)
    assert answer.status_code == (303 if meanwhile == "nothing" else 410)
    assert role_of(invited.hidden_group, invited.stranger) == ("member" if meanwhile == "nothing" else None)
