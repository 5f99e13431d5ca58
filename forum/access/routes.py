"""Who a route is for. A route without a declared audience stops the app from starting."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, request

from forum.access.current import current_reader
from forum.lib.errors import NotFound

F = TypeVar("F", bound=Callable[..., Any])
_MARK = "__route_audience__"


class RouteAudience(StrEnum):
    EVERYONE = "everyone"
    SIGNED_IN = "signed-in"


def open_to(audience: RouteAudience) -> Callable[[F], F]:
    """Declare for whom a view function is. What it shows still goes through the door."""

    def mark(view: F) -> F:
        setattr(view, _MARK, audience)
        return view

    return mark


everyone = open_to(RouteAudience.EVERYONE)
signed_in = open_to(RouteAudience.SIGNED_IN)


def audience_of(view: Callable[..., Any]) -> RouteAudience | None:
    """The declared audience of a view function, or None. Of a class-based view: that of the class."""
    declared = getattr(view, _MARK, None) or getattr(getattr(view, "view_class", None), _MARK, None)
    return declared if isinstance(declared, RouteAudience) else None


def undeclared(app: Flask) -> list[str]:
    """The endpoints that forgot to say for whom they are."""
    return sorted(name for name, view in app.view_functions.items() if audience_of(view) is None)


def install(app: Flask) -> None:
    """Refuse to start with an undeclared route; keep routes to their audience from now on.

    Raises:
        RuntimeError: a route has no audience.
    """
    everyone(app.view_functions["static"])  # built front-end files only; uploads never lie there
    if missing := undeclared(app):
        raise RuntimeError(f"routes without a declared audience: {', '.join(missing)}")

    @app.before_request
    def _keep_to_audience() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if view is None:
            return
        audience = audience_of(view)
        if audience == RouteAudience.EVERYONE:
            return
        reader = current_reader()
        if audience == RouteAudience.SIGNED_IN and reader.signed_in:
            return
        raise NotFound
