"""Undo a deletion, and the list of what can still be undone."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.threads import presenting, removal
from forum.threads.blueprint import bp
from forum.threads.views_replies import address_of


@bp.get("/verwijderd", endpoint="removed")
@signed_in
def list_removed() -> ResponseReturnValue:
    """What this reader deleted in the last thirty days."""
    lines = [(removed, _undo_url(removed)) for removed in removal.list_removed(current_reader())]
    return render_template("threads/removed.html", lines=lines, days=removal.UNDO_WITHIN.days)


def _undo_url(removed: removal.Removed) -> str:
    endpoint = "threads.undo_delete_reply" if removed.reply else "threads.undo_delete_item"
    return url_for(endpoint, public_id=removed.public_id)


@bp.post("/items/<public_id>/terughalen")
@signed_in
def undo_delete_item(public_id: str) -> ResponseReturnValue:
    """Bring an item back."""
    item = removal.undo_item(current_reader(), public_id)
    flash(_("“%(title)s” staat er weer.", title=item.title), "success")
    return redirect(presenting.page_url(item), 303)


@bp.post("/reacties/<public_id>/terughalen")
@signed_in
def undo_delete_reply(public_id: str) -> ResponseReturnValue:
    """Bring a reply back."""
    reply, item = removal.undo_reply(current_reader(), public_id)
    flash(_("De reactie staat er weer."), "success")
    return redirect(address_of(item, reply), 303)
