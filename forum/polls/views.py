"""Pages of polls."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, require
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.lib import closing
from forum.lib.errors import Invalid
from forum.lib.http import local_path
from forum.lib.page_cache import shared
from forum.polls import posting, queries, service
from forum.polls.forms import PollForm
from forum.threads import compose, files, pages, presenting, themes

bp = Blueprint("polls", __name__)


@bp.route("/peilingen/nieuw", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    """Write a new poll."""
    form = PollForm()
    draft = compose.begin(form)
    compose.place(draft, kind="poll")

    def save() -> str:
        made = posting.post(draft.reader, form, draft.group, draft.posting)
        return url_for(".page", public_id=made.public_id)

    return compose.answer(draft, "polls/new.html", save)


@bp.get("/peilingen/<public_id>")
@everyone
@shared("pagina")
def page(public_id: str) -> ResponseReturnValue:
    """A poll with its result as this reader may see it, and the replies."""
    reader = current_reader()
    found = queries.get_poll(reader, public_id)
    return pages.item_page("polls/page.html", found, poll=queries.view_of(reader, found))


@bp.route("/peilingen/<public_id>/bewerken", methods=["GET", "POST"])
@signed_in
def edit(public_id: str) -> ResponseReturnValue:
    """Write a poll again."""
    form = PollForm()
    draft = compose.begin(form)
    found = queries.get_poll(draft.reader, public_id)
    require(draft.reader, Action.ITEM_EDIT, found)
    compose.rewrite(draft, found)
    compose.offer(draft, found.group, chosen=found.audience)
    if request.method == "GET":
        form.title.data, form.body.data = found.title, found.body_source
        form.themes.data = ", ".join(themes.names_of(found))
        form.closes_on.data = closing.last_day(found.closes_at)
        form.options.data = "\n".join(option.label for option in found.options)

    def save() -> str:
        service.edit_poll(
            draft.reader,
            found,
            title=form.title.data,
            body=form.body.data,
            options=form.options.data,
            closes_at=closing.kept_or_end_of(form.closes_on.data, found.closes_at),
            audience=draft.audience,
            theme_names=form.theme_names(),
            attachment_ids=draft.files.ids,
            detach_ids=request.form.getlist("detach"),
        )
        return url_for(".page", public_id=found.public_id)

    return compose.answer(
        draft,
        "polls/edit.html",
        save,
        item=found,
        poll=queries.view_of(draft.reader, found),
        attached=presenting.attachments(files.of_item(found)),
        detached=draft.listed("detach"),
        crumbs=pages.crumbs(found, _("Aanpassen")),
    )


@bp.post("/peilingen/<public_id>/stem")
@signed_in
def vote(public_id: str) -> ResponseReturnValue:
    """One tap. Goes back to where it was tapped; a refusal shows the poll with the word."""
    reader = current_reader()
    found = queries.get_poll(reader, public_id)
    try:
        service.vote(reader, found, request.form.get("option"))
    except Invalid as error:
        shown = queries.view_of(reader, found, error=error.message)
        return pages.item_page("polls/page.html", found, poll=shown), 422
    flash(_("Je stem telt mee. Je kunt hem veranderen zolang het open is."), "success")
    return redirect(local_path(request.form.get("next"), url_for(".page", public_id=public_id)), 303)
