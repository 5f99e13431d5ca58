"""Closing one's own account: what goes, what stays, and that it ends at once."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.access import is_visible
from forum.accounts import closing, people, tokens
from forum.accounts.profile import change_profile
from forum.accounts.second_factor.models import Passkey
from forum.core.draft import DraftFor, SavedDraft
from forum.core.expertise import Expertise
from forum.core.follow import Follow
from forum.core.group import Membership, MembershipRole
from forum.core.item import Item
from forum.core.user import DigestFrequency, Role, User
from forum.digest import service as digest
from forum.groups import queries_invitations, service_invitations
from forum.groups.models import Invitation
from forum.lib.db import db, transaction
from forum.moderation import service as moderation
from forum.moderation.faces import PersonFace
from forum.moderation.models import Withheld
from forum.notifications import service as notifications
from forum.operations import erasures, ledger
from tests import world as make
from tests.integration.accounts import postbox
from tests.pictures import photo
from tests.world import World

BrowserOf = Callable[[User | None], FlaskClient]
Work = Callable[[], None]
PAGE = "/instellingen/account-sluiten"


def close(client: FlaskClient) -> None:
    answer = client.post(PAGE)
    assert (answer.status_code, answer.location) == (303, "/")


def test_one_page_and_one_button(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.member)
    assert PAGE in client.get("/instellingen").text
    page = client.get(PAGE).text
    assert "Dit gaat meteen weg" in page
    assert "Dit blijft staan" in page
    assert people.find("member@example.org") is not None, "a GET closes nothing"
    close(client)
    assert "Je account is gesloten" in client.get("/").text
    assert client.get("/instellingen").status_code == 404


def test_who_they_were_goes_and_what_they_wrote_stays(
    app: Flask, world: World, browser_of: BrowserOf, work: Work
) -> None:
    with transaction():
        item = make.discussion(world.member, world.open_group, title="Blijft staan")
        make.reply(item, world.member)
        db.session.add(Follow(user_id=world.member.id, item_id=item.id))
        mine = {"owner_id": world.member.id, "slot": "x", "purpose": DraftFor.ITEM, "kind": "discussion"}
        db.session.add(SavedDraft(**mine, fields={"body": ["Dit zei ik nog niet"]}))
        db.session.add(Passkey(user_id=world.member.id, credential_id=b"x", public_key=b"x", name="Telefoon"))
        change_profile(
            make.reader(world.member), name="Mila Boer", about="Over mij", themes=["Rouw"], picture=photo()
        )
    close(browser_of(world.member))
    work()
    db.session.rollback()
    user = db.session.get_one(User, world.member.id)
    assert (user.name, user.about, user.function, user.photo_sha256) == ("Iemand", "", "", None)
    assert "member" not in user.email
    assert user.digest_frequency == DigestFrequency.NEVER
    assert db.session.scalar(select(func.count()).where(SavedDraft.owner_id == user.id)) == 0
    for model in (Expertise, Follow, Membership, Passkey):
        assert db.session.scalar(select(func.count()).where(model.user_id == user.id)) == 0
    for reading in (world.stranger, world.administrator, None):
        page = browser_of(reading).get(f"/discussies/{item.public_id}").text
        assert "Blijft staan" in page
        assert "Iemand" in page
        assert "Mila" not in page
    assert "Mila" not in browser_of(world.administrator).get(f"/beheer/mensen/{user.public_id}").text
    # The same address makes a new account, that is nobody's.
    visitor = app.test_client()
    request = postbox.ask(visitor, "member@example.org")
    work()
    assert postbox.enter(visitor, request, postbox.sign_in_mail(app).code).status_code == 303
    new = people.find("member@example.org")
    assert new is not None
    assert new.id != user.id
    assert not is_visible(Item, item.id, make.reader(user)) or item.group_id == world.open_group.id


def by_the_person(world: World) -> None:
    closing.close_own(make.reader(world.manager))


def by_an_administrator(world: World) -> None:
    people.deactivate(world.manager, by=world.administrator.id, reason="Weg")


@pytest.mark.parametrize("end", [by_the_person, by_an_administrator])
def test_t25_sessions_tokens_links_and_mails_end_at_once(
    app: Flask, world: World, browser_of: BrowserOf, work: Work, end: Callable[[World], None]
) -> None:
    here, there, visitor = browser_of(world.manager), browser_of(world.manager), app.test_client()
    request = postbox.ask(visitor, world.manager.email)
    work()
    sent = postbox.sign_in_mail(app)
    with transaction():
        secret = tokens.issue(world.manager)
        item = make.discussion(world.manager)
        db.session.add(Follow(user_id=world.manager.id, item_id=item.id))
        service_invitations.invite(make.reader(world.manager), world.hidden_group, "gast@example.org")
        stops = [
            url.removeprefix("http://localhost")
            for url in (digest.unsubscribe_url(world.manager), notifications.unsubscribe_url(world.manager))
        ]
    bearer = {"Authorization": f"Bearer {secret}"}
    assert [client.get("/instellingen").status_code for client in (here, there)] == [200, 200]
    assert visitor.get("/api/v1/groups", headers=bearer).status_code == 200
    assert [visitor.get(path).status_code for path in stops] == [200, 200]
    before = len(postbox.mails(app))
    with transaction():
        end(world)
    assert [client.get("/instellingen").status_code for client in (here, there)] == [404, 404]
    assert visitor.get("/api/v1/groups", headers=bearer).status_code == 401
    assert postbox.enter(visitor, request, sent.code).status_code == 410
    assert visitor.post(sent.path).status_code == 410
    for path in stops:
        assert visitor.get(path).status_code == visitor.post(path).status_code == 404
    [invitation] = db.session.scalars(select(Invitation)).all()
    assert queries_invitations.usable_of(make.reader(None), invitation) is None
    # Nothing is told or mailed any more: not of a reply, not the weekly mail, not the invitation that waited.
    browser_of(world.stranger).post(f"/items/{item.public_id}/reacties", data={"body": "Nog iets?"})
    with transaction():
        digest.start("2026-W48")
    work()
    told = {mail.to for mail in postbox.mails(app)[: len(postbox.mails(app)) - before]}
    assert not any("manager" in address or "gast" in address or "invalid" in address for address in told)


def test_a_group_that_only_they_managed_gets_another_manager(world: World, browser_of: BrowserOf) -> None:
    close(browser_of(world.manager))
    db.session.rollback()
    query = select(Membership.user_id).where(
        Membership.group_id == world.hidden_group.id, Membership.role == MembershipRole.MANAGER
    )
    assert db.session.scalars(query).all() == [world.member.id]


def test_the_last_administrator_stays(world: World, browser_of: BrowserOf) -> None:
    client = browser_of(world.administrator)
    answer = client.post(PAGE)
    assert answer.status_code == 422
    assert "altijd een beheerder nodig" in answer.text
    assert client.get("/instellingen").status_code == 200
    with transaction():
        world.moderator.role = Role.ADMIN
    close(client)


def test_it_does_not_open_again_and_takes_along_what_was_hidden(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        world.member.about = "Lelijk"
        report = moderation.report(make.reader(world.stranger), PersonFace(world.member), "Grof.")
        moderation.decide(make.reader(world.moderator), report, PersonFace(world.member), "hide", "Omdat.")
    assert db.session.scalar(select(func.count(Withheld.id))) == 1
    close(browser_of(world.member))
    db.session.rollback()
    assert db.session.scalar(select(func.count(Withheld.id))) == 0
    administrator, address = browser_of(world.administrator), f"/beheer/mensen/{world.member.public_id}"
    assert "Weer openen" not in administrator.get(address).text
    answer = administrator.post(f"{address}/openen", data={"reason": "Toch"})
    assert answer.status_code == 422
    assert "sloot het account zelf" in answer.text


def test_a_restored_backup_does_not_bring_them_back(world: World, browser_of: BrowserOf) -> None:
    with transaction():
        change_profile(make.reader(world.member), name="Mila Boer", about="Over mij", themes=["Rouw"])
        change_profile(make.reader(world.stranger), name="Sara", about="Blijft", themes=["Rouw"])
    close(browser_of(world.member))
    taken = erasures.taken_away(ledger.path().read_bytes().splitlines())
    assert taken["person", world.member.public_id].state == "erased"
    assert "Mila" not in json.dumps(ledger.path().read_text())
    with transaction():  # as an older backup would
        user = db.session.get_one(User, world.member.id)
        user.name, user.about, user.email = "Mila Boer", "Over mij", "member@example.org"
        user.deactivated_at = user.erased_at = None
        db.session.add(Expertise(user_id=user.id, slug="rouw", name="Rouw"))
        make.join(world.open_group, user)
    with transaction():
        connection = db.session.connection()
        metadata = db.MetaData()
        metadata.reflect(connection)
        assert erasures.replay(connection, metadata.sorted_tables, taken) == 1
    db.session.expire_all()
    user = db.session.get_one(User, world.member.id)
    assert (user.name, user.about, user.active) == ("Iemand", "", False)
    assert user.erased_at is not None
    known = db.session.scalars(select(Expertise.user_id)).all()
    assert known == [world.stranger.id]
