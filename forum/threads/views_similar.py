"""While a title is being typed: what is there already."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forum.access import find_visible
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.core.item import Item
from forum.lib.limits import limiter
from forum.search.similar import similar
from forum.threads import presenting
from forum.threads.blueprint import bp


@bp.get("/schrijven/bestaat-al")
@signed_in
@limiter.limit("120/minute")
def similar_items() -> ResponseReturnValue:
    """A piece of HTML for the script at the title: links to things that this reader may read, or nothing.

    Without the script the page with a preview shows the same.
    """
    reader = current_reader()
    but = find_visible(Item, request.args.get("zonder", ""), reader)
    rows = presenting.short_lines(similar(reader, request.args.get("titel", ""), but))
    return render_template("threads/_similar.html", similar=rows)
