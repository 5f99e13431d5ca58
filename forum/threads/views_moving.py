"""Move an item: choose a place, see what becomes visible to whom, confirm."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, require
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.core.item import Item
from forum.threads import moving, pages, presenting
from forum.threads.blueprint import bp
from forum.threads.move_effects import effects_of
from forum.threads.queries import get_item


@bp.route("/items/<public_id>/verplaatsen", methods=["GET", "POST"])
@signed_in
def move_item(public_id: str) -> ResponseReturnValue:
    """GET chooses (`naar` names the place: then it shows the effects), POST confirms those effects."""
    reader = current_reader()
    item = get_item(Item, public_id, reader)
    require(reader, Action.ITEM_MOVE, item)
    crumbs = pages.crumbs(item, _("Verplaatsen"))
    wanted = (request.form if request.method == "POST" else request.args).get("naar", "")
    if not wanted:
        targets = moving.list_targets(reader, item)
        page = render_template("threads/move.html", item=item, targets=targets, crumbs=crumbs)
        return page, (422 if request.method == "POST" else 200)
    target = moving.get_target(wanted, reader, item)
    changed_meanwhile = False
    if request.method == "POST":
        if moving.move(reader, item, target, request.form.get("feiten", "")):
            flash(_("“%(title)s” is verplaatst.", title=item.title), "success")
            return redirect(presenting.page_url(item), 303)
        changed_meanwhile = True
    page = render_template(
        "threads/move_confirm.html",
        item=item,
        target=target,
        effects=effects_of(reader, item, target.group, target.audience),
        changed_meanwhile=changed_meanwhile,
        back=presenting.page_url(item),
        crumbs=crumbs,
    )
    return page, (409 if changed_meanwhile else 200)
