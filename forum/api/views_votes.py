"""Answer a statement or a poll, and take the answer back. Only you see what you chose."""

from typing import Any

from flask_babel import gettext as _

from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.api import queries, writing
from forum.api.blueprint import bp
from forum.api.bodies import BodyErrors, checked, takes_any_of
from forum.api.describing import operation
from forum.api.schemas_items import Item
from forum.api.views_items import shown


@bp.post("/items/<public_id>/votes")
@signed_in
@takes_any_of("NewVote", writing.VOTES.values())
@bp.response(200, Item)
@operation(403, 404, 413, 415, 422, tag="writing")
def post_vote(sent: dict[str, Any], public_id: str) -> Any:
    """Answer a statement (`choice`) or a poll (`option`), or answer anew. Gives the item as you see it then."""
    reader = current_reader()
    item = queries.get_item(public_id, reader)
    schema = writing.VOTES.get(type(item))
    if schema is None:
        raise BodyErrors({"": [_("Hierover kun je niet stemmen.")]})
    writing.vote(reader, item, checked(schema, sent))
    return shown(reader, public_id)


@bp.delete("/items/<public_id>/votes")
@signed_in
@bp.response(204)
@operation(403, 404, 422, tag="writing")
def delete_vote(public_id: str) -> Any:
    """Take your answer back, for as long as the statement or poll is open."""
    reader = current_reader()
    writing.withdraw(reader, queries.get_item(public_id, reader))
