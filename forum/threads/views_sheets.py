"""A sheet to print about something that everybody may read."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access.current import current_reader
from forum.access.routes import everyone
from forum.core import kinds
from forum.core.item import Item
from forum.lib import links
from forum.lib.errors import NotFound
from forum.threads import sheets
from forum.threads.blueprint import bp
from forum.threads.queries import get_item


@bp.get("/items/<public_id>/blad.pdf")
@everyone
def item_sheet(public_id: str) -> ResponseReturnValue:
    """The sheet of an item: its code leads straight to its page, so only for what everybody may read."""
    item = get_item(Item, public_id, current_reader())
    if not sheets.is_public(item):
        raise NotFound
    return sheets.answer(
        _("Lees mee en praat mee"),
        item.title,
        links.absolute(kinds.of(item).page, public_id=item.public_id),
        size=request.args.get("formaat"),
        joins=False,
    )
