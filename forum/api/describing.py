"""What the description says of a route beside its shapes: a name, and how it can fail."""

from collections.abc import Callable
from typing import Any, TypeVar

from forum.api import once
from forum.api.blueprint import bp
from forum.api.problems import MEDIA_TYPE
from forum.api.schemas import Problem

F = TypeVar("F", bound=Callable[..., Any])
_KEY = {
    "in": "header",
    "name": once.HEADER,
    "required": False,
    "description": "Any text of yours. The same request with the same key makes nothing new for a day.",
    "schema": {"type": "string", "minLength": 1, "maxLength": once.LONGEST_KEY, "pattern": once.PATTERN},
}


def operation(*statuses: int, tag: str, repeatable: bool = False) -> Callable[[F], F]:
    """Name a view for programs, and describe the problems that it answers with, beside those that all have.

    `repeatable`: it takes an `Idempotency-Key`.
    """

    def describe(view: F) -> F:
        first, *others = view.__name__.split("_")
        name = first + "".join(word.capitalize() for word in others)
        described = bp.doc(operationId=name, tags=[tag])(view)
        if repeatable:
            described = bp.doc(parameters=[_KEY])(described)
        # 404 everywhere: an address that holds a NUL is nowhere.
        for status in sorted({400, 401, 404, 406, *statuses, 429, 500}):
            described = bp.alt_response(status, schema=Problem, content_type=MEDIA_TYPE)(described)
        return described

    return describe
