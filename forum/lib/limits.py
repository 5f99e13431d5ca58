"""How often a client may do something. Rooms name their limits with `limiter.limit`."""

import time

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

_SOON = {"socket_connect_timeout": 2, "socket_timeout": 2}
limiter = Limiter(key_func=get_remote_address, headers_enabled=False)


def install(app: Flask, redis_url: str | None, *, enabled: bool) -> None:
    """Count in memory for one process, in Redis when there is one. Off in tests unless asked for."""
    app.config.update(
        RATELIMIT_STORAGE_URI=redis_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS=_SOON if redis_url else {},
        RATELIMIT_ENABLED=enabled,
        # While Redis is away each process counts for itself: the site stays up, and stays limited.
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=bool(redis_url),
    )
    limiter.init_app(app)


def seconds_to_wait() -> int:
    """How long the client of this request, which met a limit, must wait; at least a second."""
    # The limiter rounds its moment up to a whole second already.
    met = limiter.current_limit
    return max(1, int(met.reset_at - time.time())) if met else 1
