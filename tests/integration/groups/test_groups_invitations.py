"""Inviting by mail and accepting; the mails about asking and being let in."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum import mail
from forum.core.group import Group, Membership, MembershipRole, MembershipState
from forum.core.user import User
from forum.groups import service_members
from forum.groups.models import Invitation
from forum.lib import clock, ids
from forum.lib.db import db, transaction
from forum.mail.rendering import render
from tests import world as make
from tests.world import World

PLACES = ("open_group", "closed_group", "hidden_group")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, dict[str, str]]]:
    """What was given to the mail room: address, template, context; it is also rendered, so that it can be."""
    letters: list[tuple[str, str, dict[str, str]]] = []

    def send(recipient: str, template: str, context: dict[str, str], *, locale: str = "nl") -> bool:
        rendered = render(template, context, locale)
        letters.append((recipient, template, {**context, "text": rendered.text, "subject": rendered.subject}))
        return True

    monkeypatch.setattr(mail, "send", send)
    return letters


@pytest.fixture
def invite(world: World, browser_of, work: Callable[[], None], sent):  # type: ignore[no-untyped-def]
    """`invite(group, email, role)` sends an invitation and gives the path in its mail."""

    def run(group: Group, email: str, role: str = "member") -> str:
        answer = browser_of(world.manager).post(
            f"/groepen/{group.address}/uitnodigen", data={"email": email, "role": role}
        )
        assert answer.status_code == 303
        work()
        recipient, template, context = sent[-1]
        assert (recipient, template) == (email.lower(), "group_invitation")
        return context["url"].removeprefix("http://localhost")

    return run


def role_in(group: Group, user: User) -> str | None:
    db.session.rollback()
    return db.session.scalar(
        select(Membership.role).filter_by(group_id=group.id, user_id=user.id, state=MembershipState.ACTIVE)
    )


@pytest.mark.parametrize("place", PLACES)
def test_invited_by_mail_and_in_with_one_button(world: World, browser_of, invite, sent, place: str) -> None:
    group: Group = getattr(world, place)
    path = invite(group, "Stranger@Example.org")
    assert re.fullmatch(r"/uitnodiging/[\w-]{43}", path)
    assert group.name in sent[-1][2]["text"]
    browser = browser_of(world.stranger)
    page = browser.get(path)
    assert page.status_code == 200
    assert group.name in page.text
    assert page.text.count("Word lid") == 1
    assert role_in(group, world.stranger) is None, "GET changes nothing"
    for _ in range(2):  # a second click leads to the same place
        answer = browser.post(path)
        assert (answer.status_code, answer.location) == (303, f"/groepen/{group.address}")
    assert role_in(group, world.stranger) == "member"
    assert browser.get(path).location == f"/groepen/{group.address}"
    assert browser_of(world.moderator).get(path).status_code == 410


def test_only_the_digest_of_the_secret_is_stored(world: World, invite) -> None:
    secret = invite(world.closed_group, "stranger@example.org").removeprefix("/uitnodiging/")
    stored = db.session.scalars(select(Invitation)).one()
    assert stored.token_digest == ids.digest(secret)
    everything = " ".join(
        str(row)
        for table in reversed(Invitation.metadata.sorted_tables)
        for row in db.session.execute(select(table))
    )
    assert secret not in everything


def test_a_pending_person_is_let_in_and_a_member_made_manager(world: World, browser_of, invite) -> None:
    group = world.closed_group
    browser_of(world.pending).post(invite(group, "pending@example.org"))
    assert role_in(group, world.pending) == "member"
    browser_of(world.stranger).post(invite(group, "stranger@example.org", "manager"))
    assert role_in(group, world.stranger) == "manager"


def test_no_mail_for_who_is_in_or_kept_out_and_nobody_can_tell(world: World, browser_of, work, sent) -> None:
    managing = browser_of(world.manager)
    address = f"/groepen/{world.closed_group.address}/uitnodigen"
    answers = []
    for email in ("member@example.org", "banned@example.org", "deactivated@example.org", "niemand@elders.nl"):
        answer = managing.post(address, data={"email": email, "role": "member"})
        page = managing.get(address).text.replace(email, "X")
        answers.append((answer.status_code, answer.location))
        assert "De uitnodiging gaat naar X." in page
        work()
    assert set(answers) == {(303, address)}
    assert [letter[0] for letter in sent] == ["niemand@elders.nl"]


def test_asking_tells_the_managers_and_being_let_in_tells_the_person(
    world: World, browser_of, work, sent
) -> None:
    group = world.closed_group
    browser_of(world.stranger).post(
        f"/groepen/{group.address}/vragen", data={"motivation": "Zie http://kwaad.example/x"}
    )
    work()
    assert [letter[:2] for letter in sent] == [("manager@example.org", "group_request")]
    assert sent[0][2]["url"] == f"http://localhost/groepen/{group.address}/leden"
    assert "http://kwaad.example" not in sent[0][2]["text"], "words of people become no links (T10)"
    browser_of(world.manager).post(f"/groepen/{group.address}/leden/{world.stranger.public_id}/toelaten")
    work()
    assert sent[-1][:2] == ("stranger@example.org", "group_accepted")


def test_bad_addresses_and_roles_are_told_and_kept(world: World, browser_of, work, sent) -> None:
    address = f"/groepen/{world.open_group.address}/uitnodigen"
    managing = browser_of(world.manager)
    for form in (
        {"email": "geen adres", "role": "member"},
        {"email": "", "role": "member"},
        {"email": "a@example.org", "role": "admin"},
        {"email": "a@example.org\r\nBcc: b@example.org", "role": "member"},
    ):
        answer = managing.post(address, data=form)
        assert answer.status_code == 422, form
        assert "Dit lukt zo nog niet" in answer.text
    work()
    assert sent == []


def test_two_clicks_are_one_mail_and_a_later_one_makes_the_first_worthless(
    world: World, browser_of, invite, work, sent
) -> None:
    first = invite(world.open_group, "stranger@example.org")
    invite(world.open_group, "stranger@example.org")
    assert len(sent) == 1
    with transaction():
        db.session.scalars(select(Invitation)).one().created_at -= timedelta(minutes=5)
    second = invite(world.open_group, "stranger@example.org")
    assert second != first
    browser = browser_of(world.stranger)
    assert browser.get(first).status_code == 410
    assert browser.get(second).status_code == 200


def test_withdrawn_invitation_is_worthless(world: World, browser_of, invite) -> None:
    path = invite(world.hidden_group, "stranger@example.org")
    row = db.session.scalars(select(Invitation)).one()
    withdraw = f"/groepen/{world.hidden_group.address}/uitnodigen/{row.public_id}/intrekken"
    assert browser_of(world.member).post(withdraw).status_code == 403
    assert browser_of(world.manager).post(withdraw).status_code == 303
    assert browser_of(world.stranger).post(path).status_code == 410


def test_access_is_checked_when_the_mail_is_sent(world: World, browser_of, work, sent) -> None:
    """Membership or request lost between the cause and the mail: no mail (T07)."""
    group = world.closed_group
    browser_of(world.stranger).post(f"/groepen/{group.address}/vragen")
    with transaction():
        make.join(group, world.former, MembershipRole.MANAGER)
        service_members.set_role(make.reader(world.former), group, world.manager, MembershipRole.MEMBER)
    work()
    assert sent == [], "who managed when it was asked, and no longer does, gets none"
    browser_of(world.former).post(f"/groepen/{group.address}/leden/{world.stranger.public_id}/toelaten")
    with transaction():
        service_members.remove(make.reader(world.former), group, world.stranger)
    work()
    assert sent == [], "let in and removed again: none"
    browser_of(world.former).post(
        f"/groepen/{group.address}/uitnodigen", data={"email": "niemand@elders.nl", "role": "member"}
    )
    with transaction():
        service_members.set_role(make.reader(world.former), group, world.member, MembershipRole.MANAGER)
        service_members.remove(make.reader(world.member), group, world.former)
    work()
    assert sent == [], "the one who invited manages no longer: none"


def test_expired_and_unknown_are_the_same_page(world: World, browser_of, invite, client) -> None:
    path = invite(world.hidden_group, "stranger@example.org")
    assert client.get(path).status_code == 200
    with transaction():
        db.session.scalars(select(Invitation)).one().expires_at = clock.now()
    expired, unknown = client.get(path), client.get("/uitnodiging/" + ids.secret())
    assert expired.status_code == unknown.status_code == 410
    hidden = re.compile(r"/uitnodiging/[\w-]+")
    assert hidden.sub("X", expired.text) == hidden.sub("X", unknown.text)
    assert world.hidden_group.name not in expired.text
