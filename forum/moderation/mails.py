"""The mail that tells an author what was decided, and why."""

from forum import mail
from forum.access import is_visible, reader_for
from forum.core.group import Group, Preset
from forum.core.item import Item, Reply
from forum.core.user import User
from forum.lib.db import db
from forum.moderation.models import Decision, LogEntry


def mail_decided(entry_id: int) -> None:
    """Tell the author of a hidden or restored thing the reason. Raises mail.TryAgain.

    The title is named only while the author is still among those who could read it; whoever left a closed
    group gets the reason and no more.
    """
    entry = db.session.get(LogEntry, entry_id)
    if entry is None:
        return
    item = db.session.get(Item, entry.item_id)  # door: the author's own text, checked below
    reply = db.session.get(Reply, entry.reply_id) if entry.reply_id else None  # door: as above
    written = reply or item
    author = db.session.get(User, written.author_id) if written else None
    if item is None or author is None or not author.active:
        return
    reader = reader_for(author)
    group = db.session.get(Group, item.group_id) if item.group_id else None  # door: checked on the next line
    knows = group is None or group.preset == Preset.OPEN or group.id in reader.member_of
    if reply is not None:  # the title is somebody else's, and may have changed since
        knows = is_visible(Item, item.id, reader)
    context = {
        "hidden": entry.action == Decision.HIDE,
        "is_reply": reply is not None,
        "title": item.title if knows else "",
        "reason": entry.reason,
    }
    address, locale = author.email, author.locale
    db.session.rollback()  # no transaction stays open while the mail server takes its time
    mail.send(address, "moderation_decided", context, locale=locale)
