"""The blueprint of the API. Its routes are in the modules `views_…`."""

from flask_smorest import Blueprint

from forum.lib.limits import limiter

PREFIX = "/api/v1"
VERSION = "1.0.0"
VERSION_HEADER = "API-Version"

bp = Blueprint(
    "api", __name__, url_prefix=PREFIX, description="Read what the person behind the token may read."
)
# A search costs some 10 ms: room for a program that works through a list, not for one that empties the site.
limiter.shared_limit("600/minute", scope="api")(bp)
