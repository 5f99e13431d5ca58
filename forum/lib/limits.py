"""How often a client may do something.

Everything that writes is limited here, together: WRITING, per signed-in browser, or per address for who has none (many
colleagues share one address). Routes that are dearer, or that somebody could use to guess, have a limit of their own
beside it, with `limiter.limit`; each that searches has SEARCHING. The list is in docs/operations.md.
"""

import time
from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import Flask, request, session
from flask_limiter import ApplicationLimit, Limiter
from flask_limiter.util import get_remote_address

_SOON = {"socket_connect_timeout": 2, "socket_timeout": 2}
WRITING = "240 per minute; 5000 per day"
SEARCHING = "300 per minute"


def network_of(client: str) -> str:
    """What counts as one client: its address. Of IPv6 the first half: the other half is for whoever has it to choose
    (RFC 7421), so a machine could have a new address for each try."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), 64), strict=False))


def _address() -> str:
    return network_of(get_remote_address())


def _browser_or_address() -> str:
    # The cookie is signed: nobody can make up sessions to get more.
    token = session.get("_user_id")
    return f"session:{token}" if token else _address()


def _only_reads() -> bool:
    return request.method in ("GET", "HEAD", "OPTIONS")


limiter = Limiter(
    key_func=_address,
    application_limits=[
        ApplicationLimit(WRITING, key_function=_browser_or_address, exempt_when=_only_reads),
    ],
    headers_enabled=False,
)


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
