"""While somebody types in the search box: for the script beside it, as JSON."""

from dataclasses import asdict

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from forum.access.current import current_reader
from forum.access.routes import everyone
from forum.lib.limits import SEARCHING, limiter
from forum.search.blueprint import bp
from forum.search.suggestions import suggestions


@bp.get("/zoeken/suggesties")
@limiter.limit(SEARCHING)
@everyone
def suggest() -> ResponseReturnValue:
    """At most eight things that this reader may read and that are called as `?q=` begins."""
    found = suggestions(current_reader(), request.args.get("q", ""))
    return jsonify({"found": [asdict(one) for one in found]})
