"""Who asks the API, in which language, and for which form: the person behind the token, and nobody else.

A session cookie means nothing here, so a page of another site can do nothing in anybody's name.
"""

from flask import Response, current_app, g, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, NotAcceptable, Unauthorized
from werkzeug.routing import RequestRedirect

from forum.access import ANONYMOUS, reader_for
from forum.access.routes import RouteAudience, audience_of
from forum.accounts import jobs as accounts_jobs
from forum.accounts import tokens
from forum.accounts.models import ApiToken, Scope
from forum.accounts.session import needs_proof
from forum.api import bodies
from forum.api.blueprint import READING, bp
from forum.api.problems import MEDIA_TYPE
from forum.lib import clock, i18n
from forum.lib.errors import NotFound
from forum.work import queue

# The one address of each file; programs come there with their token.
FILES = frozenset(("library.file", "attachments.file"))


@bp.before_app_request
def _who_asks() -> ResponseReturnValue | None:
    if request.endpoint in FILES:
        if "Authorization" in request.headers:
            _remember(_token())
        return None
    if not request.path.startswith("/api/"):
        return None
    _speak(None)
    if isinstance(request.routing_exception, RequestRedirect):
        raise NotFound  # an address with a slash too many is no address of ours
    if request.blueprint != bp.name:
        return None  # there is no such address
    if request.method == "OPTIONS":
        return current_app.make_default_options_response()
    _remember(_token())
    if request.method not in READING:
        bodies.read_whole_body()
        _remember(_token())  # as it is now that all is here
    _acceptable()
    return None


def _remember(token: ApiToken | None) -> None:
    """This request is by the person behind `token`; nobody without one.

    Raises:
        Unauthorized: this address is for somebody. Forbidden: the token is for reading only.
    """
    # A token is no second proof: with it an administrator is a member.
    g.token, g.reader = (
        token,
        reader_for(token.user, proven=not needs_proof(token.user)) if token else ANONYMOUS,
    )
    if request.blueprint != bp.name:
        return
    _speak(token)
    view = current_app.view_functions[request.endpoint or ""]
    if token is None and audience_of(view) == RouteAudience.SIGNED_IN:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
    if token is not None and request.method not in READING and token.scope != Scope.WRITE:
        raise Forbidden


def _token() -> ApiToken | None:
    """The token that came with this request; None when none did.

    Raises:
        Unauthorized: something came that is not a token of ours (any more).
    """
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _space, secret = header.strip().partition(" ")
    row = tokens.find(secret.strip()) if scheme.lower() == "bearer" else None
    if row is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"error": "invalid_token"}))
    if row.last_used_on != clock.now().date():
        queue.later(accounts_jobs.TOKEN_USED, token_id=row.id)
    return row


def _speak(token: ApiToken | None) -> None:
    tags = [tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality]
    asked = next((tag for tag in tags if tag in i18n.LOCALES), None)
    i18n.speak(asked or (token.user.locale if token else i18n.LOCALES[0]))


def _acceptable() -> None:
    """Raises NotAcceptable when the program takes no JSON."""
    wanted = request.accept_mimetypes
    if wanted and not (wanted["application/json"] or wanted[MEDIA_TYPE]):
        raise NotAcceptable


@bp.after_request
def _for_this_reader(response: Response) -> Response:
    """An ETag of one's own (T41), so that who asks again for the same gets a short answer."""
    if request.method in ("GET", "HEAD") and response.status_code == 200:
        response.set_etag(_etag(response))
        response.make_conditional(request)
    return response


def _etag(response: Response) -> str:
    reader = g.reader.user_id if "reader" in g else None
    return bodies.digest(repr(reader).encode() + response.get_data())
