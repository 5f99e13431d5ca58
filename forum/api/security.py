"""/.well-known/security.txt (RFC 9116): where to tell of a hole in the site."""

from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, Response, current_app

from forum.access.routes import everyone
from forum.config import Config
from forum.lib import clock

PATH = "/.well-known/security.txt"
# The RFC wants less than a year. It moves along with the days for as long as somebody keeps the site up.
VALID_FOR = timedelta(days=180)
bp = Blueprint("security", __name__)


@bp.get(PATH)
@everyone
def security_txt() -> Response:
    """Whom to write to."""
    config: Config = current_app.config["KENNISPLEIN"]
    return Response(text(config.base_url, config.security_contact, clock.now()), mimetype="text/plain")


def text(base_url: str, contact: str, now: datetime) -> str:
    """The file for the site at `base_url`; `contact` is an address with mailto:, https: or tel:."""
    expires = datetime.combine((now + VALID_FOR).date(), time.min, UTC)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {base_url}{PATH}",
    ]
    return "\r\n".join(lines) + "\r\n"
