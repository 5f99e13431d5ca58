"""Tell people that a text names or quotes them: each once for each text, whatever is edited, and only while they may
read it. Who is named is noted with the text, in its transaction; who is told is decided by the worker, at that moment."""

from sqlalchemy import ColumnElement, select

from forum.access import is_visible, reader_for
from forum.core.events import ItemChanged, ItemPublished, ReplyChanged, ReplyPosted
from forum.core.item import Item, Reply, State
from forum.core.user import User
from forum.lib import clock, links
from forum.lib.db import db, transaction
from forum.lib.upsert import upsert
from forum.notifications.models import Mention, Notification, Reason
from forum.notifications.named import named
from forum.notifications.telling import mail_soon
from forum.work import outbox

TELL_NAMED = "notifications.tell_named"
MOST_TOLD = 20


def on_item(event: ItemPublished | ItemChanged) -> None:
    _note(event.item_id, 0)


def on_reply(event: ReplyPosted | ReplyChanged) -> None:
    _note(event.item_id, event.reply_id)


def _note(item_id: int, reply_id: int) -> None:
    """Note whom the text names that it did not name before; at most twenty for one text, however often it changes."""
    text = _text(item_id, reply_id)
    if text is None:
        return
    found = named(text.body_html, links.absolute("timeline.home"))
    if not found.people and not found.quoted:
        return
    known = set(db.session.scalars(select(Mention.user_id).where(*_of(item_id, reply_id))))
    fresh: dict[int, Reason] = {}
    for user_id in _people(found.people):
        fresh.setdefault(user_id, Reason.MENTION)
    for user_id in _quoted(found.quoted, item_id):
        fresh.setdefault(user_id, Reason.QUOTED)
    chosen = [each for each in fresh.items() if each[0] not in known and each[0] != text.author_id]
    for user_id, reason in chosen[: max(0, MOST_TOLD - len(known))]:
        keys = {"item_id": item_id, "reply_id": reply_id, "user_id": user_id}
        upsert(Mention, {**keys}, {"reason": reason})
    if chosen:
        outbox.enqueue(TELL_NAMED, item_id=item_id, reply_id=reply_id)


def tell_named(item_id: int, reply_id: int) -> None:
    """Tell those who were noted and not judged yet. Who may not read the text now is not told later either."""
    with transaction():
        rows = db.session.scalars(
            select(Mention).where(*_of(item_id, reply_id), Mention.told_at.is_(None)).with_for_update()
        ).all()
        text = _text(item_id, reply_id)
        told = []
        for row in rows:
            row.told_at = clock.now()
            if text is not None and _may_be_told(row.user_id, item_id, text):
                db.session.add(
                    Notification(
                        user_id=row.user_id,
                        reason=row.reason,
                        item_id=item_id,
                        reply_id=reply_id or None,
                        actor_id=text.author_id,
                    )
                )
                told.append(row.user_id)
        mail_soon(told)


def _may_be_told(user_id: int, item_id: int, text: Item | Reply) -> bool:
    user = db.session.get(User, user_id)
    if user is None or not user.active:
        return False
    reader = reader_for(user)
    # door: only its group, to leave alone whom that blocked, who may still read what is open to everybody
    group_id = db.session.scalar(select(Item.group_id).where(Item.id == item_id))
    return group_id not in reader.blocked_in and is_visible(type(text), text.id, reader)


def _text(item_id: int, reply_id: int) -> Item | Reply | None:
    """The published text; nothing is noted or told of any other."""
    # door: each receiver is asked before they are told
    text: Item | Reply | None = db.session.get(Reply, reply_id) if reply_id else db.session.get(Item, item_id)
    return text if text is not None and text.state == State.PUBLISHED else None


def _of(item_id: int, reply_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Mention.item_id == item_id, Mention.reply_id == reply_id)


def _people(public_ids: list[str]) -> list[int]:
    rows = db.session.execute(
        select(User.public_id, User.id).where(User.public_id.in_(public_ids), User.deactivated_at.is_(None))
    )
    found = dict(rows.all())
    return [found[public_id] for public_id in public_ids if public_id in found]


def _quoted(public_ids: list[str], item_id: int) -> list[int]:
    """Who wrote these replies, as far as they stand on this item: parent and child belong together (T16)."""
    rows = db.session.execute(
        # door: only who wrote it; who is told must be able to read the text that quotes it
        select(Reply.public_id, Reply.author_id).where(
            Reply.public_id.in_(public_ids), Reply.item_id == item_id, Reply.state == State.PUBLISHED
        )
    )
    found = dict(rows.all())
    return [found[public_id] for public_id in public_ids if public_id in found]
