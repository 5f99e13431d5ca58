"""What can be done with every kind: preview, choose a place, follow, delete, read older versions."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, require
from forum.access.audience import badge
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.core import kinds
from forum.core.item import Audience, Item
from forum.lib import markup
from forum.lib.errors import NotFound
from forum.lib.http import local_path
from forum.lib.limits import limiter
from forum.threads import follows, pages, places, presenting, writing
from forum.threads.blueprint import bp
from forum.threads.cards import with_cards
from forum.threads.forms import PreviewForm
from forum.threads.queries import get_item


@bp.post("/voorbeeld")
@signed_in
@limiter.limit("60/minute")
def preview() -> ResponseReturnValue:
    """How Markdown will look: a piece of HTML for the script. Without it, forms have a button of their own."""
    form = PreviewForm()
    if not form.validate():
        return (
            " ".join(str(message) for message in form.source.errors),
            422,
            {"Content-Type": "text/plain; charset=utf-8"},
        )
    return with_cards(current_reader(), [markup.render(form.source.data or "").html])[0]


@bp.get("/schrijven/<kind>")
@signed_in
def choose_place(kind: str) -> ResponseReturnValue:
    """Where to write something of this kind: outside groups, or in one of one's own groups."""
    found = kinds.find(kind)
    if found is None:
        raise NotFound
    reader = current_reader()
    title = request.args.get("titel") or None
    rows = [
        {
            "name": group.name,
            "url": url_for(found.compose, groep=group.address, titel=title),
            "audience": badge(Audience.GROUP, group),
        }
        for group in places.own_groups(reader)
    ]
    outside = {"url": url_for(found.compose, titel=title), "audience": badge(Audience.PUBLIC, None)}
    return render_template("threads/places.html", kind=found, groups=rows, outside=outside)


@bp.post("/items/<public_id>/volgen")
@signed_in
def follow(public_id: str) -> ResponseReturnValue:
    """Follow the item, or stop following it (`follow` = 0)."""
    reader = current_reader()
    item = get_item(Item, public_id, reader)
    if request.form.get("follow") == "0":
        follows.unfollow(reader, item)
        flash(_("Je volgt dit niet meer."))
    else:
        follows.follow(reader, item)
        flash(_("Je volgt dit."))
    return redirect(local_path(request.form.get("next"), presenting.page_url(item)), 303)


@bp.route("/items/<public_id>/verwijderen", methods=["GET", "POST"])
@signed_in
def delete_item(public_id: str) -> ResponseReturnValue:
    """Ask whether it is sure; delete."""
    reader = current_reader()
    item = get_item(Item, public_id, reader)
    require(reader, Action.ITEM_DELETE, item)
    if request.method == "POST":
        group = item.group
        writing.delete(reader, item)
        undo_url = url_for("threads.undo_delete_item", public_id=public_id)
        flash(_("“%(title)s” is verwijderd.", title=item.title), f"undo:{undo_url}")
        home = url_for("groups.page", address=group.address) if group else url_for("timeline.home")
        return redirect(home, 303)
    crumbs = pages.crumbs(item, _("Verwijderen"))
    return render_template(
        "threads/delete_item.html", item=item, crumbs=crumbs, back=presenting.page_url(item)
    )
