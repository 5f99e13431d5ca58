"""Parts of pages that many readers share, kept in memory as pages for visitors are.

Why that is never wrong: docs/decisions/0020-parts-that-readers-share.md. The key must hold all by which readers
differ, and the value nothing of one person: no form token, no id of a draft. Only while reading (GET): within a request
that writes, the mark of the content says nothing yet of what it wrote.
"""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from flask_babel import get_locale
from markupsafe import Markup

from forum.lib import clock, content_version, freshness
from forum.lib.keeping import Keeping, Kept

V = TypeVar("V")

LONGEST = timedelta(hours=1)
ROOM = 8 * 1024 * 1024  # bytes in one process, as far as their makers counted
EXTENSION = "kennisplein-fragments"
_PLACE = "kennisplein.place_of_fragments"


def install(app: Flask) -> None:
    """Give `app` room for them."""
    app.extensions[EXTENSION] = Keeping[Hashable, Any](ROOM)
    app.jinja_env.globals["shared"] = _of_template


def find(key: Hashable) -> Any:
    """What is kept under `key` for readers in this language while nothing was written since; or None."""
    version = content_version.of_request()
    if version is None:
        return None
    kept: Kept[Any] | None = _room().find(_place(key), version)
    if kept is None:
        return None
    freshness.until(kept.until)
    return kept.value


def keep(key: Hashable, value: Any, size: int, until: datetime | None) -> None:
    """Keep what this request made, of so many bytes and right until this moment (None: always)."""
    version = content_version.of_request()
    if version is not None:
        latest = clock.now() + LONGEST
        _room().keep(_place(key), Kept(value, size, version, min(until or latest, latest)))


def remembered(key: Hashable, make: Callable[[], V], size: Callable[[V], int] = lambda _made: 1000) -> V:
    """What `find` gives, else what `make` gives now, which is kept. `size` counts its bytes."""
    found: V | None = find(key)
    if found is not None:
        return found
    made, until = freshness.during(make)
    keep(key, made, size(made), until)
    return made


def for_all(name: str, make: Callable[[], V]) -> V:
    """As `remembered`, for what is the same in every language: the language itself may follow from it."""
    version = content_version.of_request()
    kept: Kept[Any] | None = _room().find(name, version) if version else None
    if kept is not None:
        value: V = kept.value
        return value
    made = make()
    if version:
        _room().keep(name, Kept(made, 1000, version, clock.now() + LONGEST))
    return made


def _room() -> Keeping[Hashable, Any]:
    room: Keeping[Hashable, Any] = current_app.extensions[EXTENSION]
    return room


def _place(key: Hashable) -> Hashable:
    place = request.environ.get(_PLACE)
    if place is None:
        place = request.environ[_PLACE] = request.root_url, str(get_locale())
    return place, key


def html(key: Hashable, make: Callable[[], str]) -> Markup:
    """As `remembered`, for a piece of safe HTML.

    Raises:
        RuntimeError: it holds the token of somebody's forms.
    """
    return remembered(key, lambda: _impersonal(make()), len)


def _of_template(*key: Hashable, caller: Callable[[], Markup]) -> Markup:
    """`{% call shared("name", …) %}` … `{% endcall %}`: as `html`, for a part of a template. All that the part uses
    and that differs between requests or readers is named in the call."""
    return html(("template", *key), caller)


def _impersonal(made: str) -> Markup:
    token = g.get("csrf_token")
    if token and token in made:
        raise RuntimeError("a part that readers share holds the token of one of them")
    return Markup(made)  # noqa: S704 - a template made it
