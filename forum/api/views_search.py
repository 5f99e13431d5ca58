"""Search, and the description of the API. The docstrings of views are in the description too."""

from typing import Any

from flask import Response, current_app, json

from forum.access.current import current_reader
from forum.access.routes import everyone
from forum.api import presenting, queries
from forum.api.blueprint import bp
from forum.api.describing import operation
from forum.api.openapi import description_of
from forum.api.paging import listed
from forum.api.schemas_items import SearchAnswer, SearchQuery
from forum.lib.pages import Page
from forum.search import service as search_service
from forum.search.narrowing import Narrowing


@bp.get("/search")
@everyone
@bp.arguments(SearchQuery, location="query")
@bp.response(200, SearchAnswer)
@operation(404, tag="reading")
def search(wanted: dict[str, Any]) -> Any:
    """Search everything you may read.

    Items, replies, the text of documents, groups and people, the best first; 20 on a page. `total` counts
    what you may read, and nothing else.
    """
    reader = current_reader()
    group = queries.get_group(wanted["group"], reader) if "group" in wanted else None
    found = search_service.search(
        reader, wanted["q"], narrowing=Narrowing(kind=wanted.get("kind"), group=group), page=wanted["page"]
    )
    page = Page(found.items, wanted["page"], found.total)
    return listed(page, [presenting.hit(result) for result in found.items])


@bp.get("/openapi.json")
@everyone
@bp.response(200, description="This description, in OpenAPI 3.1.")
@operation(tag="reading")
def openapi() -> Response:
    """Read this description."""
    return Response(json.dumps(description_of(current_app)), mimetype="application/json")
