"""One mail with everything new: a line for each conversation, read through the door at this moment."""

from dataclasses import dataclass

from sqlalchemy import select, update

from forum import mail
from forum.access import Reader, reader_for, visible
from forum.core import kinds, stopping
from forum.core.follow import ReadMark
from forum.core.group import Group, Preset
from forum.core.item import Audience, Item, Reply, State
from forum.core.user import User
from forum.lib import clock, links, markup
from forum.lib.db import db, transaction
from forum.notifications import queries, service
from forum.notifications.models import ABOUT_ITEM, NEW_ITEM, MailWhen, Notification, Reason

MOST_LINES = 10
MOST_REPLIES = 3
TEASER = 400


@dataclass(frozen=True)
class Quote:
    """A reply in the mail. `text` is empty where the words themselves do not belong in a mail."""

    name: str
    text: str


@dataclass(frozen=True)
class Part:
    """One conversation in the mail, and why; `new` when it is the item itself, in the theme `about` when that is why."""

    title: str
    group: str
    url: str
    reason: Reason
    quotes: list[Quote]
    more: int
    new: bool = False
    about: str = ""


def mail_user(user_id: int) -> None:
    """Mail one person what they did not see yet, or nothing. Raises mail.TryAgain.

    What they may not read at this moment is in it by no word (T07). After a kill in between the same mail comes
    once more, with the same Message-ID, so that a mail program can know it.
    """
    user = db.session.get(User, user_id)
    if user is None or not user.active:
        return
    reader = reader_for(user)
    if queries.mail_when(reader) == MailWhen.NEVER:
        return
    newest = service.newest_id(reader)
    parts = [part for line in queries.list_unmailed(reader, MOST_LINES) if (part := _part(reader, line))]
    if parts:
        address, locale = user.email, user.locale
        stop, key = service.unsubscribe_url(user), f"notifications-{newest}-{user.public_id}"
        context = {
            "name": user.name,
            "parts": parts,
            "all_url": links.absolute("notifications.index"),
            "settings_url": links.absolute("notifications.settings"),
            "unsubscribe_url": stop,
        }
        headers = stopping.headers(stop)
        db.session.rollback()  # no transaction stays open while the mail server takes its time
        mail.send(address, "notifications", context, locale=locale, headers=headers, key=key)
    with transaction():
        mailed = (
            Notification.user_id == user_id,
            Notification.id <= newest,
            Notification.mailed_at.is_(None),
        )
        db.session.execute(update(Notification).where(*mailed).values(mailed_at=clock.now()))


def _part(reader: Reader, line: queries.Line) -> Part | None:
    if line.draft:
        url = links.absolute("threads.continue_draft", public_id=line.draft)
        return Part(title=line.title, group="", url=url, reason=line.reason, quotes=[], more=0)
    if line.item_public_id is None:
        return None
    item = db.session.scalars(
        visible(Item, reader).where(Item.public_id == line.item_public_id)
    ).one_or_none()
    if item is None:
        return None
    if line.reason in NEW_ITEM:
        return _new(item, line)
    if line.reason in ABOUT_ITEM:
        return _about(item, line)
    seen = db.session.get(ReadMark, (reader.user_id, item.id))
    news = (
        visible(Reply, reader)
        .join(Notification, Notification.reply_id == Reply.id)
        .where(
            Reply.item_id == item.id,
            Reply.state == State.PUBLISHED,
            Reply.id > (seen.last_reply_id if seen else 0),
            Notification.user_id == reader.user_id,
            Notification.reason == line.reason,
            Notification.mailed_at.is_(None),
            Notification.read_at.is_(None),
        )
        .order_by(Reply.id)
    )
    replies = db.session.scalars(news).all()
    if not replies and not (line.reason == Reason.MENTION and line.first_reply is None):
        return None
    group, in_the_open = _place(item)
    # Named in the text of the item itself, or in replies on it.
    texts: list[Item | Reply] = [*replies] or [item]
    names = dict(
        db.session.execute(
            select(User.id, User.name).where(User.id.in_({text.author_id for text in texts}))
        ).all()
    )
    return Part(
        title=item.title,
        group=group.name if group else "",
        url=links.absolute("threads.reply_page", public_id=replies[0].public_id)
        if replies
        else links.absolute(kinds.of(item).page, public_id=item.public_id),
        reason=line.reason,
        quotes=[
            Quote(
                name=names.get(text.author_id, ""),
                text=markup.teaser(markup.plain(text.body_source), TEASER) if in_the_open else "",
            )
            for text in texts[:MOST_REPLIES]
        ],
        more=max(0, len(texts) - MOST_REPLIES),
    )


def _new(item: Item, line: queries.Line) -> Part:
    group, in_the_open = _place(item)
    text = item.summary or markup.teaser(markup.plain(item.body_source), TEASER)
    return Part(
        title=item.title,
        group=group.name if group else "",
        url=links.absolute(kinds.of(item).page, public_id=item.public_id),
        reason=line.reason,
        quotes=[Quote(name=line.name, text=text if in_the_open else "")],
        more=0,
        new=True,
        about=line.about if line.reason == Reason.IN_THEME else "",
    )


def _about(item: Item, line: queries.Line) -> Part:
    group, _in_the_open = _place(item)
    return Part(
        title=item.title,
        group=group.name if group else "",
        url=links.absolute(kinds.of(item).page, public_id=item.public_id),
        reason=line.reason,
        quotes=[Quote(name=line.name, text="")],
        more=0,
    )


def _place(item: Item) -> tuple[Group | None, bool]:
    """The group of an item that came through the door, and whether its words may stand in a mail: a mailbox is
    read by more eyes than a closed group, so from there the mail says who wrote, not what."""
    group = db.session.get(Group, item.group_id) if item.group_id else None  # door: of an item through it
    in_the_open = group is None or (group.preset == Preset.OPEN and item.audience == Audience.GROUP)
    return group, in_the_open
