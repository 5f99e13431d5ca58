"""The mail that tells whom it concerns what was decided, and why."""

from forum import mail
from forum.access import Reader, find_visible, is_visible, reader_for
from forum.core.group import Group, Preset
from forum.core.item import Item, Reply
from forum.core.user import User
from forum.lib.db import db
from forum.moderation.models import About, Decision, LogEntry


def mail_decided(entry_id: int, receiver_id: int) -> None:
    """Tell one person the reason why something of theirs was hidden or put back. Raises mail.TryAgain.

    A title or name is given only while they may still know it; whoever left a closed group gets the reason and
    no more, and who manages a reported group no longer gets nothing.
    """
    entry = db.session.get(LogEntry, entry_id)
    receiver = db.session.get(User, receiver_id)
    if entry is None or receiver is None or not receiver.active:
        return
    reader = reader_for(receiver)
    title = _title_for(reader, entry)
    if title is None:
        return
    context = {
        "hidden": entry.action == Decision.HIDE,
        "about": entry.about.value,
        "title": title,
        "reason": entry.reason,
    }
    address, locale = receiver.email, receiver.locale
    db.session.rollback()  # no transaction stays open while the mail server takes its time
    mail.send(address, "moderation_decided", context, locale=locale)


def _title_for(reader: Reader, entry: LogEntry) -> str | None:
    """What the mail may call it, "" for nothing; None when this receiver is not to have the mail at all."""
    if entry.about == About.PERSON:
        return ""
    if entry.about == About.GROUP:
        group = find_visible(Group, entry.group_id or 0, reader)
        return group.name if group and group.id in reader.manager_of else None
    item = db.session.get(Item, entry.item_id)  # door: the receiver's own text, checked below
    reply = db.session.get(Reply, entry.reply_id) if entry.reply_id else None  # door: as above
    written = reply or item
    if item is None or written is None or written.author_id != reader.user_id:
        return None
    if reply is not None:  # the title is somebody else's, and may have changed since
        return item.title if is_visible(Item, item.id, reader) else ""
    group = db.session.get(Group, item.group_id) if item.group_id else None  # door: only to judge
    knows = group is None or group.preset == Preset.OPEN or group.id in reader.member_of
    return item.title if knows else ""
