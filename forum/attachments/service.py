"""Upload a file, describe it, throw it away; forget what was never attached."""

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

from flask_babel import gettext as _
from sqlalchemy import Select, delete, select

from forum.access import Reader, visible
from forum.attachments import rules
from forum.core.attachment import Attachment
from forum.lib import clock
from forum.lib.db import db, flush, transaction
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.lib.later import later
from forum.lib.markup import teaser
from forum.lib.templating import size
from forum.storage import scanning, types
from forum.storage.current import the_storage
from forum.storage.store import TooLarge

if TYPE_CHECKING:
    from forum.storage import pictures
else:
    pictures = later("forum.storage.pictures")  # what reads pictures, 4 MB

# What is neither attached nor held by a draft after a day is forgotten (T22).
KEPT_UNATTACHED = timedelta(days=1)


@dataclass(frozen=True)
class Received:
    """A file that is safely in storage and belongs to nobody yet."""

    sha256: str
    size: int
    media_type: str
    filename: str


def receive(stream: BinaryIO, given_name: str | None, limit: int) -> Received:
    """Store an uploaded file. Slow, and touches no database: call it while no transaction is open.

    Its type is what its content says; a picture is made anew from its pixels.

    Raises:
        Invalid: it is empty, larger than `limit` bytes, a picture that cannot be read, or the scanner refuses it or does
            not answer.
    """
    storage = the_storage()
    name = rules.filename(given_name)
    _scan(stream, name)
    try:
        stored = storage.put(stream, limit=limit)
    except TooLarge as error:
        raise Invalid(
            _(
                "%(name)s is te groot. Een bestand mag hoogstens %(limit)s zijn.",
                name=name,
                limit=size(limit),
            ),
            "files",
        ) from error
    if not stored.size:
        raise Invalid(_("%(name)s is leeg. Kies een ander bestand.", name=name), "files")
    kind = types.detect(storage.path(stored.sha256), name)
    name = rules.filename(given_name, kind.extension)
    if rules.is_picture(kind.media_type):
        return _picture(stored.sha256, name, limit)
    return Received(stored.sha256, stored.size, kind.media_type, name)


def _scan(stream: BinaryIO, name: str) -> None:
    try:
        scanning.check(stream)
    except scanning.Infected as error:
        raise Invalid(
            _("In %(name)s zit een virus. Daarom nemen we het niet aan.", name=name), "files"
        ) from error
    except scanning.ScannerAway as error:
        raise Invalid(
            _("We kunnen bestanden nu niet controleren op virussen. Probeer het later nog een keer."), "files"
        ) from error


def upload(reader: Reader, received: Received, alt_text: str = "") -> Attachment:
    """Give a received file to `reader`; it is attached to nothing yet, so only they see it.

    Raises:
        Forbidden: nobody is signed in.
    """
    if reader.user_id is None:
        raise Forbidden
    row = Attachment(
        uploader_id=reader.user_id,
        sha256=received.sha256,
        size=received.size,
        media_type=received.media_type,
        filename=received.filename,
        alt_text=teaser(alt_text, rules.LONGEST_ALT),
    )
    db.session.add(row)
    flush()
    return row


def describe(row: Attachment, alt_text: str) -> None:
    """Set the alternative text of a picture that is the reader's own."""
    row.alt_text = teaser(alt_text, rules.LONGEST_ALT)


def discard(reader: Reader, public_id: str) -> None:
    """Throw away an upload of `reader` that is not attached yet.

    Raises:
        NotFound: there is none with this id (any more), or it is somebody else's.
    """
    gone = db.session.execute(
        delete(Attachment)
        .where(
            Attachment.public_id == public_id,
            Attachment.id.in_(own_unattached(reader).with_only_columns(Attachment.id)),
        )
        .returning(Attachment.id)
    ).first()
    if gone is None:
        raise NotFound


def own_unattached(reader: Reader) -> Select[Any]:
    """A query for the uploads of `reader` that are attached to nothing yet."""
    return visible(Attachment, reader).where(
        Attachment.uploader_id == reader.user_id, Attachment.item_id.is_(None), Attachment.reply_id.is_(None)
    )


def forget_unattached() -> int:
    """Forget uploads that were never attached; gives how many.

    Called every minute; there is seldom anything to do.
    """
    with transaction():
        gone = db.session.execute(
            delete(Attachment)
            .where(
                Attachment.item_id.is_(None),
                Attachment.reply_id.is_(None),
                Attachment.draft_id.is_(None),
                Attachment.created_at < clock.now() - KEPT_UNATTACHED,
            )
            .returning(Attachment.id)
        ).all()
    return len(gone)


def _picture(sha256: str, name: str, limit: int) -> Received:
    storage = the_storage()
    try:
        picture = pictures.reencode(storage.path(sha256))
    except pictures.BadPicture as error:
        raise Invalid(_bad_picture(error.reason, name), "files") from error
    stored = storage.put(io.BytesIO(picture.data), limit=max(limit, len(picture.data)))
    stem = name.rsplit(".", 1)[0]
    return Received(stored.sha256, stored.size, picture.media_type, f"{stem}.webp")


def _bad_picture(reason: "pictures.PictureFault", name: str) -> str:
    if reason == pictures.PictureFault.TOO_LARGE:
        return _("%(name)s is te groot om te tonen. Maak de afbeelding kleiner.", name=name)
    return _("We kunnen %(name)s niet als afbeelding lezen. Kies een andere afbeelding.", name=name)


def is_used(sha256: str) -> bool:
    """Whether a file row holds the bytes with this checksum, whatever it is attached to: for housekeeping."""
    query = select(Attachment.id).where(Attachment.sha256 == sha256)  # door: housekeeping
    return db.session.scalar(query.limit(1)) is not None
