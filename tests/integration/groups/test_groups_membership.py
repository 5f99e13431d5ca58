"""Joining, asking, letting in, leaving, removing, blocking, roles."""

import threading

import pytest
from sqlalchemy import select

from forum.core.group import Group, Membership, MembershipRole, MembershipState
from forum.core.user import User
from forum.groups import service_members
from forum.groups.models import GroupEvent
from forum.lib.db import db, transaction
from forum.lib.errors import Forbidden, Invalid
from tests import world as make
from tests.world import World


def relation(group: Group, user: User) -> tuple[str, str] | None:
    row = db.session.execute(
        select(Membership.state, Membership.role).filter_by(group_id=group.id, user_id=user.id)
    ).first()
    db.session.rollback()
    return (str(row.state), str(row.role)) if row else None


def actions(group: Group) -> list[str]:
    found = list(db.session.scalars(select(GroupEvent.action).filter_by(group_id=group.id)))
    db.session.rollback()
    return found


def test_join_an_open_group_once_or_twice(world: World, browser_of) -> None:
    group, browser = world.open_group, browser_of(world.stranger)
    for _ in range(2):
        answer = browser.post(f"/groepen/{group.address}/meedoen")
        assert answer.status_code == 303
        assert answer.location == f"/groepen/{group.address}"
    assert relation(group, world.stranger) == ("active", "member")
    assert actions(group).count("joined") == 1


def test_only_open_groups_are_joined_and_only_closed_ones_asked(world: World, browser_of) -> None:
    browser = browser_of(world.stranger)
    codes = {
        (place, word): browser.post(f"/groepen/{getattr(world, place).address}/{word}").status_code
        for place in ("open_group", "closed_group", "hidden_group")
        for word in ("vragen", "meedoen")
    }
    assert codes == {
        ("open_group", "meedoen"): 303,
        ("open_group", "vragen"): 403,
        ("closed_group", "meedoen"): 403,
        ("closed_group", "vragen"): 303,
        ("hidden_group", "meedoen"): 404,
        ("hidden_group", "vragen"): 404,
    }
    assert relation(world.hidden_group, world.stranger) is None


def test_ask_and_be_let_in(world: World, browser_of, work, app) -> None:
    group = world.closed_group
    asking, managing = browser_of(world.stranger), browser_of(world.manager)
    text = "Ik werk bij het wijkteam.\nTot snel."
    assert asking.post(f"/groepen/{group.address}/vragen", data={"motivation": text}).status_code == 303
    assert relation(group, world.stranger) == ("pending", "member")
    page = asking.get(f"/groepen/{group.address}").text
    assert "Je verzoek is verstuurd" in page
    assert "Vraag om mee te doen" not in page
    assert "Ik werk bij het wijkteam." in managing.get(f"/groepen/{group.address}/leden").text
    assert (
        "Ik werk bij het wijkteam."
        not in browser_of(world.member).get(f"/groepen/{group.address}/leden").text
    )

    accept = f"/groepen/{group.address}/leden/{world.stranger.public_id}/toelaten"
    assert browser_of(world.member).post(accept).status_code == 403
    assert managing.post(accept).status_code == 303
    assert managing.post(accept).status_code == 303  # twice is once
    assert relation(group, world.stranger) == ("active", "member")
    assert actions(group).count("accepted") == 1
    assert asking.get(f"/groepen/{group.address}/leden").status_code == 200


def test_too_long_a_motivation_is_kept_in_the_form(world: World, browser_of) -> None:
    text = "Wijkteam " * 60
    answer = browser_of(world.stranger).post(
        f"/groepen/{world.closed_group.address}/vragen", data={"motivation": text}
    )
    assert answer.status_code == 422
    assert text.strip() in answer.text
    assert relation(world.closed_group, world.stranger) is None


def test_refused_or_taken_back_is_gone_and_may_be_asked_again(world: World, browser_of) -> None:
    group, managing = world.closed_group, browser_of(world.manager)
    refuse = f"/groepen/{group.address}/leden/{world.pending.public_id}/afwijzen"
    assert managing.post(refuse).status_code == 303
    assert relation(group, world.pending) is None
    asking = browser_of(world.pending)
    assert asking.post(f"/groepen/{group.address}/vragen").status_code == 303
    assert asking.post(f"/groepen/{group.address}/vraag-intrekken").status_code == 303
    assert relation(group, world.pending) is None
    assert managing.post(refuse).status_code == 404


def test_leave_asks_first_and_then_the_content_is_gone(world: World, browser_of) -> None:
    group, browser = world.closed_group, browser_of(world.member)
    assert "Wil je casuistiek verlaten?" in browser.get(f"/groepen/{group.address}/verlaten").text
    assert relation(group, world.member) == ("active", "member")
    assert browser.post(f"/groepen/{group.address}/verlaten").status_code == 303
    assert relation(group, world.member) is None
    assert browser.get(f"/groepen/{group.address}/leden").status_code == 404


@pytest.mark.parametrize("way", ["verlaten", "lid-maken", "verwijderen"])
def test_the_last_manager_stays_one(world: World, browser_of, way: str) -> None:
    group, browser = world.open_group, browser_of(world.manager)
    person = f"/groepen/{group.address}/leden/{world.manager.public_id}"
    address = f"/groepen/{group.address}/verlaten" if way == "verlaten" else f"{person}/{way}"
    answer = browser.post(address)
    assert answer.status_code == 422
    assert "Maak eerst iemand anders beheerder" in answer.text
    assert relation(group, world.manager) == ("active", "manager")
    # Somebody whose account is closed cannot manage.
    with transaction():
        gone = make.person("weg")
        make.join(group, gone, MembershipRole.MANAGER)
        gone.deactivated_at = make.clock.now()
    assert browser.post(address).status_code == 422
    browser.post(f"/groepen/{group.address}/leden/{world.member.public_id}/beheerder-maken")
    assert browser.post(address).status_code == 303
    assert relation(group, world.manager) in (None, ("active", "member"))


def test_two_managers_cannot_both_leave_at_the_same_moment(world: World, browser_of, app) -> None:
    with transaction():
        db.session.scalars(
            select(Membership).filter_by(group_id=world.open_group.id, user_id=world.member.id)
        ).one().role = MembershipRole.MANAGER
    address = f"/groepen/{world.open_group.address}/verlaten"
    browsers = [browser_of(world.manager), browser_of(world.member)]
    together, codes = threading.Barrier(2), []

    def leave(browser) -> None:  # type: ignore[no-untyped-def]
        with app.app_context():
            together.wait()
            codes.append(browser.post(address).status_code)

    threads = [threading.Thread(target=leave, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303, 422]
    left = db.session.scalars(
        select(Membership.user_id).filter_by(group_id=world.open_group.id, role=MembershipRole.MANAGER)
    ).all()
    assert len(left) == 1


def test_a_right_that_ended_meanwhile_is_no_right(world: World, app) -> None:
    stale = make.reader(world.manager)
    with transaction():
        make.join(world.open_group, world.stranger, MembershipRole.MANAGER)
        service_members.set_role(
            make.reader(world.manager), world.open_group, world.manager, MembershipRole.MEMBER
        )
    with pytest.raises(Forbidden), transaction():
        service_members.remove(stale, world.open_group, world.member)
    assert relation(world.open_group, world.member) == ("active", "member")


def test_remove_and_block_and_unblock(world: World, browser_of) -> None:
    group, managing = world.open_group, browser_of(world.manager)
    base = f"/groepen/{group.address}/leden/{world.member.public_id}"
    theirs = browser_of(world.member)
    assert managing.post(f"{base}/verwijderen").status_code == 303
    assert relation(group, world.member) is None
    assert managing.post(f"{base}/verwijderen").status_code == 404
    assert managing.post(f"{base}/blokkeren").status_code == 303  # also who is no member
    assert relation(group, world.member) == ("blocked", "member")
    assert theirs.post(f"/groepen/{group.address}/meedoen").status_code == 403
    assert "Geblokkeerd" in managing.get(f"/groepen/{group.address}/leden").text
    assert managing.post(f"{base}/deblokkeren").status_code == 303
    assert theirs.post(f"/groepen/{group.address}/meedoen").status_code == 303
    assert {"removed", "blocked", "unblocked"} <= set(actions(group))


def test_nobody_blocks_themselves(world: World) -> None:
    with pytest.raises(Invalid), transaction():
        service_members.block(make.reader(world.manager), world.open_group, world.manager)


def test_log_is_for_managers_and_speaks_dutch(world: World, browser_of) -> None:
    group, managing = world.open_group, browser_of(world.manager)
    managing.post(f"/groepen/{group.address}/leden/{world.member.public_id}/beheerder-maken")
    page = managing.get(f"/groepen/{group.address}/logboek").text
    assert "Manager maakte Member beheerder." in page
    assert browser_of(world.stranger).get(f"/groepen/{group.address}/logboek").status_code == 403


def test_membership_state_is_never_what_the_form_says(world: World, browser_of) -> None:
    """A forged field gives nobody a role (T38)."""
    browser_of(world.stranger).post(
        f"/groepen/{world.open_group.address}/meedoen", data={"role": "manager", "state": "active"}
    )
    assert relation(world.open_group, world.stranger) == (MembershipState.ACTIVE, MembershipRole.MEMBER)


def test_who_writes_along_without_being_a_member_can_be_blocked_too(world: World, browser_of) -> None:
    group, managing = world.open_group, browser_of(world.manager)
    with transaction():
        item = make.discussion(world.member, group)
        for writer in (world.stranger, world.member, world.banned):
            make.reply(item, writer)
    heading = "Praten mee zonder lid te zijn"
    page = managing.get(f"/groepen/{group.address}/leden").text
    guests = page.partition(heading)[2].partition("</section>")[0]
    assert "Stranger" in guests
    assert "Member" not in guests
    assert "Banned" not in guests
    assert heading not in browser_of(world.member).get(f"/groepen/{group.address}/leden").text
    managing.post(f"/groepen/{group.address}/leden/{world.stranger.public_id}/blokkeren")
    assert heading not in managing.get(f"/groepen/{group.address}/leden").text
