"""The headers of every answer of the API: version, limits, and which sites may read it in a browser."""

import time

from flask import Response, request

from forum.api.blueprint import READING, VERSION, VERSION_HEADER, bp
from forum.lib.limits import limiter

# From any site: what a program without a token reads is public, and with one it says itself who it is. Never with
# credentials: no cookie comes along, and none would mean anything.
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"{VERSION_HEADER}, ETag, Link, Location, RateLimit-Limit, RateLimit-Remaining, "
    "RateLimit-Reset, Retry-After, WWW-Authenticate",
}
_PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-None-Match",
    "Access-Control-Max-Age": "600",
}


@bp.after_app_request
def _headers(response: Response) -> Response:
    if not request.path.startswith("/api/"):
        return response
    headers = response.headers
    headers[VERSION_HEADER] = VERSION
    headers.update(_CORS)
    if request.method == "OPTIONS":
        headers.update(_PREFLIGHT)
        headers["Access-Control-Allow-Methods"] = headers.get("Allow", ", ".join(sorted(READING)))
    for name in ("Authorization", "Accept-Language"):
        response.vary.add(name)
    if (met := min(limiter.current_limits, key=lambda each: each.remaining, default=None)) is not None:
        headers["RateLimit-Limit"] = str(met.limit.amount)
        headers["RateLimit-Remaining"] = str(max(0, met.remaining))
        headers["RateLimit-Reset"] = str(max(0, int(met.reset_at - time.time())))
    return response
