"""Error pages. Who is not signed in gets one and the same page for everything that is not there."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from forum.access.current import current_reader
from forum.api import problems
from forum.api.bodies import BodyErrors
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.lib.http import local_path
from forum.lib.i18n import speak_anyway
from forum.lib.limits import seconds_to_wait
from forum.lib.logs import request_id
from forum.lib.room import cannot_keep
from forum.threads import draft_form

Answer = tuple[str, int]
Page = Callable[[Any], ResponseReturnValue]
# What somebody typed and must not lose when their session has ended.
LONGEST_KEPT = 100_000
_NOT_TYPED = frozenset(("csrf_token", "next", "held", "submission"))


def install(app: Flask) -> None:
    """Let `app` answer errors: with our pages to people, with problem+json to programs (below /api/)."""
    pages: dict[type[Exception] | int, Page] = {
        NotFound: _not_found,
        404: _not_found,
        405: _not_found,
        Forbidden: _forbidden,
        403: _forbidden,
        CSRFError: _expired,
        400: _bad_request,
        Invalid: _invalid,
        BodyErrors: _bad_request,
        413: _too_large,
        429: _too_many,
        500: _crash,
        HTTPException: _as_it_is,
    }
    for cause, page in pages.items():
        app.register_error_handler(cause, _for_a_person_or_a_program(page))


def _for_a_person_or_a_program(page: Page) -> Page:
    def answer(error: Any) -> ResponseReturnValue:
        return problems.answer_to(error) if request.path.startswith("/api/") else page(error)

    return answer


def _as_it_is(error: HTTPException) -> ResponseReturnValue:
    """What the framework answers (where to go, which part of a file), but never with a page of its own."""
    answer = error.get_response()
    if answer.status_code >= 400:
        answer.set_data(render_template("errors/400.html", message=None))
        answer.mimetype = "text/html"
    return answer


def _typed() -> list[str]:
    """The texts of the request, so that the page can give them back: not ids and choices, which are one word."""
    if request.method != "POST":
        return []
    try:
        sent = list(request.form.items(multi=True))
    except HTTPException:  # too large, and only read now that the page gives it back
        return []
    texts = [value for name, value in sent if name not in _NOT_TYPED]
    return [text[:LONGEST_KEPT] for text in texts if len(text) > 20 or len(text.split()) > 1]


def _not_found(_error: Exception) -> Answer:
    if current_reader().signed_in:
        # For who did not prove their role on this browser yet, its pages are not there.
        unproven = current_reader().unproven
        next_url = local_path(request.full_path.rstrip("?")) if request.method == "GET" else "/"
        page = render_template(
            "errors/404.html",
            visitor=False,
            typed=[],
            next_url=next_url,
            unproven=unproven,
            kept_url=_kept_url(),
        )
        return page, 404
    return _sign_in_or_nothing()


def _kept_url() -> str | None:
    """Where somebody finds the text that they just sent, when it could be kept as a draft of theirs."""
    draft = draft_form.park()
    return url_for("threads.continue_draft", public_id=draft.public_id) if draft else None


def _sign_in_or_nothing() -> Answer:
    kept = _kept_url()
    if kept:  # whoever wrote it signs in and goes on there; for anybody else that address does not exist
        return render_template("errors/404.html", visitor=True, typed=[], next_url=kept, kept_url=kept), 404
    path = request.full_path.rstrip("?") if request.method == "GET" else _referring_path()
    next_url = local_path(path)
    return render_template(
        "errors/404.html", visitor=True, typed=_typed(), next_url=next_url, kept_url=None
    ), 404


def _referring_path() -> str:
    referrer = request.referrer or "/"
    return (
        referrer.removeprefix(request.host_url.rstrip("/")) if referrer.startswith(request.host_url) else "/"
    )


def _forbidden(_error: Exception) -> Answer:
    if not current_reader().signed_in:
        return _sign_in_or_nothing()
    unproven = current_reader().unproven
    here = request.full_path.rstrip("?") if request.method == "GET" else _referring_path()
    page = render_template(
        "errors/403.html", unproven=unproven, next_url=local_path(here), kept_url=_kept_url()
    )
    return page, 403


def _expired(_error: Exception) -> Answer:
    if not current_reader().signed_in:
        return _sign_in_or_nothing()
    kept = _kept_url()
    return render_template("errors/expired.html", typed=[] if kept else _typed(), kept_url=kept), 400


def _bad_request(error: Exception) -> Answer:
    return render_template("errors/400.html", message=None), 400


def _invalid(error: Invalid) -> Answer:
    return render_template("errors/400.html", message=error.message), 422


def _too_large(_error: Exception) -> Answer:
    return render_template("errors/413.html"), 413


def _too_many(_error: Exception) -> ResponseReturnValue:
    kept = _kept_url()
    page = render_template("errors/429.html", typed=[] if kept else _typed(), kept_url=kept)
    return page, 429, {"Retry-After": str(seconds_to_wait())}


def _crash(error: Exception) -> Answer:
    speak_anyway()
    # Not render_template: what that adds (who is reading) asks the database, which may be what failed.
    find = current_app.jinja_env.get_template
    if cannot_keep(getattr(error, "original_exception", None)):
        return find("errors/503.html").render(number=request_id(), typed=_typed()), 503
    return find("errors/500.html").render(number=request_id()), 500
