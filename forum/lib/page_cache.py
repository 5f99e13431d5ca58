"""Pages for visitors, kept in memory until somebody writes something or the time in them is over.

Why that is never wrong: docs/decisions/0013-pages-for-visitors.md. Only views that say `@shared` take part, and only for a
request that brings nothing of a person along: no cookie but the language, no Authorization. A page is kept under its whole
address, with the mark of the content (content_version) that was read before anything else was.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, current_app, g, request, session
from flask.wrappers import Response

from forum.lib import clock, compression, content_version, freshness, i18n

F = TypeVar("F", bound=Callable[..., Any])
Key = tuple[str, str, bytes, str]

LONGEST = timedelta(seconds=60)
ROOM = 8 * 1024 * 1024  # bytes of HTML in one process
LONGEST_ADDRESS = 300
EXTENSION = "kennisplein-pages"
_MARK = "__shared_page__"


@dataclass(frozen=True)
class Kept:
    """A page as it was made, for as long as the content has this version and until this moment."""

    body: bytes
    packed: bytes
    version: str
    until: datetime

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.body) + len(self.packed)


class PageCache:
    """The pages of this process; those that were asked for longest ago go first."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._size = 0
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Key, version: str) -> Kept | None:
        """The page under `key` when it is of this version and its time is not over."""
        with self._lock:
            kept = self._pages.get(key)
            if kept is None:
                return None
            if kept.version != version or clock.now() >= kept.until:
                self._forget(key)
                return None
            self._pages.move_to_end(key)
            return kept

    def keep(self, key: Key, kept: Kept) -> None:
        """Keep a page, and make room for it."""
        with self._lock:
            self._forget(key)
            self._pages[key] = kept
            self._size += kept.size
            while self._size > self._room:
                self._forget(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self._size = 0

    @property
    def size(self) -> int:
        """Bytes of HTML that are kept now."""
        return self._size

    def _forget(self, key: Key) -> None:
        gone = self._pages.pop(key, None)
        self._size -= gone.size if gone else 0


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
    cache = app.extensions[EXTENSION] = PageCache()

    @app.before_request
    def _answer() -> Response | None:
        key = _key()
        version = content_version.current() if key else None
        if key is None or version is None:
            return None
        if kept := cache.find(key, version):
            return _answer_with(kept)
        g.page_to_keep = (key, version)
        return None

    @app.after_request
    def _keep(response: Response) -> Response:
        place: tuple[Key, str] | None = g.pop("page_to_keep", None)
        if place and _may_be_kept(response):
            until = freshness.limit(clock.now() + LONGEST)
            body = response.get_data()
            cache.keep(place[0], Kept(body, compression.packed(body), place[1], until))
        return response


def _answer_with(kept: Kept) -> Response:
    if not compression.accepted():
        return Response(kept.body, mimetype="text/html")
    response = Response(kept.packed, mimetype="text/html")
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
