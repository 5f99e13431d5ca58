"""Pages for visitors, kept in memory until somebody writes something or the time in them is over.

Why that is never wrong: docs/decisions/0013-pages-for-visitors.md. Only views that say `@shared` take part, and only for a
request that brings nothing of a person along: no cookie but the language, no Authorization. A page is kept under its whole
address, with the mark of the content (content_version) that was read before anything else was.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar

from flask import Flask, current_app, g, request, session
from flask.wrappers import Response

from forum.lib import clock, compression, content_version, freshness, i18n
from forum.lib.keeping import Keeping, Kept

F = TypeVar("F", bound=Callable[..., Any])
Key = tuple[str, str, bytes, str]

LONGEST = timedelta(seconds=60)
ROOM = 8 * 1024 * 1024  # bytes of HTML in one process
LONGEST_ADDRESS = 300
EXTENSION = "kennisplein-pages"
_MARK = "__shared_page__"


class Page(NamedTuple):
    """A page as it was made, and the same packed."""

    body: bytes
    packed: bytes


PageCache = Keeping[Key, Page]


def shared(*arguments: str) -> Callable[[F], F]:
    """Declare that a view shows all visitors the same page, by its address and these arguments of the query."""

    def mark(view: F) -> F:
        setattr(view, _MARK, frozenset(arguments))
        return view

    return mark


def is_shared(view: Callable[..., Any]) -> bool:
    """Whether `view` declared that all visitors see the same."""
    return hasattr(view, _MARK)


def install(app: Flask) -> None:
    """Answer visitors from memory where that is allowed, and keep what was made for them."""
    cache = app.extensions[EXTENSION] = PageCache(ROOM)

    @app.before_request
    def _answer() -> Response | None:
        key = _key()
        version = content_version.ask() if key else None
        if key is None or version is None:
            return None
        if kept := cache.find(key, version):
            return _answer_with(kept.value)
        g.page_to_keep = (key, version)
        return None

    @app.after_request
    def _keep(response: Response) -> Response:
        place: tuple[Key, str] | None = g.pop("page_to_keep", None)
        if place and _may_be_kept(response):
            until = freshness.limit(clock.now() + LONGEST)
            body = response.get_data()
            page = Page(body, compression.packed(body))
            cache.keep(place[0], Kept(page, len(page.body) + len(page.packed), place[1], until))
        return response


def _answer_with(page: Page) -> Response:
    if not compression.accepted():
        return Response(page.body, mimetype="text/html")
    response = Response(page.packed, mimetype="text/html")
    response.headers["Content-Encoding"] = "gzip"
    return response


def _key() -> Key | None:
    """Under what the answer to this request is kept; None when it must be made for this request alone."""
    allowed = getattr(current_app.view_functions.get(request.endpoint or ""), _MARK, None)
    if allowed is None or request.method != "GET" or "Authorization" in request.headers:
        return None
    if request.cookies.keys() - {i18n.COOKIE} or request.args.keys() - allowed:
        return None
    if len(request.host_url) + len(request.full_path) > LONGEST_ADDRESS:
        return None
    language = request.cookies.get(i18n.COOKIE, "")
    language = language if language in i18n.LOCALES else ""
    return request.host_url, request.path, request.query_string, language


def _may_be_kept(response: Response) -> bool:
    """A good page that sets no cookie and holds no form token (which would be in the session)."""
    return (
        response.status_code == 200
        and response.mimetype == "text/html"
        and not response.is_streamed
        and "Set-Cookie" not in response.headers
        and not session
        and not session.modified
    )
