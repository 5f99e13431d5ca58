"""What was taken back after a backup stays taken back when that backup is restored; and nothing more than that."""

import json
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from forum.accounts import roles
from forum.accounts.second_factor import service as second_factor
from forum.accounts.second_factor.models import Authenticator, Passkey
from forum.core.group import Group, Membership, MembershipRole, Preset
from forum.core.item import Audience, Item
from forum.core.user import Role, User
from forum.discussions.models import Discussion
from forum.discussions.service import edit_discussion
from forum.groups import service_invitations, service_links, service_members, service_preset
from forum.groups.models import Invitation, InviteLink
from forum.groups.preset_effects import effects_of
from forum.groups.service import create_group
from forum.lib import clock, link_secrets
from forum.lib.db import db, transaction
from forum.library import sharing
from forum.library.models import DocumentShare
from forum.operations import backup, ledger
from forum.operations.restore import restore
from forum.webhooks import service as webhooks
from forum.webhooks.models import Webhook
from tests import documents
from tests import world as make
from tests.integration.operations.test_operations_backup import elsewhere
from tests.world import World

Case = Iterator[None]


def person(name: str) -> User:
    return db.session.scalars(select(User).where(User.name == name)).one()


def group_named(name: str) -> Group:
    return db.session.scalars(select(Group).where(Group.name == name)).one()


def place(name: str, group: str) -> tuple[str, str] | None:
    """Role and state of somebody in a group, or None."""
    row = db.session.scalars(
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(User.name == name, Membership.group_id == group_named(group).id)
    ).one_or_none()
    return (str(row.role), str(row.state)) if row else None


def group_of(world: World, name: str, *members: User, preset: Preset = Preset.CLOSED) -> Group:
    """A group that the manager manages, with these members."""
    manager = make.reader(world.manager)
    made = create_group(manager, name=name, description="", preset=preset)
    for member in members:
        service_members.add_member(make.reader(world.manager), made, member)
    return made


# Each is asked to go on before the backup, after it, and in the place that was restored. They do not touch each other.


def short_links(world: World) -> Case:
    group = group_of(world, "Links")
    manager = make.reader(world.manager)
    for public_id in ("aaaaaaaaaaaa", "bbbbbbbbbbbb"):
        service_links.make_link(manager, group, public_id=public_id)
    yield
    service_links.revoke_link(manager, group, "aaaaaaaaaaaa")
    yield
    rows = db.session.scalars(select(InviteLink).order_by(InviteLink.public_id)).all()
    assert [row.revoked_at is not None for row in rows] == [True, False]


def invitations(world: World) -> Case:
    """Withdrawn, or gone with the block of who was asked."""
    group = group_of(world, "Uitnodigingen", world.member)
    manager = make.reader(world.manager)
    for email in ("weg@example.org", "blijft@example.org", world.member.email):
        service_invitations.invite(manager, group, email)
    yield
    gone = db.session.scalars(select(Invitation).where(Invitation.email == "weg@example.org")).one()
    service_invitations.withdraw_invitation(manager, group, gone.public_id)
    service_members.block(manager, group, world.member)
    yield
    assert db.session.scalars(select(Invitation.email)).all() == ["blijft@example.org"]
    assert place("Member", "Uitnodigingen") == ("member", "blocked")


def places_in_groups(world: World) -> Case:
    group = group_of(world, "Plaatsen", world.member, world.stranger, world.moderator)
    manager = make.reader(world.manager)
    service_members.set_role(manager, group, world.moderator, MembershipRole.MANAGER)
    service_members.block(manager, group, world.former)
    yield
    service_members.leave(make.reader(world.member), group)
    service_members.remove(make.reader(world.manager), group, world.stranger)
    service_members.set_role(make.reader(world.manager), group, world.moderator, MembershipRole.MEMBER)
    service_members.unblock(make.reader(world.manager), group, world.former)
    # Not in the backup at all, and blocked since; and one who joined since.
    service_members.add_member(make.reader(world.manager), group, world.pending)
    service_members.block(make.reader(world.manager), group, world.pending)
    service_members.add_member(make.reader(world.manager), group, world.administrator)
    yield
    assert place("Member", "Plaatsen") is None
    assert place("Stranger", "Plaatsen") is None
    assert place("Moderator", "Plaatsen") == ("member", "active")
    assert place("Former", "Plaatsen") == ("member", "blocked"), "a restore gives no rights"
    assert place("Pending", "Plaatsen") == ("member", "blocked")
    assert place("Administrator", "Plaatsen") is None
    assert place("Manager", "Plaatsen") == ("manager", "active")


def came_back(world: World) -> Case:
    """The last line holds."""
    group = group_of(world, "Terug", world.member, preset=Preset.OPEN)
    yield
    service_members.leave(make.reader(world.member), group)
    service_members.join(make.reader(world.member), group)
    yield
    assert place("Member", "Terug") == ("member", "active")


def without_a_manager(world: World) -> Case:
    """Who managed the group left, who took over is not in the backup: who is in it longest follows."""
    group = group_of(world, "Opvolging", world.member)
    yield
    service_members.add_member(make.reader(world.manager), group, world.stranger)
    service_members.set_role(make.reader(world.manager), group, world.stranger, MembershipRole.MANAGER)
    service_members.leave(make.reader(world.manager), group)
    yield
    assert place("Manager", "Opvolging") is None
    assert place("Member", "Opvolging") == ("manager", "active")


def roles_on_the_site(world: World) -> Case:
    yield
    administrator = make.reader(world.administrator)
    roles.change_role(administrator, world.moderator, "member")
    roles.change_role(administrator, world.former, "moderator")
    yield
    assert person("Moderator").role == Role.MEMBER
    assert person("Former").role == Role.MEMBER, "a restore gives no rights"
    assert person("Administrator").role == Role.ADMIN


def second_factors(world: World) -> Case:
    for user in (world.member, world.stranger):
        db.session.add(
            Passkey(user_id=user.id, credential_id=user.name.encode(), public_key=b"k", name="Telefoon")
        )
        db.session.add(Authenticator(user_id=user.id, sealed_secret="x", confirmed_at=clock.now()))
    yield
    second_factor.reset(world.member, by=None)
    yield
    assert db.session.scalars(select(Passkey.user_id)).all() == [person("Stranger").id]
    assert db.session.scalars(select(Authenticator.user_id)).all() == [person("Stranger").id]


def webhooks_of_groups(world: World) -> Case:
    group = group_of(world, "Webhooks")
    for public_id in ("aaaaaaaaaaaa", "bbbbbbbbbbbb"):
        webhooks.add(make.reader(world.manager), group, url=f"https://{public_id}.nl/", public_id=public_id)
    yield
    webhooks.remove(make.reader(world.manager), group, "aaaaaaaaaaaa")
    yield
    assert db.session.scalars(select(Webhook.public_id)).all() == ["bbbbbbbbbbbb"]


def who_sees_a_group(world: World) -> Case:
    was = {"Open": Preset.OPEN, "Openbaar": Preset.OPEN, "Besloten": Preset.CLOSED}
    groups = {name: group_of(world, name, preset=preset) for name, preset in was.items()}
    address = groups["Openbaar"].address
    yield
    for name, after in (("Open", Preset.CLOSED), ("Openbaar", Preset.HIDDEN), ("Besloten", Preset.OPEN)):
        manager = make.reader(world.manager)
        mark = effects_of(manager, groups[name], after).mark
        assert service_preset.change_preset(manager, groups[name], after, mark)
    yield
    presets = [group_named(name).preset for name in was]
    assert presets == [Preset.CLOSED, Preset.HIDDEN, Preset.CLOSED]
    assert group_named("Openbaar").address != address, "it told what the group is about"
    assert group_named("Open").address == "open"


def who_reads_a_text(world: World) -> Case:
    group = group_of(world, "Teksten", world.member, preset=Preset.OPEN)
    narrowed = make.discussion(world.member, group, title="Wordt smaller", audience=Audience.GROUP)
    widened = make.discussion(world.member, group, title="Wordt breder", audience=Audience.MEMBERS)
    yield
    for item, audience in ((narrowed, Audience.MEMBERS), (widened, Audience.GROUP)):
        edit_discussion(
            make.reader(world.member),
            db.session.get_one(Discussion, item.id),
            title=item.title, body="Tekst", audience=audience, theme_names=(),
        )  # fmt: skip
    yield
    assert set(db.session.scalars(select(Item.audience))) == {Audience.MEMBERS}


def links_to_a_document(world: World) -> Case:
    """Each taken back by itself; what was not taken back still works."""
    group = group_of(world, "Gedeeld", world.member, preset=Preset.OPEN)
    member = make.reader(world.member)
    document = documents.document(world.member, group, title="Gedeelde nota", audience=Audience.MEMBERS)
    for mark in ("deel-link-01", "deel-link-02"):
        sharing.make_share(member, document, public_id=mark, days=14)
    yield
    sharing.revoke_share(member, "deel-link-01")
    yield
    assert db.session.scalars(
        select(DocumentShare.public_id).where(DocumentShare.revoked_at.is_(None))
    ).all() == ["deel-link-02"]
    secret = link_secrets.secret_for(sharing.PURPOSE, "deel-link-01", sharing.LENGTH)
    assert sharing.find_shared(make.reader(person("Stranger")), secret) is None


def test_what_was_taken_back_after_the_backup_stays_so(app: object, world: World, tmp_path: Path) -> None:
    cases = [
        case(world)
        for case in (
            short_links, invitations, places_in_groups, came_back, without_a_manager, roles_on_the_site,
            second_factors, webhooks_of_groups, who_sees_a_group, who_reads_a_text,
            links_to_a_document,
        )
    ]  # fmt: skip
    with transaction():
        for case in cases:
            next(case)
    made = tmp_path / "backup.tar"
    backup.make(made)
    for case in cases:
        with transaction():
            next(case)
    lines = ledger.path()
    for words in ("Member", "example.org", world.member.email):
        assert words not in lines.read_text()
    pairs = [json.loads(line) for line in lines.read_bytes().splitlines()]
    assert not any(line["id"] == world.member.public_id for line in pairs if line["what"] == "membership")
    with elsewhere(tmp_path / "nieuw"):
        assert restore(made, erased=[lines]).revoked == 17
        for case in cases:
            assert next(case, "looked") == "looked"


def test_a_ledger_of_now_changes_nothing_in_a_backup_of_now(
    app: object, world: World, tmp_path: Path
) -> None:
    """What is noted of rights that people have takes nothing from them."""
    with transaction():
        for case in (places_in_groups(world), who_sees_a_group(world), roles_on_the_site(world)):
            for _step in range(2):
                next(case)
    made = tmp_path / "backup.tar"
    backup.make(made)
    with elsewhere(tmp_path / "nieuw"):
        assert restore(made).revoked == 0
