"""How often a client may do something. Rooms name their limits with `limiter.limit`."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, headers_enabled=False)


def install(app: Flask, redis_url: str | None, *, enabled: bool) -> None:
    """Count in memory for one process, in Redis when there is one. Off in tests unless asked for."""
    app.config.update(RATELIMIT_STORAGE_URI=redis_url or "memory://", RATELIMIT_ENABLED=enabled)
    limiter.init_app(app)
