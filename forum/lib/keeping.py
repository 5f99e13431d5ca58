"""Things kept in the memory of this process under the mark of the content (content_version), until their time is over."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from forum.lib import clock

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True)
class Kept(Generic[V]):
    """Something as it was made: right while the content has this version, and until this moment. `size` is in bytes."""

    value: V
    size: int
    version: str
    until: datetime


class Keeping(Generic[K, V]):
    """Room for so many bytes; what was asked for longest ago goes first. For all threads of the process."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._size = 0
        self._kept: OrderedDict[K, Kept[V]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: K, version: str) -> Kept[V] | None:
        """What is kept under `key` when it is of this version and its time is not over."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            if kept.version != version or clock.now() >= kept.until:
                self._forget(key)
                return None
            self._kept.move_to_end(key)
            return kept

    def keep(self, key: K, kept: Kept[V]) -> None:
        """Keep something, and make room for it."""
        with self._lock:
            self._forget(key)
            self._kept[key] = kept
            self._size += kept.size
            while self._size > self._room:
                self._forget(next(iter(self._kept)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    @property
    def size(self) -> int:
        """Bytes that are kept now."""
        return self._size

    def _forget(self, key: K) -> None:
        gone = self._kept.pop(key, None)
        self._size -= gone.size if gone else 0
