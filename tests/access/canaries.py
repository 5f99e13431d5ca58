"""A community full of secrets: each carries random words, and a list of who may ever see them."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from forum.accounts.models import ApiToken, SignInRequest
from forum.accounts.second_factor.models import Passkey
from forum.core.attachment import Attachment
from forum.core.draft import DraftFor, SavedDraft
from forum.core.expertise import Expertise
from forum.core.group import Group, Preset
from forum.core.item import Audience, Item, Reply, Revision, State
from forum.core.security_event import SecurityEvent
from forum.core.theme import Theme, item_themes
from forum.core.user import DigestFrequency, User
from forum.discussions.models import Discussion
from forum.groups.models import GroupEvent, Invitation, InviteLink
from forum.lib import clock
from forum.lib.db import db
from forum.library.models import (
    Document,
    DocumentPage,
    DocumentShare,
    DocumentVersion,
    Doubt,
    ExtractionState,
    VersionPage,
)
from forum.library.rules import Validity
from forum.moderation.models import LogEntry, Report, Withheld
from forum.notifications.models import ABOUT_ITEM, Notification, Reason
from forum.polls.models import Poll, PollOption
from forum.site.models import SiteStyle
from forum.statements.models import Statement
from forum.webhooks.models import Webhook, Why
from tests import world as make
from tests.access.canary_folders import plant_folders
from tests.world import CAST, World

EVERYONE = frozenset((*CAST, "anonymous"))
MODERATORS = frozenset({"moderator", "administrator"})
SIGNED_IN = EVERYONE - {"anonymous", "deactivated"}
MEMBERS = frozenset({"manager", "member"})
MANAGERS = frozenset({"manager"})
MEMBER_ONLY = frozenset({"member"})
NOBODY: frozenset[str] = frozenset()


@dataclass
class Canaries:
    """`secrets[word]` is who may see the word. `twins[word]` is another word of the same thing: searching for
    the one must not bring the other, or a count, to who may not read."""

    secrets: dict[str, frozenset[str]] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    drafts: list[SavedDraft] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)

    def word(self, who: frozenset[str]) -> str:
        """A new secret word, made of letters only so that search keeps it whole."""
        made = "kanarie" + "".join(secrets.choice("bcdfghklmnprstvw") for _ in range(10))
        self.secrets[made] = who
        return made

    def pair(self, who: frozenset[str]) -> tuple[str, str]:
        one, other = self.word(who), self.word(who)
        self.twins[one] = other
        return one, other


PLACES: list[tuple[str | None, Audience, State, frozenset[str]]] = [
    ("closed_group", Audience.GROUP, State.PUBLISHED, MEMBERS),
    ("hidden_group", Audience.GROUP, State.PUBLISHED, MEMBERS),
    ("open_group", Audience.MEMBERS, State.PUBLISHED, MEMBERS),
    ("open_group", Audience.GROUP, State.HIDDEN, MANAGERS),
    ("closed_group", Audience.GROUP, State.HIDDEN, MANAGERS),
    ("open_group", Audience.GROUP, State.DELETED, NOBODY),
    (None, Audience.SIGNED_IN, State.PUBLISHED, SIGNED_IN),
    (None, Audience.PUBLIC, State.DRAFT, MEMBER_ONLY),
    (None, Audience.PUBLIC, State.HIDDEN, NOBODY),
    (None, Audience.PUBLIC, State.DELETED, NOBODY),
]


def _new_item(kind: str, author: User, canaries: Canaries, who: frozenset[str]) -> tuple[Item, str, str]:
    title, body = canaries.pair(who)
    models: dict[str, type[Item]] = {
        "discussion": Discussion,
        "statement": Statement,
        "poll": Poll,
        "document": Document,
    }
    values: dict[str, object] = {
        "title": f"Titel {title}",
        "body_source": f"Inhoud {body}",
        "body_html": f"<p>Inhoud {body}</p>",
        "summary": canaries.word(who),
        "author_id": author.id,
    }
    if kind == "poll":
        values["options"] = [PollOption(position=n, label=canaries.word(who)) for n in range(2)]
    if kind == "document":
        values |= {
            "sha256": "0" * 64,
            "size": 5,
            "filename": f"{canaries.word(who)}.txt",
            "media_type": "text/plain",
            "type_label": "Tekst",
            "page_kind": "none",
            "page_count": 1,
            "extraction_state": ExtractionState.DONE,
        }
    return models[kind](**values), title, body


def plant(world: World, kinds: tuple[str, ...]) -> Canaries:
    """Put a secret in every place, of every kind, with a reply, a file, a theme and a report on it."""
    canaries = Canaries()
    author = world.member
    for kind in kinds:
        for place, audience, state, who in PLACES:
            group: Group | None = getattr(world, place) if place else None
            item, _title, _body = _new_item(kind, author, canaries, who)
            item.group_id = group.id if group else None
            item.audience, item.state = audience, state
            db.session.add(item)
            db.session.flush()
            _around(world, canaries, item, who)
    _groups_and_people(world, canaries)
    _drafts(world, canaries)
    canaries.folders = plant_folders(world, canaries.items, lambda: canaries.word(MEMBERS))
    db.session.flush()
    return canaries


def _around(world: World, canaries: Canaries, item: Item, who: frozenset[str]) -> None:
    canaries.items.append(item)
    author = world.member
    if isinstance(item, Document):
        text = canaries.word(who)
        db.session.add(DocumentPage(document_id=item.id, number=1, text=f"Tekst op papier {text}"))
        _earlier_file(canaries, item, author, who)
        keepers = who & ({"member", "manager"} if item.group_id else {"member"})
        doubt = Doubt(document_id=item.id, user_id=world.stranger.id, word=canaries.word(frozenset(keepers)))
        db.session.add(doubt)
        item.validity = Validity.EXPIRED
        share = DocumentShare(
            secret_digest=secrets.token_hex(32),
            document_id=item.id,
            maker_id=author.id,
            expires_at=clock.now() + timedelta(days=1),
        )
        db.session.add(share)
        item.successor_id = next(old.id for old in canaries.items if isinstance(old, Document))
    visible_reply = make.reply(item, author, canaries.word(who))
    in_group = item.group_id is not None and item.state in (State.PUBLISHED, State.HIDDEN)
    hidden_reply = make.reply(item, author, canaries.word(MANAGERS if in_group else NOBODY), State.HIDDEN)
    gone_reply = make.reply(item, author, canaries.word(NOBODY), State.DELETED)
    canaries.replies += [visible_reply, hidden_reply, gone_reply]
    for name in CAST:  # told once, whoever they are: what they may not read any more must be told nowhere
        told = [
            (reason, reply.id)
            for reason in (Reason.REPLY, Reason.MENTION, Reason.QUOTED)
            for reply in (visible_reply, hidden_reply, gone_reply)
        ]
        for reason, reply_id in (*told, *((reason, None) for reason in (Reason.MENTION, *ABOUT_ITEM))):
            db.session.add(
                Notification(
                    user_id=getattr(world, name).id,
                    reason=reason,
                    item_id=item.id,
                    reply_id=reply_id,
                    actor_id=world.manager.id,
                )
            )
    item.reply_count = 1
    theme_word = canaries.word(who)
    theme = Theme(slug=theme_word)
    db.session.add(theme)
    db.session.flush()
    db.session.execute(item_themes.insert().values(item_id=item.id, theme_id=theme.id, name=theme_word))
    canaries.themes.append(theme)
    for reply_id in (None, visible_reply.id):
        file = Attachment(
            uploader_id=author.id,
            item_id=None if reply_id else item.id,
            reply_id=reply_id,
            sha256="0" * 64,
            size=5,
            media_type="text/plain",
            filename=f"{canaries.word(who)}.txt",
            alt_text=canaries.word(who),
        )
        db.session.add(file)
        canaries.files.append(file)
    db.session.add(
        Revision(
            item_id=item.id, editor_id=author.id, title=canaries.word(who), body_source=canaries.word(who)
        )
    )
    deciders = (MANAGERS if item.group_id else NOBODY) | MODERATORS
    report = Report(
        item_id=item.id, group_id=item.group_id, reporter_id=world.manager.id, reason=canaries.word(deciders)
    )
    db.session.add(report)
    db.session.flush()
    canaries.reports.append(report)
    closed = item.group is not None and item.group.preset != Preset.OPEN
    for report_id, readers in ((report.id, deciders), (None, MANAGERS if closed else deciders)):
        entry = LogEntry(
            actor_id=world.manager.id,
            action="hide",
            item_id=item.id,
            group_id=item.group_id,
            report_id=report_id,
            reason=canaries.word(readers),
        )
        db.session.add(entry)


def _earlier_file(canaries: Canaries, item: Document, author: User, who: frozenset[str]) -> None:
    """What the document was before; it follows what it is now (T26)."""
    item.version, item.version_at, item.version_by_id = 2, clock.now(), author.id
    item.version_reason = canaries.word(who)
    version = DocumentVersion(
        document_id=item.id,
        number=1,
        uploader_id=author.id,
        reason=canaries.word(who),
        sha256="0" * 64,
        size=5,
        filename=f"{canaries.word(who)}.txt",
        media_type="text/plain",
        type_label="Tekst",
    )
    db.session.add(version)
    db.session.flush()
    db.session.add(VersionPage(version_id=version.id, number=1, text=f"Eerder {canaries.word(who)}"))


def _groups_and_people(world: World, canaries: Canaries) -> None:
    world.hidden_group.name = f"Groep {canaries.word(MEMBERS)}"
    world.hidden_group.description = canaries.word(MEMBERS)
    world.hidden_group.handle = canaries.word(NOBODY)
    world.closed_group.description = canaries.word(SIGNED_IN)
    # Who is in a closed or hidden group is for its members; this person is in no other place.
    for group in (world.closed_group, world.hidden_group):
        insider = make.person(f"insider-{group.id}")
        insider.name = f"Binnen {group.id}"
        insider.digest_frequency = DigestFrequency.NEVER
        make.join(group, insider)
        event = GroupEvent(
            group_id=group.id, actor_id=world.manager.id, action="x", detail=canaries.word(MANAGERS)
        )
        db.session.add(event)
        address = f"{canaries.word(MANAGERS)}@example.org"
        db.session.add(
            Invitation(
                group_id=group.id, email=address, invited_by_id=world.manager.id, expires_at=clock.now()
            )
        )
        link = InviteLink(
            group_id=group.id,
            secret_digest=canaries.word(NOBODY),
            email_domain=f"{canaries.word(MANAGERS)}.example",
            maker_id=world.manager.id,
            expires_at=clock.now() + timedelta(days=30),
        )
        db.session.add(link)
        db.session.flush()
        canaries.links.append(link.public_id)
    for name in CAST:
        for reason in (Reason.ASKED, Reason.LET_IN):
            db.session.add(
                Notification(
                    user_id=getattr(world, name).id,
                    reason=reason,
                    group_id=world.hidden_group.id,
                    actor_id=world.pending.id,
                )
            )
    _profiles(world, canaries)
    _reported_faces(world, canaries)
    another = make.group(canaries.word(frozenset({"stranger"})), Preset.HIDDEN, world.stranger)
    another.description = canaries.word(frozenset({"stranger"}))
    unattached = Attachment(
        uploader_id=world.member.id,
        sha256="0" * 64,
        size=5,
        media_type="text/plain",
        filename=f"{canaries.word(MEMBER_ONLY)}.txt",
    )
    db.session.add(unattached)
    canaries.files.append(unattached)
    # Addresses of people are for themselves and administrators of the site (T32): each is a word of its own.
    for name in CAST:
        user: User = getattr(world, name)
        word = canaries.word(frozenset({name, "administrator"}))
        user.email = f"{word}@example.org"
    log = canaries.word(frozenset({"administrator"}))
    db.session.add(SecurityEvent(action="x", user_id=world.member.id, detail=log))
    for owner, group_id, who in (
        (world.manager, world.hidden_group.id, MANAGERS),
        (world.administrator, None, frozenset({"administrator"})),
    ):
        url = f"https://hooks.example.org/{canaries.word(who)}"
        # Switched off: nothing of the sweep leaves this machine.
        off = {"stopped_at": clock.now(), "stopped_why": Why.FAILED}
        db.session.add(Webhook(owner_id=owner.id, group_id=group_id, url=url, events="item.published", **off))
    # A style that is only looked at is for who may choose it.
    style = SiteStyle(
        mark="c" * 16, source=f"/* {canaries.word(frozenset({'administrator'}))} */", css=f'"{log}"'
    )
    db.session.add(style)
    canaries.styles.append(style.mark)
    token = ApiToken(token_digest="0" * 64, user_id=world.member.id, name=canaries.word(MEMBER_ONLY))
    db.session.add(token)
    key = canaries.word(frozenset({"moderator"}))
    db.session.add(Passkey(user_id=world.moderator.id, credential_id=b"kanarie", public_key=b"-", name=key))
    request = SignInRequest(email=f"{canaries.word(NOBODY)}@example.org", expires_at=clock.now())
    db.session.add(request)


def _profiles(world: World, canaries: Canaries) -> None:
    """What people say of themselves is for who is signed in; of a closed account for nobody, but what tells administrators
    which account it is."""
    for person, who in ((world.member, SIGNED_IN), (world.stranger, SIGNED_IN), (world.deactivated, NOBODY)):
        person.function, person.about = canaries.word(who | {"administrator"}), canaries.word(who)
        name = canaries.word(who)
        db.session.add(Expertise(user_id=person.id, slug=name, name=name))


def _reported_faces(world: World, canaries: Canaries) -> None:
    """A report on a group and one on a person: for moderators only, also when they manage the group; what was
    hidden is for nobody."""
    group, person = world.hidden_group, world.member
    for ids, told in (({"group_id": group.id}, MANAGERS), ({"person_id": person.id}, NOBODY)):
        report = Report(reporter_id=world.stranger.id, reason=canaries.word(MODERATORS), **ids)
        db.session.add(report)
        db.session.flush()
        canaries.reports.append(report)
        entry = LogEntry(
            actor_id=world.moderator.id,
            action="hide",
            report_id=report.id,
            reason=canaries.word(MODERATORS | told),
            **ids,
        )
        db.session.add(entry)
        db.session.add(Withheld(texts={"name": canaries.word(NOBODY)}, **ids))


def _drafts(world: World, canaries: Canaries) -> None:
    """What each of them is still writing, wherever it will stand: theirs alone, moderators included (T34)."""
    item, reply = canaries.items[0], canaries.replies[0]
    for name in CAST:
        owner: User = getattr(world, name)
        mine = NOBODY if owner.deactivated_at else frozenset({name})
        for number, (purpose, group, about) in enumerate(
            (
                (DraftFor.ITEM, None, {}),
                (DraftFor.ITEM, world.hidden_group, {}),
                (DraftFor.REPLY, None, {"item_public_id": item.public_id}),
                (DraftFor.EDIT, None, {"item_public_id": item.public_id, "reply_public_id": reply.public_id}),
            )
        ):
            title, body = canaries.word(mine), canaries.word(mine)  # no pair: search finds no draft
            draft = SavedDraft(
                owner_id=owner.id,
                slot=str(number),
                purpose=purpose,
                kind="discussion",
                group_public_id=group.public_id if group else None,
                fields={"title": [title], "body": [f"Nog niet af {body}"]},
                **about,
            )
            db.session.add(draft)
            db.session.flush()
            canaries.drafts.append(draft)
        file = Attachment(
            uploader_id=owner.id,
            draft_id=canaries.drafts[-1].id,
            sha256="0" * 64,
            size=5,
            media_type="text/plain",
            filename=f"{canaries.word(mine)}.txt",
        )
        db.session.add(file)
        canaries.files.append(file)
