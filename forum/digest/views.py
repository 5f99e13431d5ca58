"""Stop the digest from the mail, without signing in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.access.routes import everyone
from forum.core.user import DigestFrequency
from forum.digest import service
from forum.lib.csrf import csrf
from forum.lib.errors import NotFound

bp = Blueprint("digest", __name__)


@bp.get("/weekbericht/stoppen/<token>")
@everyone
def unsubscribe(token: str) -> ResponseReturnValue:
    """Show what the button will do; a mail scanner that opens links changes nothing."""
    user = service.user_of(token)
    if user is None:
        raise NotFound
    stopped = user.digest_frequency == DigestFrequency.NEVER
    return render_template("digest/unsubscribe.html", token=token, stopped=stopped)


@bp.post("/weekbericht/stoppen/<token>")
@csrf.exempt
@everyone
def stop(token: str) -> ResponseReturnValue:
    """Stop it. Mail programs POST here too, without cookie or form token (RFC 8058), so this answers 200."""
    user = service.user_of(token)
    if user is None:
        raise NotFound
    service.set_frequency(user, DigestFrequency.NEVER)
    return render_template("digest/unsubscribe.html", token=token, stopped=True)


@bp.post("/weekbericht/toch-wel/<token>")
@csrf.exempt
@everyone
def resume(token: str) -> ResponseReturnValue:
    """Undo the stopping."""
    user = service.user_of(token)
    if user is None:
        raise NotFound
    service.set_frequency(user, DigestFrequency.WEEKLY)
    return render_template("digest/unsubscribe.html", token=token, stopped=False, resumed=True)
