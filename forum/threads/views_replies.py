"""Replies: post, edit, delete, "nuttig"."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, Reader, require
from forum.access.audience import describe_item
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.core.item import Item, Reply, State
from forum.lib.errors import NotFound
from forum.lib.limits import limiter
from forum.threads import compose, files, pages, presenting, quoting, replies
from forum.threads.blueprint import bp
from forum.threads.forms import EditReplyForm, ReplyForm
from forum.threads.queries import get_item, get_reply, place_of


@bp.route("/items/<item_public_id>/reacties", methods=["GET", "POST"])
@signed_in
@limiter.limit("30/minute", methods=["POST"])
def post_reply(item_public_id: str) -> ResponseReturnValue:
    """Post a reply. What cannot be posted yet comes back on a page of its own, with all that was typed."""
    draft = compose.begin(ReplyForm())
    reader = draft.reader
    item = get_item(Item, item_public_id, reader)
    require(reader, Action.ITEM_TAKE_PART, item)
    draft.line = describe_item(item)
    compose.reply_to(draft, item)
    if request.method == "GET" and (quoted := request.args.get("citeer")):
        draft.saved = None  # a reply of its own; what was kept of another one stays where it is
        draft.form.body.data = quote_of(reader, item, quoted)

    def save() -> str:
        public_id = draft.form.public_id_for(reader.user_id)
        reply = replies.post_reply(reader, item, draft.form.body.data, draft.files.ids, public_id)
        return address_of(item, reply)

    crumbs = pages.crumbs(item, _("Reageren"))
    return compose.answer(draft, "threads/reply.html", save, item=item, crumbs=crumbs)


@bp.route("/reacties/<public_id>/bewerken", methods=["GET", "POST"])
@signed_in
def edit_reply(public_id: str) -> ResponseReturnValue:
    """Write a reply again."""
    draft = compose.begin(EditReplyForm())
    reader = draft.reader
    reply, item = get_reply(public_id, reader)
    require(reader, Action.REPLY_EDIT, reply)
    draft.line = describe_item(item)
    compose.rewrite(draft, item, reply)
    if request.method == "GET":
        draft.form.body.data = reply.body_source

    def save() -> str:
        detached = request.form.getlist("detach")
        replies.edit_reply(reader, reply, draft.form.body.data, draft.files.ids, detached)
        return address_of(item, reply)

    return compose.answer(
        draft,
        "threads/edit_reply.html",
        save,
        item=item,
        reply=reply,
        attached=presenting.attachments(files.of_reply(reply)),
        detached=draft.listed("detach"),
        crumbs=pages.crumbs(item, _("Reactie aanpassen")),
    )


@bp.route("/reacties/<public_id>/verwijderen", methods=["GET", "POST"])
@signed_in
def delete_reply(public_id: str) -> ResponseReturnValue:
    """Ask whether it is sure; delete."""
    reader = current_reader()
    reply, item = get_reply(public_id, reader)
    require(reader, Action.REPLY_DELETE, reply)
    if request.method == "POST":
        replies.delete_reply(reader, reply)
        undo_url = url_for("threads.undo_delete_reply", public_id=public_id)
        flash(_("De reactie is verwijderd."), f"undo:{undo_url}")
        return redirect(presenting.page_url(item, anchor="reacties"), 303)
    crumbs = pages.crumbs(item, _("Reactie verwijderen"))
    return render_template(
        "threads/delete_reply.html", item=item, reply=reply, crumbs=crumbs, back=address_of(item, reply)
    )


@bp.post("/reacties/<public_id>/nuttig")
@signed_in
def react(public_id: str) -> ResponseReturnValue:
    """Say that a reply is useful, or take that back."""
    reader = current_reader()
    reply, item = get_reply(public_id, reader)
    replies.toggle_useful(reader, reply)
    return redirect(address_of(item, reply), 303)


@bp.get("/reacties/<public_id>")
@everyone
def reply_page(public_id: str) -> ResponseReturnValue:
    """A lasting address of a reply: sends to the page of its item where it stands."""
    reply, item = get_reply(public_id, current_reader())
    return redirect(address_of(item, reply), 302)


def quote_of(reader: Reader, item: Item, public_id: str) -> str:
    """The reply with this public id as a quote, for a new reply on `item`, which came through the door.

    Raises:
        NotFound: there is no such reply on this item, or `reader` may not read it (T16).
    """
    reply, parent = get_reply(public_id, reader)
    if parent.id != item.id or reply.state != State.PUBLISHED:
        raise NotFound
    address = url_for("threads.reply_page", public_id=reply.public_id)
    return quoting.quote(reply.author.name, address, reply.body_source)


def address_of(item: Item, reply: Reply) -> str:
    """Where `reply` stands for the present reader: page and anchor."""
    place = place_of(current_reader(), reply)
    return presenting.page_url(item, place.page_number, f"reactie-{place.public_id}")
