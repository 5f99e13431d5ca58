"""The secret of a short link: made from its row and the key of the site, never stored."""

import hashlib
import hmac

from flask import current_app

from forum.groups.models import InviteLink
from forum.lib import ids

# 10 of 28 signs are 48 bits: short enough to type from a poster; guessing is limited by the web server's limits.
LENGTH = 10


def secret_for(public_id: str) -> str:
    """The secret of the link with this public id."""
    return ids.public_id_from(_keyed("invite-link", public_id))[:LENGTH]


def digest_of(secret: str) -> str:
    """What is stored of a secret. With the key of the site, since 48 bits alone could be tried out by who has the table."""
    return _keyed("invite-link-stored", secret).hex()


def find_secret(link: InviteLink) -> str | None:
    """The secret of `link`, to show it again; None when the key of the site has changed since."""
    secret = secret_for(link.public_id)
    return secret if hmac.compare_digest(digest_of(secret), link.secret_digest) else None


def _keyed(purpose: str, text: str) -> bytes:
    key: str = current_app.config["SECRET_KEY"]
    return hmac.new(
        key.encode(), f"{purpose}:{text}".encode("utf-8", "surrogatepass"), hashlib.sha256
    ).digest()
