"""Replies: read, write, change, delete."""

from typing import Any

from forum.access import Reader
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.api import presenting, queries, writing
from forum.api.blueprint import bp
from forum.api.bodies import takes
from forum.api.describing import operation
from forum.api.once import once
from forum.api.paging import listed
from forum.api.schemas import SizedPageQuery
from forum.api.schemas_items import Reply, ReplyList
from forum.api.schemas_writing import NewReply, ReplyChange
from forum.threads import files, replies
from forum.threads.queries import get_reply as reply_and_item


def _shown(reader: Reader, public_id: str) -> dict[str, Any]:
    row, item = reply_and_item(public_id, reader)
    return presenting.reply(reader, row, item, files.of_reply(row))


@bp.get("/items/<public_id>/replies")
@everyone
@bp.arguments(SizedPageQuery, location="query")
@bp.response(200, ReplyList)
@operation(404, tag="reading")
def list_replies(wanted: dict[str, Any], public_id: str) -> Any:
    """Read the replies on an item, the oldest first."""
    reader = current_reader()
    item = queries.get_item(public_id, reader)
    page = queries.list_replies(reader, item, wanted["page"], wanted["per_page"])
    attached = queries.files_on(reader, page.items)
    return listed(page, [presenting.reply(reader, row, item, attached[row.id]) for row in page.items])


@bp.get("/replies/<public_id>")
@everyone
@bp.response(200, Reply)
@operation(404, tag="reading")
def get_reply(public_id: str) -> Any:
    """Read one reply."""
    return _shown(current_reader(), public_id)


@bp.post("/items/<public_id>/replies")
@signed_in
@takes(NewReply)
@bp.response(201, Reply)
@operation(403, 404, 413, 415, 422, tag="writing", repeatable=True)
def post_reply(wanted: dict[str, Any], public_id: str) -> Any:
    """Reply to an item. You follow it from then on."""
    reader = current_reader()
    item = queries.get_item(public_id, reader)
    made = once(reader, wanted, lambda: writing.reply(reader, item, wanted))
    return _shown(reader, made), {"Location": presenting.whole_address(f"{bp.url_prefix}/replies/{made}")}


@bp.patch("/replies/<public_id>")
@signed_in
@takes(ReplyChange)
@bp.response(200, Reply)
@operation(403, 404, 413, 415, 422, tag="writing")
def change_reply(wanted: dict[str, Any], public_id: str) -> Any:
    """Change a reply of your own. The text as it was is kept."""
    reader = current_reader()
    writing.change_reply(reader, reply_and_item(public_id, reader)[0], wanted)
    return _shown(reader, public_id)


@bp.delete("/replies/<public_id>")
@signed_in
@bp.response(204)
@operation(403, 404, tag="writing")
def delete_reply(public_id: str) -> Any:
    """Delete a reply of your own, or one in a group that you manage."""
    reader = current_reader()
    replies.delete_reply(reader, reply_and_item(public_id, reader)[0])
