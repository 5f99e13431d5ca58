"""The addresses below /api/v1. The docstrings are in the OpenAPI description too."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, current_app, json

from forum.access.current import current_reader
from forum.access.routes import everyone
from forum.api import (
    presenting,
    problems,
    queries,
    schemas,
    views_reader,  # noqa: F401  who asks
)
from forum.api.blueprint import bp
from forum.api.openapi import description_of
from forum.search import service as search_service
from forum.threads.lines import list_lines

__all__ = ["bp"]
F = TypeVar("F", bound=Callable[..., Any])


def _fails(*statuses: int) -> Callable[[F], F]:
    """Describe the problems that an address answers with, beside those that all have."""

    def describe(view: F) -> F:
        for status in (401, *statuses, 429, 500):
            view = bp.alt_response(status, schema=schemas.Problem, content_type=problems.MEDIA_TYPE)(view)
        return view

    return describe


@bp.get("/search")
@everyone
@bp.arguments(schemas.SearchQuery, location="query")
@bp.response(200, schemas.SearchAnswer)
@_fails(404)
def search(wanted: dict[str, Any]) -> Any:
    """Search everything you may read.

    Items, replies, the text of documents, groups and people, the best first. `total` counts what you may
    read, and nothing else.
    """
    reader = current_reader()
    group = queries.get_group(wanted["group"], reader) if "group" in wanted else None
    found = search_service.search(
        reader, wanted["q"], kind=wanted.get("kind"), group=group, page=wanted["page"]
    )
    return {"total": found.total, "items": [presenting.hit(result) for result in found.items]}


@bp.get("/items")
@everyone
@bp.arguments(schemas.ItemsQuery, location="query")
@bp.response(200, schemas.ItemList)
@_fails(404)
def items(wanted: dict[str, Any]) -> Any:
    """List the items you may read, those published last first."""
    reader = current_reader()
    group = queries.get_group(wanted["group"], reader) if "group" in wanted else None
    page = list_lines(
        reader,
        group_id=group.id if group else None,
        kinds=[wanted["kind"]] if "kind" in wanted else None,
        order="new",
        page=wanted["page"],
    )
    return {"total": page.total, "items": [presenting.line(reader, row) for row in page.items]}


@bp.get("/items/<public_id>")
@everyone
@bp.response(200, schemas.Item)
@_fails(404)
def item(public_id: str) -> Any:
    """Read one item.

    The fields of a file are null for everything but documents.
    """
    reader = current_reader()
    return presenting.whole_item(reader, queries.get_item(public_id, reader))


@bp.get("/items/<public_id>/replies")
@everyone
@bp.arguments(schemas.PageQuery, location="query")
@bp.response(200, schemas.ReplyList)
@_fails(404)
def replies(wanted: dict[str, Any], public_id: str) -> Any:
    """Read the replies on an item, the oldest first."""
    reader = current_reader()
    page = queries.list_replies(reader, queries.get_item(public_id, reader), wanted["page"])
    return {"total": page.total, "items": [presenting.reply(reader, row) for row in page.items]}


@bp.get("/groups")
@everyone
@bp.arguments(schemas.PageQuery, location="query")
@bp.response(200, schemas.GroupList)
@_fails()
def groups(wanted: dict[str, Any]) -> Any:
    """List the groups you may know of, by name."""
    page = queries.list_groups(current_reader(), wanted["page"])
    return {"total": page.total, "items": [presenting.group(row) for row in page.items]}


@bp.get("/openapi.json")
@everyone
@bp.response(200, description="This description, in OpenAPI 3.1.")
@_fails()
def openapi() -> Response:
    """Read this description."""
    response = Response(json.dumps(description_of(current_app)), mimetype="application/json")
    # It is the same for everybody, so programs in a browser may read it from any site.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
