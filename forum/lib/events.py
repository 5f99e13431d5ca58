"""A list of who wants to know what: rooms publish, `forum/wiring.py` subscribes.

Subscribers run at once and in the transaction of the publisher, so that work for later is recorded
together with its cause.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")

_subscribers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event_type: type[E], handler: Callable[[E], None]) -> None:
    """Call `handler` with each published event of exactly `event_type`. Twice is once."""
    if handler not in _subscribers[event_type]:
        _subscribers[event_type].append(handler)


def publish(event: object) -> None:
    """Hand `event` to its subscribers, in the order in which they subscribed."""
    for handler in _subscribers[type(event)]:
        handler(event)
