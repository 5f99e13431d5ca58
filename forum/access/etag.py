"""The entity tag of bytes that a browser may keep, and asks about each time."""

import hashlib
import hmac

from flask import current_app

from forum.access.reader import Reader


def for_reader(reader: Reader, *facts: object) -> str:
    """The entity tag of these bytes for this reader. Another person, or the same bytes in another place, have
    another one, so it cannot be compared with anything (T41). `facts` name the place and the bytes."""
    told = ":".join(map(str, (reader.user_id, *facts))).encode()
    return hmac.new(str(current_app.secret_key).encode(), told, hashlib.sha256).hexdigest()[:32]
