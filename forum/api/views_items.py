"""Items: read, write, change, delete."""

from typing import Any

from forum.access import Reader
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.api import presenting, queries, writing
from forum.api.blueprint import bp
from forum.api.bodies import takes, takes_one_of
from forum.api.describing import operation
from forum.api.once import once
from forum.api.paging import listed
from forum.api.schemas_items import Item, ItemList, ItemsQuery
from forum.api.schemas_writing import ItemChange
from forum.threads import files, themes
from forum.threads.lines import list_lines
from forum.threads.theme_lists import get_theme
from forum.threads.writing import delete


def shown(reader: Reader, public_id: str) -> dict[str, Any]:
    """The item with this id as the API shows it. Raises NotFound."""
    found = queries.get_item(public_id, reader)
    return presenting.whole_item(reader, found, themes.names_of(found), files.of_item(found))


def made(reader: Reader, public_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """The answer to a request that made this item."""
    item = shown(reader, public_id)
    return item, 201, {"Location": presenting.whole_address(f"{bp.url_prefix}/items/{public_id}")}


@bp.get("/items")
@everyone
@bp.arguments(ItemsQuery, location="query")
@bp.response(200, ItemList)
@operation(404, tag="reading")
def list_items(wanted: dict[str, Any]) -> Any:
    """List the items you may read, those published last first."""
    reader = current_reader()
    group = queries.get_group(wanted["group"], reader) if "group" in wanted else None
    theme = get_theme(reader, wanted["theme"])[0] if "theme" in wanted else None
    author = queries.get_person(wanted["author"], reader) if "author" in wanted else None
    page = list_lines(
        reader,
        group_id=group.id if group else None,
        theme_id=theme.id if theme else None,
        author_id=author.id if author else None,
        kinds=[wanted["kind"]] if "kind" in wanted else None,
        since=wanted.get("since"),
        order="new",
        page=wanted["page"],
        per_page=wanted["per_page"],
    )
    return listed(page, [presenting.line(reader, row) for row in page.items])


@bp.get("/items/<public_id>")
@everyone
@bp.response(200, Item)
@operation(404, tag="reading")
def get_item(public_id: str) -> Any:
    """Read one item.

    The fields of a file are null for everything but documents, `statement` and `poll` for everything else.
    """
    return shown(current_reader(), public_id)


@bp.post("/items")
@signed_in
@takes_one_of("NewItem", "kind", writing.SCHEMAS)
@bp.response(201, Item)
@operation(403, 404, 413, 415, 422, tag="writing", repeatable=True)
def post_item(wanted: dict[str, Any]) -> Any:
    """Publish a discussion, a statement or a poll. A document is a file: `POST /documents`."""
    reader = current_reader()
    return made(reader, once(reader, wanted, lambda: writing.publish(reader, wanted)))


@bp.patch("/items/<public_id>")
@signed_in
@takes(ItemChange)
@bp.response(200, Item)
@operation(403, 404, 413, 415, 422, tag="writing")
def change_item(wanted: dict[str, Any], public_id: str) -> Any:
    """Change an item of your own. The text as it was is kept.

    Once somebody voted, the sentence of a statement and the question and options of a poll stay as they are. The file of
    a document does too.
    """
    reader = current_reader()
    writing.change(reader, queries.get_item(public_id, reader), wanted)
    return shown(reader, public_id)


@bp.delete("/items/<public_id>")
@signed_in
@bp.response(204)
@operation(403, 404, tag="writing")
def delete_item(public_id: str) -> Any:
    """Delete an item of your own, or one in a group that you manage."""
    reader = current_reader()
    delete(reader, queries.get_item(public_id, reader))
