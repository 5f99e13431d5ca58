"""Error pages. Who is not signed in gets one and the same page for everything that is not there."""

import logging

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from forum.access.current import current_reader
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.lib.http import local_path

log = logging.getLogger(__name__)
Answer = tuple[str, int]
# What somebody typed and must not lose when their session has ended.
LONGEST_KEPT = 100_000


def install(app: Flask) -> None:
    """Let `app` answer errors with our pages; the API answers for itself in its own blueprint."""
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(404, _not_found)
    app.register_error_handler(405, _not_found)
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(403, _forbidden)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(400, _bad_request)
    app.register_error_handler(Invalid, _invalid)
    app.register_error_handler(413, _too_large)
    app.register_error_handler(429, _too_many)
    app.register_error_handler(500, _crash)


def _typed() -> list[str]:
    """The longer texts of the request, so that the page can give them back."""
    if request.method != "POST":
        return []
    texts = [value for name, value in request.form.items() if name != "csrf_token" and len(value) > 20]
    return [text[:LONGEST_KEPT] for text in texts]


def _not_found(_error: Exception) -> Answer:
    if current_reader().signed_in:
        return render_template("errors/404.html", visitor=False, typed=[], next_url="/"), 404
    return _sign_in_or_nothing()


def _sign_in_or_nothing() -> Answer:
    path = request.full_path.rstrip("?") if request.method == "GET" else _referring_path()
    next_url = local_path(path)
    return render_template("errors/404.html", visitor=True, typed=_typed(), next_url=next_url), 404


def _referring_path() -> str:
    referrer = request.referrer or "/"
    return referrer.removeprefix(request.host_url.rstrip("/")) if referrer.startswith(request.host_url) else "/"


def _forbidden(_error: Exception) -> Answer:
    if not current_reader().signed_in:
        return _sign_in_or_nothing()
    return render_template("errors/403.html"), 403


def _expired(_error: Exception) -> Answer:
    if not current_reader().signed_in:
        return _sign_in_or_nothing()
    return render_template("errors/expired.html", typed=_typed()), 400


def _bad_request(error: Exception) -> Answer:
    return render_template("errors/400.html", message=None), 400


def _invalid(error: Invalid) -> Answer:
    return render_template("errors/400.html", message=error.message), 422


def _too_large(_error: Exception) -> Answer:
    return render_template("errors/413.html"), 413


def _too_many(_error: Exception) -> Answer:
    return render_template("errors/429.html"), 429


def _crash(error: Exception) -> Answer:
    if isinstance(error, HTTPException) and error.original_exception is not None:  # type: ignore[attr-defined]
        log.error("a request to %s failed", request.endpoint)
    return render_template("errors/500.html"), 500
