"""A community of a given size, made by bulk inserts: what would take people years and services an hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from forum.core.follow import Follow, ReadMark
from forum.core.group import Group, Membership, MembershipRole, Preset
from forum.core.item import Audience, Item, Reply
from forum.core.user import User
from forum.lib import clock, ids
from forum.lib.db import db, transaction
from forum.library.models import Document, DocumentPage, ExtractionState
from tests.bench.words import Filler

PRESETS = (Preset.OPEN, Preset.OPEN, Preset.CLOSED, Preset.HIDDEN)
CHUNK = 2000
OUTSIDE = 5  # one in so many stands outside groups
LONG = 50  # one document in so many has a hundred pages


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    people: int
    groups: int
    discussions: int
    replies: int
    documents: int


SIZES = {
    "full": Size(people=2000, groups=40, discussions=5000, replies=100_000, documents=5000),
    "small": Size(people=200, groups=40, discussions=50, replies=1000, documents=50),
}


def fill(size: Size) -> None:
    """Fill an empty, migrated database. Discussion number 1 has exactly 20 replies and is in an open group."""
    filler = Filler(seed=size.replies)
    start = clock.now() - timedelta(days=700)
    step = timedelta(days=690) / size.replies
    with transaction():
        _insert(User, _people(filler, size, start))
        _insert(Group, _groups(filler, size, start))
        _insert(Membership, _members(filler, size))
        _insert(Item, _discussions(filler, size, start))
        _insert(Reply, _replies(filler, size, start, step))
        counted = [{"item": number + 1, "count": _share(size, number)} for number in range(size.discussions)]
        items, replies = Item.__table__, Reply.__table__
        db.session.connection().execute(
            update(items)
            .where(items.c.id == db.bindparam("item"))
            .values(
                reply_count=db.bindparam("count"),
                last_activity_at=db.select(db.func.max(replies.c.created_at))
                .where(replies.c.item_id == items.c.id)
                .scalar_subquery(),
            ),
            counted,
        )
        _insert(Item, _documents(filler, size, start))
        _insert(Document, _files(size))
        _insert(DocumentPage, _pages(filler, size))
        _insert(Follow, ({"user_id": 1, "item_id": number} for number in range(1, 30)))
        _insert(
            ReadMark, ({"user_id": 1, "item_id": 1, "last_reply_id": 1, "read_at": start} for _ in range(1))
        )


def _insert(model: Any, rows: Iterator[dict[str, Any]]) -> None:
    chunk: list[dict[str, Any]] = []
    connection = db.session.connection()
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            connection.execute(insert(model.__table__), chunk)
            chunk = []
    if chunk:
        connection.execute(insert(model.__table__), chunk)


def _people(filler: Filler, size: Size, start: datetime) -> Iterator[dict[str, Any]]:
    for number in range(1, size.people + 1):
        yield {
            "id": number,
            "public_id": ids.public_id(),
            "email": f"mens{number}@voorbeeld.nl",
            "name": filler.name(),
            "function": filler.chance.choice(("beleidsmedewerker", "jeugdconsulent", "leerkracht", "")),
            "organisation": "Gemeente Waterveen",
            "created_at": start,
        }


def _groups(filler: Filler, size: Size, start: datetime) -> Iterator[dict[str, Any]]:
    for number in range(1, size.groups + 1):
        yield {
            "id": number,
            "public_id": ids.public_id(),
            "address": f"groep-{number}",
            "handle": f"groep-{number}",
            "name": f"Groep {' '.join(filler.words(2))} {number}",
            "description": filler.sentence(),
            "preset": PRESETS[number % len(PRESETS)],
            "created_by_id": 1,
            "created_at": start,
            "last_activity_at": start + timedelta(days=number),
        }


def _members(filler: Filler, size: Size) -> Iterator[dict[str, Any]]:
    """Person 1 is in half of the groups, everybody else in one or more."""
    for group in range(1, size.groups + 1):
        yield {
            "group_id": group,
            "user_id": 2,
            "role": MembershipRole.MANAGER,
            "state": "active",
            "created_at": clock.now(),
        }
        people = set(filler.chance.sample(range(3, size.people + 1), size.people // 10))
        for user in people | ({1} if group <= size.groups // 2 else set()):
            yield {
                "group_id": group,
                "user_id": user,
                "role": MembershipRole.MEMBER,
                "state": "active",
                "created_at": clock.now(),
            }


def _place(number: int, size: Size) -> dict[str, Any]:
    """The first stands in group 4, which is open: everybody can read it."""
    if number % OUTSIDE == 2:
        return {"group_id": None, "audience": Audience.PUBLIC}
    return {"group_id": (number + 3 - 1) % size.groups + 1, "audience": Audience.GROUP}


def _share(size: Size, number: int) -> int:
    return len(range(number, size.replies, size.discussions))


def _item(filler: Filler, number: int, size: Size, at: datetime) -> dict[str, Any]:
    return {
        "public_id": ids.public_id(),
        "title": filler.sentence()[:-1][:120],
        "summary": filler.sentence(),
        "author_id": filler.chance.randrange(3, size.people + 1),
        "state": "published",
        "created_at": at,
        "published_at": at,
        "last_activity_at": at,
        **_place(number, size),
    }


def _discussions(filler: Filler, size: Size, start: datetime) -> Iterator[dict[str, Any]]:
    for number in range(1, size.discussions + 1):
        body = filler.text(120)
        yield {
            "id": number,
            "kind": "discussion",
            "body_source": body,
            "body_html": _html(body),
            "renderer_version": 1,
            "reply_count": 0,
            **_item(filler, number, size, start + timedelta(minutes=number)),
        }


def _replies(filler: Filler, size: Size, start: datetime, step: timedelta) -> Iterator[dict[str, Any]]:
    for number in range(size.replies):
        body = filler.text(filler.chance.randrange(15, 60))
        yield {
            "public_id": ids.public_id(),
            "item_id": number % size.discussions + 1,
            "author_id": filler.chance.randrange(3, size.people + 1),
            "body_source": body,
            "body_html": _html(body),
            "renderer_version": 1,
            "state": "published",
            "created_at": start + step * number,
            "useful_count": filler.chance.choice((0, 0, 0, 1, 4)),
        }


def _documents(filler: Filler, size: Size, start: datetime) -> Iterator[dict[str, Any]]:
    for number in range(1, size.documents + 1):
        yield {
            "id": size.discussions + number,
            "kind": "document",
            "body_source": "",
            "body_html": "",
            "renderer_version": 1,
            "reply_count": 0,
            **_item(filler, number, size, start + timedelta(minutes=number)),
        }


def _length(number: int) -> int:
    return 100 if number % LONG == 0 else 1 + number % 6


def _files(size: Size) -> Iterator[dict[str, Any]]:
    for number in range(1, size.documents + 1):
        yield {
            "id": size.discussions + number,
            "sha256": f"{number:064x}",
            "size": 100_000,
            "filename": f"stuk-{number}.pdf",
            "media_type": "application/pdf",
            "type_label": "PDF",
            "page_kind": "page",
            "page_count": _length(number),
            "extraction_state": ExtractionState.DONE,
            "extraction_reason": "",
            "extracted_at": clock.now(),
        }


def _pages(filler: Filler, size: Size) -> Iterator[dict[str, Any]]:
    for number in range(1, size.documents + 1):
        for page in range(1, _length(number) + 1):
            yield {
                "document_id": size.discussions + number,
                "number": page,
                "text": filler.text(200),
            }


def _html(body: str) -> str:
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in body.split("\n\n"))
