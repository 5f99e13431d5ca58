"""The log of a group, for its managers: what happened to its members and its preset, and who did it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from forum.access import Reader, visible
from forum.core.events import ItemMoved, ItemShared
from forum.core.group import Group
from forum.core.item import Item
from forum.core.user import User
from forum.groups.models import GroupEvent
from forum.groups.presets import PRESETS
from forum.lib.db import db

LONGEST = 200


@dataclass(frozen=True)
class LogLine:
    """One thing that happened, as a sentence in the language of the reader."""

    at: datetime
    sentence: str


# Other rooms tell here what managers must see: a moderator opened a reported item. Wiring connects them.
Source = Callable[[Reader, int], Iterable[LogLine]]
_sources: list[Source] = []


def register_source(source: Source) -> None:
    """Let `source(reader, group_id)` add its lines to the log of a group."""
    if source not in _sources:
        _sources.append(source)


def record(reader: Reader, group: Group, action: str, detail: str = "") -> None:
    """Write a line in the log of `group`. `detail` holds a public id or a preset, never an address or a text."""
    db.session.add(GroupEvent(group_id=group.id, actor_id=reader.user_id, action=action, detail=detail))


def on_item_moved(event: ItemMoved) -> None:
    """Write it in the logs of both groups. Neither learns where it went or came from, nor what it is called."""
    item = select(Item.public_id).where(Item.id == event.item_id)  # door: an id for the log
    detail = db.session.scalar(item) or ""
    for group_id, action in ((event.from_group_id, "item-moved-out"), (event.to_group_id, "item-moved-in")):
        if group_id is not None:
            db.session.add(
                GroupEvent(group_id=group_id, actor_id=event.actor_id, action=action, detail=detail)
            )


def on_item_shared(event: ItemShared) -> None:
    """Write it in the log of the group. It says that something was shared and by whom, not what it is called."""
    item = select(Item.public_id).where(Item.id == event.item_id)  # door: an id for the log
    detail = db.session.scalar(item) or ""
    db.session.add(
        GroupEvent(group_id=event.group_id, actor_id=event.actor_id, action=event.what.value, detail=detail)
    )


def list_log(reader: Reader, group: Group) -> list[LogLine]:
    """The newest lines of the log of `group`, for who came through GROUP_MANAGE."""
    query = (
        select(GroupEvent)
        .where(GroupEvent.group_id == group.id)
        .order_by(GroupEvent.id.desc())
        .limit(LONGEST)
    )
    events = db.session.scalars(query).all()
    names_by_id, names_by_public_id = _names(reader, events)
    lines = [
        LogLine(
            event.at,
            _sentence(
                event,
                names_by_id.get(event.actor_id or 0) or _("Iemand"),
                names_by_public_id.get(event.detail) or _("iemand"),
            ),
        )
        for event in events
    ]
    for source in _sources:
        lines.extend(source(reader, group.id))
    return sorted(lines, key=lambda line: line.at, reverse=True)[:LONGEST]


def _names(reader: Reader, events: Iterable[GroupEvent]) -> tuple[dict[int, str], dict[str, str]]:
    events = list(events)
    people = db.session.execute(
        visible(User, reader)
        .where(
            User.id.in_({event.actor_id for event in events})
            | User.public_id.in_({event.detail for event in events})
        )
        .with_only_columns(User.id, User.public_id, User.name)
    ).all()
    return {row.id: row.name for row in people}, {row.public_id: row.name for row in people}


def _sentence(event: GroupEvent, actor: str, person: str) -> str:
    if event.action == "preset-changed":
        before, _arrow, after = event.detail.partition(">")
        words = {preset.value: str(known.label).lower() for preset, known in PRESETS.items()}
        return _(
            "%(actor)s veranderde de groep van %(before)s naar %(after)s.",
            actor=actor,
            before=words.get(before, before),
            after=words.get(after, after),
        )
    sentences = {
        "item-moved-out": _("%(actor)s verplaatste een bijdrage naar een andere plek.", actor=actor),
        "item-moved-in": _("%(actor)s verplaatste een bijdrage naar deze groep.", actor=actor),
        "share-made": _(
            "%(actor)s maakte een link waarmee mensen buiten de groep een document kunnen lezen.", actor=actor
        ),
        "share-opened": _("Zo'n link naar een document is voor het eerst geopend."),
        "share-revoked": _("%(actor)s trok een link naar een document in.", actor=actor),
        "created": _("%(actor)s maakte de groep.", actor=actor),
        "details-changed": _("%(actor)s paste de naam, de beschrijving of de afbeelding aan.", actor=actor),
        "colour-changed": _("%(actor)s koos een andere kleur voor de groep.", actor=actor),
        "joined": _("%(actor)s werd lid.", actor=actor),
        "left": _("%(actor)s verliet de groep.", actor=actor),
        "added": _("%(person)s werd lid via het beheer van de site.", person=person),
        "accepted": _("%(actor)s liet %(person)s toe.", actor=actor, person=person),
        "refused": _("%(actor)s wees het verzoek van %(person)s af.", actor=actor, person=person),
        "removed": _("%(actor)s verwijderde %(person)s uit de groep.", actor=actor, person=person),
        "blocked": _("%(actor)s blokkeerde %(person)s.", actor=actor, person=person),
        "unblocked": _("%(actor)s blokkeert %(person)s niet meer.", actor=actor, person=person),
        "promoted": _("%(actor)s maakte %(person)s beheerder.", actor=actor, person=person),
        "succeeded": _("%(person)s werd beheerder, want de groep had er geen meer.", person=person),
        "demoted": _("%(actor)s maakte %(person)s gewoon lid.", actor=actor, person=person),
        "invited": _("%(actor)s nodigde iemand uit.", actor=actor),
        "invitation-withdrawn": _("%(actor)s trok een uitnodiging in.", actor=actor),
        "link-made": _("%(actor)s maakte een link om lid te worden.", actor=actor),
        "link-revoked": _("%(actor)s trok een link in.", actor=actor),
        "link-joined": _("%(actor)s werd lid met een link.", actor=actor),
        "link-asked": _("%(actor)s vroeg met een link om mee te doen.", actor=actor),
        "webhook-added": _("%(actor)s maakte een webhook.", actor=actor),
        "webhook-changed": _("%(actor)s koos wat een webhook vertelt.", actor=actor),
        "webhook-restarted": _("%(actor)s zette een webhook weer aan.", actor=actor),
        "webhook-removed": _("%(actor)s verwijderde een webhook.", actor=actor),
        "invitation-accepted": _("%(actor)s nam een uitnodiging aan.", actor=actor),
    }
    return sentences.get(event.action, event.action)
