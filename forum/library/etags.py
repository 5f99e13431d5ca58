"""A mark by which a browser goes on with a broken download."""

import hashlib
import hmac

from flask import current_app

from forum.access import Reader
from forum.library.models import Document


def for_reader(reader: Reader, document: Document) -> str:
    """The entity tag of this file for this reader. Another person, or the same bytes in another document,
    have another one, so it cannot be compared with anything (T41)."""
    told = f"{reader.user_id}:{document.id}:{document.sha256}".encode()
    return hmac.new(str(current_app.secret_key).encode(), told, hashlib.sha256).hexdigest()[:32]
