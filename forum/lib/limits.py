"""How often a client may do something. Rooms name their limits with `limiter.limit`."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from forum.config import Config

limiter = Limiter(key_func=get_remote_address, headers_enabled=False)


def install(app: Flask, config: Config) -> None:
    """Count in memory for one process, in Redis when there is one. Off in tests unless asked for."""
    app.config.update(
        RATELIMIT_STORAGE_URI=config.redis_url or "memory://",
        RATELIMIT_ENABLED=config.environment != "test",
    )
    limiter.init_app(app)
