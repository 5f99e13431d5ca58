"""A picture that somebody chose for a group, for themselves or for the site: made harmless when it comes in, kept by
checksum."""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from flask import Response
from flask_babel import gettext as _

from forum.lib.errors import Invalid, NotFound
from forum.storage.current import the_storage
from forum.storage.pictures import BadPicture, PictureFault, Target, reencode
from forum.storage.store import NotStored

LARGEST = 10 * 1024 * 1024
_HEAD = 4096  # where the first element of an SVG is looked for


@dataclass(frozen=True, slots=True)
class Chosen:
    """A picture that is kept: its checksum, and its size in pixels."""

    sha256: str
    width: int
    height: int


def keep(source: BinaryIO, *, longest_side: int) -> str:
    """Keep the picture in `source`, written anew with no side longer than this; gives its checksum.

    Raises:
        Invalid: it is no picture, damaged, or too large. Its field is "picture".
    """
    return keep_sized(source, longest_side=longest_side).sha256


def keep_sized(
    source: BinaryIO, *, longest_side: int, highest: int | None = None, target: Target = "WEBP"
) -> Chosen:
    """As `keep`, no higher than `highest` and in the form `target`; gives its size too. Raises Invalid."""
    typed = source.read(LARGEST + 1)
    if len(typed) > LARGEST:
        raise Invalid(_("De afbeelding is te groot. Kies er een van hoogstens 10 MB."), "picture")
    try:
        picture = reencode(BytesIO(typed), max_side=longest_side, max_height=highest, target=target)
    except BadPicture as error:
        raise Invalid(_why(error.reason, typed), "picture") from error
    stored = the_storage().put(BytesIO(picture.data), limit=LARGEST)
    return Chosen(stored.sha256, picture.width, picture.height)


def answer(sha256: str, media_type: str = "image/webp") -> Response:
    """The picture with this checksum, of a group or person that came through the door.

    Raises:
        NotFound: it is not there.
    """
    try:
        return Response(content(sha256), mimetype=media_type)
    except NotStored as error:
        raise NotFound from error


def content(sha256: str) -> bytes:
    """The bytes of the picture with this checksum. Raises NotStored."""
    return the_storage().path(sha256).read_bytes()


def _why(reason: PictureFault, typed: bytes) -> str:
    if reason == PictureFault.UNKNOWN_TYPE and b"<svg" in typed[:_HEAD].lower():
        return _(
            "Een SVG kan niet: daar kan een programma in zitten. Bewaar de afbeelding als png en kies die."
        )
    if reason == PictureFault.TOO_LARGE:
        return _("Deze afbeelding is te groot om te tonen. Maak de afbeelding eerst kleiner.")
    if reason == PictureFault.DAMAGED:
        return _("Deze afbeelding is beschadigd. Kies een ander bestand.")
    return _("Dit is geen afbeelding die we kennen. Kies een jpg, png, gif of webp.")
