"""Give uploaded files to an item or a reply. Uploading and serving is the business of the room attachments."""

from collections.abc import Collection

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from forum.access import Reader, visible
from forum.core.attachment import Attachment
from forum.core.item import Item, Reply
from forum.lib.db import db
from forum.lib.errors import Invalid

MOST_FILES = 20


def unattached(reader: Reader, public_ids: Collection[str]) -> list[Attachment]:
    """The uploads with these ids that are `reader`'s own and not attached yet, in the order of the ids.

    Raises:
        Invalid: one of them is not (any more), is somebody else's, or there are too many (T22).
    """
    wanted = list(dict.fromkeys(public_ids))
    if not wanted:
        return []
    if len(wanted) > MOST_FILES:
        raise Invalid(
            ngettext(
                "Voeg hoogstens %(num)s bestand toe.", "Voeg hoogstens %(num)s bestanden toe.", MOST_FILES
            ),
            "files",
        )
    query = visible(Attachment, reader).where(
        Attachment.public_id.in_(wanted),
        Attachment.uploader_id == reader.user_id,
        Attachment.item_id.is_(None),
        Attachment.reply_id.is_(None),
    )
    found = {row.public_id: row for row in db.session.scalars(query)}
    if len(found) < len(wanted):
        raise Invalid(_("Een van je bestanden is er niet meer. Voeg het opnieuw toe."), "files")
    return [found[public_id] for public_id in wanted]


def attach(rows: list[Attachment], item: Item, reply: Reply | None = None) -> None:
    """Let `rows` follow the access of `reply`, or else of `item`, from now on."""
    for row in rows:
        row.item_id = item.id
        row.reply_id = reply.id if reply else None


def of_item(item: Item) -> list[Attachment]:
    """The files of an item that came through the door (not those of its replies), in order."""
    # door: they follow the item
    query = select(Attachment).where(Attachment.item_id == item.id, Attachment.reply_id.is_(None))
    return list(db.session.scalars(query.order_by(Attachment.id)))


def of_reply(reply: Reply) -> list[Attachment]:
    """The files of a reply that came through the door, in order."""
    query = select(Attachment).where(Attachment.reply_id == reply.id)  # door: they follow the reply
    return list(db.session.scalars(query.order_by(Attachment.id)))


def detach(rows: list[Attachment], public_ids: Collection[str]) -> bool:
    """Remove those of `rows` that are named; their bytes go later, when nothing uses them. True when any."""
    gone = [row for row in rows if row.public_id in set(public_ids)]
    for row in gone:
        db.session.delete(row)
    return bool(gone)
