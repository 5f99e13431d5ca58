"""Older versions of items and replies."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access.current import current_reader
from forum.access.routes import everyone
from forum.core.item import Item
from forum.threads import pages, presenting, revisions
from forum.threads.blueprint import bp
from forum.threads.queries import get_item, get_reply


@bp.get("/items/<public_id>/versies", endpoint="revisions")
@everyone
def item_revisions(public_id: str) -> ResponseReturnValue:
    """The texts that an item had before, for who may read the item."""
    reader = current_reader()
    item = get_item(Item, public_id, reader)
    return _versions(item, revisions.of_item(reader, item), presenting.page_url(item))


@bp.get("/reacties/<public_id>/versies")
@everyone
def reply_revisions(public_id: str) -> ResponseReturnValue:
    """The texts that a reply had before, for who may read the reply."""
    reader = current_reader()
    reply, item = get_reply(public_id, reader)
    back = presenting.page_url(item, anchor="reacties")
    return _versions(item, revisions.of_reply(reader, reply), back)


def _versions(item: Item, versions: list[revisions.Version], back: str) -> str:
    crumbs = pages.crumbs(item, _("Versies"))
    return render_template("threads/revisions.html", item=item, versions=versions, back=back, crumbs=crumbs)
