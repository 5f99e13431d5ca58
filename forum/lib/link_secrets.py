"""The secret of a link: made from its row and the key of the site, never stored (docs/decisions/0017-invite-links.md)."""

import hashlib
import hmac

from flask import current_app

from forum.lib import ids

MOST = 2 * ids.PUBLIC_ID_LENGTH


def secret_for(purpose: str, public_id: str, length: int) -> str:
    """The secret of the link with this public id: `length` signs, each good for 4.8 bits."""
    keyed = _keyed(purpose, public_id)
    return (ids.public_id_from(keyed) + ids.public_id_from(keyed[16:]))[:length]


def digest_of(purpose: str, secret: str) -> str:
    """What is stored of a secret. With the key of the site, since a short one could be tried out by who has the table."""
    return _keyed(f"{purpose}-stored", secret).hex()


def find_secret(purpose: str, public_id: str, length: int, stored: str) -> str | None:
    """The secret of a link, to show it again; None when the key of the site has changed since."""
    secret = secret_for(purpose, public_id, length)
    return secret if hmac.compare_digest(digest_of(purpose, secret), stored) else None


def _keyed(purpose: str, text: str) -> bytes:
    key: str = current_app.config["SECRET_KEY"]
    return hmac.new(
        key.encode(), f"{purpose}:{text}".encode("utf-8", "surrogatepass"), hashlib.sha256
    ).digest()
