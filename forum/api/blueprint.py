"""The blueprint of the API. Its routes are in the modules `views_…`."""

from flask import request
from flask_smorest import Blueprint

from forum.lib.csrf import csrf
from forum.lib.limits import limiter

PREFIX = "/api/v1"
VERSION = "1.2.0"
VERSION_HEADER = "API-Version"
READING = frozenset(("GET", "HEAD", "OPTIONS"))

bp = Blueprint(
    "api", __name__, url_prefix=PREFIX, description="What the person behind the token may read and write."
)
# A cookie means nothing here (views_reader), so there is nothing to forge with.
csrf.exempt(bp)
# A search costs some 10 ms: room for a program that works through a list, not for one that empties the site.
limiter.shared_limit("600/minute", scope="api")(bp)
limiter.shared_limit("60/minute", scope="api-writing", exempt_when=lambda: request.method in READING)(bp)
