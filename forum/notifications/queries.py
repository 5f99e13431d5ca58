"""The notifications of one person: only about what they may read at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    and_,
    case,
    distinct,
    false,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy import cast as as_type

from forum.access import Reader, visible
from forum.core import kinds
from forum.core.draft import SavedDraft, name_of
from forum.core.follow import ReadMark
from forum.core.group import Group
from forum.core.item import Item, Reply
from forum.core.user import User
from forum.lib.db import db
from forum.lib.pages import PER_PAGE, Page, offset
from forum.notifications import following
from forum.notifications.models import (
    ABOUT_ITEM,
    NEW_ITEM,
    MailWhen,
    Notification,
    NotificationChoice,
    Reason,
)

M = TypeVar("M")
MOST_COUNTED = 99
NAMED = (Reason.MENTION, Reason.QUOTED)


@dataclass(frozen=True)
class Line:
    """Everything new on one subject: `others` people besides the last one, `name`, did it.

    `first_reply` is the public id of the first reply to read, for a conversation; `group_address` that of a group.
    `about` is what they follow, for something new: the name of the theme or the group, or empty. `draft` is the public id
    of a text of their own that was not posted.
    """

    reason: Reason
    name: str
    public_id: str
    photo: str | None
    others: int
    title: str
    kind: str | None
    item_public_id: str | None
    first_reply: str | None
    group_address: str | None
    about: str
    at: datetime
    unread: bool
    draft: str | None = None


def readable(reader: Reader) -> ColumnElement[bool]:
    """The notifications of `reader` whose subject they may read now."""
    # EXISTS, not IN: that would list every reply that they may read, at each page of theirs.
    its_reply = visible(Reply, reader).where(Reply.id == Notification.reply_id).correlate(Notification)
    groups = visible(Group, reader).with_only_columns(Group.id)
    its_item = visible(Item, reader).where(Item.id == Notification.item_id).correlate(Notification)
    return and_(
        Notification.user_id == reader.user_id,
        or_(
            and_(Notification.reason == Reason.REPLY, its_reply.exists()),
            and_(
                Notification.reason.in_(NAMED),
                or_(
                    its_reply.exists(),
                    and_(Notification.reply_id.is_(None), its_item.exists()),
                ),
                # Whom a group blocked may read what is open to everybody, but is not called there.
                Notification.item_id.not_in(_blocked(reader)) if reader.blocked_in else true(),
            ),
            and_(Notification.reason == Reason.LET_IN, Notification.group_id.in_(groups)),
            and_(Notification.reason == Reason.NOT_POSTED, _its_draft(reader).exists()),
            and_(Notification.reason.in_((*NEW_ITEM, *ABOUT_ITEM)), its_item.exists()),
            and_(
                Notification.reason == Reason.ASKED,
                Notification.group_id.in_(reader.manager_of) if reader.manager_of else false(),
            ),
        ),
    )


def _its_draft(reader: Reader) -> Select[Any]:
    """The draft of a notification, for as long as nothing was done about it: what is planned anew did not fail."""
    drafts = visible(SavedDraft, reader).correlate(Notification)
    return drafts.where(SavedDraft.id == Notification.draft_id, SavedDraft.failed_at.is_not(None))


def _blocked(reader: Reader) -> Select[Any]:
    return select(Item.id).where(Item.group_id.in_(reader.blocked_in))  # door: only leaves out


def _unread() -> ColumnElement[bool]:
    seen = (
        select(ReadMark.last_reply_id)
        .where(ReadMark.user_id == Notification.user_id, ReadMark.item_id == Notification.item_id)
        .correlate(Notification)
        .scalar_subquery()
    )
    opened = (
        select(ReadMark.read_at)
        .where(
            ReadMark.user_id == Notification.user_id,
            ReadMark.item_id == Notification.item_id,
            ReadMark.read_at >= Notification.created_at,
        )
        .correlate(Notification)
        .exists()
    )
    changed = (
        select(SavedDraft.id)  # door: only whether its owner went on with it
        .where(SavedDraft.id == Notification.draft_id, SavedDraft.updated_at > Notification.created_at)
        .correlate(Notification)
        .exists()
    )
    return and_(
        Notification.read_at.is_(None),
        ~changed,
        or_(
            Notification.reply_id > func.coalesce(seen, 0),
            and_(Notification.reason.in_((*NAMED, *ABOUT_ITEM)), Notification.reply_id.is_(None), ~opened),
            and_(
                Notification.reason.not_in((*NAMED, *ABOUT_ITEM)),
                Notification.reply_id.is_(None),
                seen.is_(None),
            ),  # something new, never opened
        ),
    )


def _subject() -> tuple[Any, ...]:
    """What makes several notifications one line: the conversation; of a request the person too."""
    return (
        Notification.reason,
        func.coalesce(Notification.item_id, 0),
        func.coalesce(Notification.group_id, 0),
        case((Notification.reason == Reason.ASKED, Notification.actor_id), else_=0),
        func.coalesce(Notification.draft_id, 0),
    )


def count_unread(reader: Reader) -> int:
    """On how many subjects something is new for `reader`; no more than 99 are counted."""
    if not reader.signed_in:
        return 0
    return db.session.scalar(_count_query(reader)) or 0


def unread_column(reader: Reader) -> ScalarSelect[int]:
    """What `count_unread` gives, as one value for a query that asks for more (and has no table of its own in FROM: this
    one is about readers' items too)."""
    return (
        _count_query(reader).scalar_subquery() if reader.signed_in else select(literal(0)).scalar_subquery()
    )


@lru_cache(maxsize=500)
def _count_query(reader: Reader) -> Select[Any]:
    # On every page of theirs: making it takes longer than answering it.
    rows = (
        select(Notification.reason)
        .where(readable(reader), _unread())
        .group_by(*_subject())
        .limit(MOST_COUNTED)
        .subquery()
    )
    return select(func.count()).select_from(rows)


def list_lines(reader: Reader, page: int = 1) -> Page[Line]:
    """One line for each subject, the newest first."""
    grouped = _grouped().where(readable(reader))
    total = db.session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    rows = grouped.order_by(func.max(Notification.id).desc()).limit(PER_PAGE).offset(offset(page))
    return Page(_lines(reader, rows), page, total)


def list_unmailed(reader: Reader, most: int) -> list[Line]:
    """What `reader` did not see and was not mailed yet, the newest first."""
    rows = (
        _grouped()
        .where(readable(reader), _unread(), Notification.mailed_at.is_(None))
        .order_by(func.max(Notification.id).desc())
        .limit(most)
    )
    return _lines(reader, rows)


def _grouped() -> Select[Any]:
    unread = as_type(case((_unread(), 1), else_=0), Integer)
    return select(
        func.max(Notification.id).label("newest"),
        func.count(distinct(Notification.actor_id)).label("actors"),
        func.max(unread).label("unread"),
        func.coalesce(
            func.min(case((unread == 1, Notification.reply_id))), func.max(Notification.reply_id)
        ).label("first_reply_id"),
    ).group_by(*_subject())


def _lines(reader: Reader, rows: Select[Any]) -> list[Line]:
    found = db.session.execute(rows).all()
    newest = {
        row.id: row
        for row in db.session.scalars(
            select(Notification).where(Notification.id.in_([row.newest for row in found]))
        )
    }
    chosen = list(newest.values())
    people = _by_id(visible(User, reader), User, [row.actor_id for row in chosen])
    items = _by_id(visible(Item, reader), Item, [row.item_id for row in chosen])
    new = [items[row.item_id] for row in chosen if row.reason in NEW_ITEM and row.item_id in items]
    groups = _by_id(
        visible(Group, reader), Group, [row.group_id for row in chosen] + [item.group_id for item in new]
    )
    themes = following.followed_themes(reader, [item.id for item in new]) if new else {}
    drafts = _by_id(visible(SavedDraft, reader), SavedDraft, [row.draft_id for row in chosen])
    first = {row.newest: row.first_reply_id for row in found}
    replies = _by_id(visible(Reply, reader), Reply, list(first.values()))
    lines = []
    for row in found:
        told = newest[row.newest]
        person, item, group, draft = (
            people.get(told.actor_id),
            items.get(told.item_id or 0),
            groups.get(told.group_id or 0),
            drafts.get(told.draft_id or 0),
        )
        if item is None and group is None and draft is None:
            continue  # it went away while we looked
        reply = replies.get(first[row.newest] or 0)
        lines.append(
            Line(
                reason=Reason(told.reason),
                name=person.name if person else "",
                public_id=person.public_id if person else "",
                photo=person.photo if person else None,
                others=row.actors - 1,
                title=item.title if item else group.name if group else name_of(draft) if draft else "",
                kind=kinds.of(item).code if item else None,
                item_public_id=item.public_id if item else None,
                first_reply=reply.public_id if reply else None,
                group_address=group.address if group else None,
                about=_about(Reason(told.reason), item, groups, themes),
                at=told.created_at,
                unread=bool(row.unread),
                draft=draft.public_id if draft else None,
            )
        )
    return lines


def _about(reason: Reason, item: Item | None, groups: dict[int, Group], themes: dict[int, str]) -> str:
    if item is None:
        return ""
    if reason == Reason.IN_THEME:
        return themes.get(item.id, "")
    group = groups.get(item.group_id or 0)
    return group.name if reason == Reason.IN_GROUP and group else ""


def _by_id(query: Select[M], model: Any, ids: Sequence[int | None]) -> dict[int, M]:
    wanted = {row_id for row_id in ids if row_id}
    if not wanted:
        return {}
    rows: Sequence[Any] = db.session.scalars(query.where(model.id.in_(wanted))).all()
    return {row.id: row for row in rows}


def mail_when(reader: Reader) -> MailWhen:
    """How `reader` gets their notifications by mail."""
    choice = db.session.get(NotificationChoice, reader.user_id)
    return MailWhen(choice.mail) if choice else MailWhen.AT_ONCE
