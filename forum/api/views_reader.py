"""Who asks the API: the person behind the token, and nobody else. A session cookie means nothing here."""

from flask import Response, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from forum.access import reader_for
from forum.accounts import jobs as accounts_jobs
from forum.accounts import tokens
from forum.accounts.session import needs_proof
from forum.api.blueprint import VERSION, VERSION_HEADER, bp
from forum.core.user import User
from forum.lib import clock, i18n
from forum.work import queue


@bp.before_request
def _who_asks() -> None:
    user = _user()
    # A token is no second proof: with it an administrator is a member.
    g.reader = reader_for(user, proven=user is None or not needs_proof(user))
    i18n.speak(user.locale if user else "nl")


def _user() -> User | None:
    """The person behind the token; None without one.

    Raises:
        Unauthorized: something came that is not a token of ours (any more).
    """
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _space, token = header.strip().partition(" ")
    row = tokens.find(token.strip()) if scheme.lower() == "bearer" else None
    if row is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"error": "invalid_token"}))
    if row.last_used_on != clock.now().date():
        queue.later(accounts_jobs.TOKEN_USED, token_id=row.id)
    return row.user


@bp.after_request
def _version(response: Response) -> Response:
    response.headers[VERSION_HEADER] = VERSION
    response.vary.add("Authorization")
    return response
