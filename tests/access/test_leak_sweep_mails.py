"""No secret word reaches anybody by mail: digest, moderation, invitations, requests to join, saved searches (T07, T09, T10)."""

import email
import re
from collections.abc import Callable
from datetime import timedelta
from email import policy
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from forum.accounts.address import ask as ask_for_address
from forum.core import kinds
from forum.core.item import Item, State
from forum.digest import service as digest
from forum.groups import service_invitations, service_members
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.moderation import service as moderation
from forum.moderation.models import Report
from forum.moderation.subjects import Contribution
from forum.notifications import telling
from forum.search import indexer as search_indexer
from forum.search import outbox as index
from forum.search import saved, saved_mails
from forum.search.models import SavedSearch
from forum.work import outbox
from tests import world as make
from tests.access.canaries import plant
from tests.world import CAST, World

WORD = re.compile("kanarie[a-z]{10}")


def test_every_mail_holds_only_what_its_receiver_may_know(
    app: Flask, world: World, work: Callable[[], None]
) -> None:
    with transaction():
        canaries = plant(world, tuple(kind.code for kind in kinds.every()))
    manager = make.reader(world.manager)
    with transaction():
        # Everything that mails somebody, after the author left two groups (T07).
        service_invitations.invite(manager, world.hidden_group, email="genodigd@example.org")
        service_members.ask(make.reader(world.stranger), world.closed_group, "Graag")
        for item in db.session.scalars(select(Item).where(Item.group_id.is_not(None))):
            if item.state == State.PUBLISHED:
                moderation.hide(manager, Contribution(item, None), "Een reden")
        moderator = make.reader(world.moderator)
        for report in db.session.scalars(select(Report).where(Report.item_id.is_(None))):
            moderation.look(moderator, report)
            subject = moderation.subject_for(moderator, report)
            assert subject is not None
            moderation.decide(moderator, report, subject, "hide", "Een reden")
        ask_for_address(make.reader(world.pending), world.stranger.email)
        ask_for_address(make.reader(world.former), "nieuw@example.org")
        for group in (world.closed_group, world.hidden_group):
            service_members.remove(manager, group, world.member)
        assert digest.start("2026-W48") > 5
        for name in CAST:  # each was told of everything, long ago
            outbox.enqueue(telling.MAIL, user_id=getattr(world, name).id)
    with transaction():  # each keeps a search that everything answers, from before anything was there
        for name in CAST:
            long_ago = clock.now() - timedelta(days=700)
            row = SavedSearch(
                user_id=getattr(world, name).id, words="", choices={"jaar": str(clock.now().year)},
                often=saved.WEEKLY, created_at=long_ago, looked_at=long_ago, next_at=clock.now(),
            )  # fmt: skip
            db.session.add(row)
            db.session.flush()
            outbox.enqueue(saved_mails.SEND, search_id=row.id)
        index.note_everything()
    search_indexer.drain()
    work()
    names = {getattr(world, name).email: name for name in CAST}
    folder: Path = app.config["KENNISPLEIN"].folder("mail")
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")
    ]
    assert len(mails) > 10
    assert sum("zoekvraag" in str(mail["Subject"]) for mail in mails) > 5
    seen = 0
    for mail in mails:
        address = str(mail["To"])
        name = names.get(address, "invited")
        parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
        headers = "\n".join(f"{key}: {value}" for key, value in mail.items())
        own = set(WORD.findall(address))
        found = set(WORD.findall("\n".join([headers, *parts]))) - own
        # An invitation tells its receiver the name of the group: that is what it is for.
        invited = set(WORD.findall(world.hidden_group.name)) if name == "invited" else set()
        allowed = {word for word, who in canaries.secrets.items() if name in who} | invited
        if name == "member":  # removed from both groups before anything was sent
            allowed -= {word for word, who in canaries.secrets.items() if who == {"manager", "member"}}
            allowed |= _still_theirs(canaries.secrets, world, found)
        assert not found - allowed, f"{mail['Subject']!r} to {name}: {found - allowed}"
        seen += len(found)
    assert seen, "mails that hold no word at all prove nothing"


def _still_theirs(secrets: dict[str, frozenset[str]], world: World, found: set[str]) -> set[str]:
    """Words of the open group, which the member is still in."""
    titles = db.session.scalars(select(Item.title).where(Item.group_id == world.open_group.id))
    words = {word for title in titles for word in WORD.findall(title)}
    return found & words & secrets.keys()
