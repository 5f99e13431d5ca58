"""Throw away bytes that nothing uses any more: an upload that was never posted, an old group picture."""

import logging
from collections.abc import Callable
from datetime import timedelta

from forum.lib import clock
from forum.storage.current import the_storage

log = logging.getLogger(__name__)
# A file is kept before its row is written, and a refused form holds one for a day.
SPARED = timedelta(days=2)
# Once an hour is often enough; the schedule calls every minute.
MINUTE = 17

_uses: list[Callable[[str], bool]] = []


def register_use(is_used: Callable[[str], bool]) -> None:
    """Let a room say whether it uses the bytes with a checksum. Wiring connects every room that keeps files."""
    if is_used not in _uses:
        _uses.append(is_used)


def clean_hourly() -> None:
    """What the schedule calls."""
    if clock.now().minute == MINUTE:
        clean()


def clean(spared: timedelta = SPARED) -> int:
    """Delete what no room uses and is older than `spared`; returns how many files.

    Raises:
        RuntimeError: no room said what it uses, so everything would go.
    """
    if not _uses:
        raise RuntimeError("no room said which files it uses")
    storage = the_storage()
    storage.sweep(spared)
    gone = 0
    for sha256 in list(storage.checksums()):
        if not any(is_used(sha256) for is_used in _uses):
            gone += storage.delete(sha256, unless_newer_than=spared)
    if gone:
        log.info("storage: %s unused files deleted", gone)
    return gone
