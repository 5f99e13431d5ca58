"""What is in somebody's digest: read through the door as that person, at the moment of sending (T09)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import joinedload

from forum.access import Reader, visible
from forum.core import kinds
from forum.core.item import Item
from forum.lib import clock, links, markup
from forum.lib.db import db
from forum.library.models import Document
from forum.polls import queries as polls
from forum.statements import queries as statements

MOST_CONVERSATIONS = 8
MOST_DOCUMENTS = 6
MOST_PER_GROUP = 4
TEASER = 160


@dataclass(frozen=True)
class Line:
    """One thing in the mail."""

    title: str
    url: str
    author: str
    group: str
    teaser: object  # lazy where it is of ours
    replies: int
    kind: object  # lazy: the mail is written in the language of its reader


@dataclass(frozen=True)
class Contents:
    """A digest. Empty when there is nothing to say; then nothing is sent."""

    question: Line | None
    conversations: Sequence[Line]
    documents: Sequence[Line]

    @property
    def empty(self) -> bool:
        return not (self.question or self.conversations or self.documents)

    @property
    def count(self) -> int:
        return len(self.conversations) + len(self.documents) + (1 if self.question else 0)


def contents_for(reader: Reader, since: datetime) -> Contents:
    """What is new for `reader` after `since`: in their groups, one thing to answer, documents that are new or have a
    newer file.

    Nothing of their own.
    """
    question = _question(reader, since)
    taken = {question.id} if question else set()
    conversations = _new(reader, since, Item, MOST_CONVERSATIONS, taken, skip=("document",))
    documents = _new(reader, since, Document, MOST_DOCUMENTS, taken)
    return Contents(
        question=_line(question) if question else None,
        conversations=[_line(item) for item in conversations],
        documents=[_line(item, since) for item in documents],
    )


def _question(reader: Reader, since: datetime) -> Item | None:
    """The newest statement or poll that they could answer and did not, new since their last digest."""
    found: list[Item] = []
    for newest in (statements.newest_unanswered(reader, since), polls.newest_unanswered(reader, since)):
        if newest is not None:
            found.append(newest)
    return max(found, key=lambda item: (item.published_at or clock.now(), item.id), default=None)


def _new(
    reader: Reader,
    since: datetime,
    model: type[Item],
    most: int,
    taken: set[int],
    skip: Sequence[str] = (),
) -> list[Item]:
    """New items in the groups of `reader`, the liveliest first, not too many of one group."""
    query = (
        visible(model, reader)
        .where(
            model.group_id.in_(reader.member_of),
            _is_news(reader, since, model),
            model.kind.not_in(skip),
            model.state == "published",
        )
        .options(joinedload(model.group), joinedload(model.author))
        .order_by(model.reply_count.desc(), model.published_at.desc(), model.id.desc())
        .limit(most * 5)
    )
    chosen: list[Item] = []
    per_group: dict[int | None, int] = {}
    for item in db.session.scalars(query):
        if item.id in taken or per_group.get(item.group_id, 0) >= MOST_PER_GROUP or len(chosen) == most:
            continue
        per_group[item.group_id] = per_group.get(item.group_id, 0) + 1
        chosen.append(item)
    return chosen


def _is_news(reader: Reader, since: datetime, model: type[Item]) -> ColumnElement[bool]:
    published = and_(model.published_at > since, model.author_id != reader.user_id)
    if not issubclass(model, Document):
        return published
    return or_(published, and_(model.version_at > since, model.version_by_id != reader.user_id))


def _renewed(item: Item, since: datetime | None) -> object:
    """Why there is a newer file, for a document that was there before."""
    if since is None or not isinstance(item, Document) or item.published_at is None:
        return ""
    if item.version_at is None or item.version_at <= since or item.published_at > since:
        return ""
    return _l("Nieuwe versie: %(reason)s", reason=item.version_reason)


def _line(item: Item, since: datetime | None = None) -> Line:
    kind = kinds.of(item)
    return Line(
        title=item.title,
        url=links.absolute(kind.page, public_id=item.public_id),
        author=item.author.name,
        group=item.group.name if item.group else "",
        teaser=_renewed(item, since) or item.summary or markup.teaser(markup.plain(item.body_source), TEASER),
        replies=item.reply_count,
        kind=kind.label,
    )
