"""The secret of a short link into a group."""

from forum.groups.models import InviteLink
from forum.lib import link_secrets

PURPOSE = "invite-link"
# 10 of 28 signs are 48 bits: short enough to type from a poster; guessing is limited by the web server's limits.
LENGTH = 10


def secret_for(public_id: str) -> str:
    """The secret of the link with this public id."""
    return link_secrets.secret_for(PURPOSE, public_id, LENGTH)


def digest_of(secret: str) -> str:
    """What is stored of a secret."""
    return link_secrets.digest_of(PURPOSE, secret)


def find_secret(link: InviteLink) -> str | None:
    """The secret of `link`, to show it again; None when the key of the site has changed since."""
    return link_secrets.find_secret(PURPOSE, link.public_id, LENGTH, link.secret_digest)
