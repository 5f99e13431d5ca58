"""The count of notifications in the frame of every page."""

from flask import request

from forum.access import Reader
from forum.notifications import queries

_KNOWN = "kennisplein.unread_notifications"


def unread(reader: Reader) -> int:
    """On how many subjects something is new for `reader`, who makes this request."""
    if _KNOWN not in request.environ:
        note(queries.count_unread(reader))
    found: int = request.environ[_KNOWN]
    return found


def note(count: int) -> None:
    """The count came along with a question that was asked anyway."""
    request.environ[_KNOWN] = count
