"""A picture that somebody chose for a group or for themselves: made harmless when it comes in, kept by checksum."""

from io import BytesIO
from typing import BinaryIO

from flask import Response
from flask_babel import gettext as _

from forum.lib.errors import Invalid, NotFound
from forum.storage.current import the_storage
from forum.storage.pictures import BadPicture, PictureFault, reencode
from forum.storage.store import NotStored

LARGEST = 10 * 1024 * 1024


def keep(source: BinaryIO, *, longest_side: int) -> str:
    """Keep the picture in `source`, written anew with no side longer than this; gives its checksum.

    Raises:
        Invalid: it is no picture, damaged, or too large. Its field is "picture".
    """
    typed = source.read(LARGEST + 1)
    if len(typed) > LARGEST:
        raise Invalid(_("De afbeelding is te groot. Kies er een van hoogstens 10 MB."), "picture")
    try:
        picture = reencode(BytesIO(typed), max_side=longest_side)
    except BadPicture as error:
        raise Invalid(_why(error.reason), "picture") from error
    return the_storage().put(BytesIO(picture.data), limit=LARGEST).sha256


def answer(sha256: str) -> Response:
    """The picture with this checksum, of a group or person that came through the door.

    Raises:
        NotFound: it is not there.
    """
    try:
        return Response(the_storage().path(sha256).read_bytes(), mimetype="image/webp")
    except NotStored as error:
        raise NotFound from error


def _why(reason: PictureFault) -> str:
    if reason == PictureFault.TOO_LARGE:
        return _("Deze afbeelding is te groot om te tonen. Maak de afbeelding eerst kleiner.")
    if reason == PictureFault.DAMAGED:
        return _("Deze afbeelding is beschadigd. Kies een ander bestand.")
    return _("Dit is geen afbeelding die we kennen. Kies een jpg, png, gif of webp.")
