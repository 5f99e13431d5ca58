"""How long the page that is being made stays right by itself: "3 minuten geleden" does for a minute."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import g, has_request_context

T = TypeVar("T")

_UNTIL = "fresh_until"


def until(moment: datetime | None) -> None:
    """What was just made is right until `moment`, if nobody writes. None: it stays right."""
    if moment is None or not has_request_context():
        return
    known: datetime | None = g.get(_UNTIL)
    if known is None or moment < known:
        setattr(g, _UNTIL, moment)


def limit(moment: datetime) -> datetime:
    """Until when all that this request made is right; `moment` when nothing was said of earlier."""
    known: datetime | None = g.get(_UNTIL)
    return moment if known is None else min(known, moment)


def during(make: Callable[[], T]) -> tuple[T, datetime | None]:
    """What `make` gives, and until when that is right by itself (None: always). The page around it is right no longer."""
    around: datetime | None = g.pop(_UNTIL, None)
    try:
        made = make()
    finally:
        own: datetime | None = g.get(_UNTIL)
        until(around)
    return made, own
