"""A picture as one page of points, with Pillow."""

from pathlib import Path

from forum.library.extraction.outcome import Reason, Refused
from forum.library.extraction.sink import Sink
from forum.storage.pictures import BadPicture, decoded


def read(path: Path, sink: Sink) -> None:
    """Send the points to the sink. Raises Refused."""
    limits = sink.limits
    try:
        picture = decoded(path, (limits.picture_width, limits.picture_height))
    except BadPicture as error:
        raise Refused(Reason.DAMAGED) from error
    sink.picture(1, picture.width, picture.height, picture.convert("RGB").tobytes())
