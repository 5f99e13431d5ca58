"""Pages of statements."""

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
from forum.statements import posting, queries, service
from forum.statements.forms import StatementForm
from forum.threads import compose, files, pages, presenting, themes

bp = Blueprint("statements", __name__)


@bp.route("/stellingen/nieuw", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    """Write a new statement."""
    form = StatementForm()
    draft = compose.begin(form)
    compose.place(draft, kind="statement")

    def save() -> str:
        made = posting.post(draft.reader, form, draft.group, draft.posting)
        return url_for(".page", public_id=made.public_id)

    return compose.answer(draft, "statements/new.html", save)


@bp.get("/stellingen/<public_id>")
@everyone
@shared("pagina")
def page(public_id: str) -> ResponseReturnValue:
    """A statement with its result as this reader may see it, and the replies."""
    reader = current_reader()
    found = queries.get_statement(reader, public_id)
    return pages.item_page("statements/page.html", found, statement=queries.view_of(reader, found))


@bp.route("/stellingen/<public_id>/bewerken", methods=["GET", "POST"])
@signed_in
def edit(public_id: str) -> ResponseReturnValue:
    """Write a statement again."""
    form = StatementForm()
    draft = compose.begin(form)
    found = queries.get_statement(draft.reader, public_id)
    require(draft.reader, Action.ITEM_EDIT, found)
    compose.rewrite(draft, found)
    compose.offer(draft, found.group, chosen=found.audience)
    if request.method == "GET":
        form.title.data, form.body.data = found.title, found.body_source
        form.themes.data = ", ".join(themes.names_of(found))
        form.closes_on.data = closing.last_day(found.closes_at)

    def save() -> str:
        service.edit_statement(
            draft.reader,
            found,
            title=form.title.data,
            body=form.body.data,
            closes_at=closing.kept_or_end_of(form.closes_on.data, found.closes_at),
            audience=draft.audience,
            theme_names=form.theme_names(),
            attachment_ids=draft.files.ids,
            detach_ids=request.form.getlist("detach"),
        )
        return url_for(".page", public_id=found.public_id)

    return compose.answer(
        draft,
        "statements/edit.html",
        save,
        item=found,
        statement=queries.view_of(draft.reader, found),
        attached=presenting.attachments(files.of_item(found)),
        detached=draft.listed("detach"),
        crumbs=pages.crumbs(found, _("Aanpassen")),
    )


@bp.post("/stellingen/<public_id>/stem")
@signed_in
def vote(public_id: str) -> ResponseReturnValue:
    """One tap. Goes back to where it was tapped; a refusal shows the statement with the word."""
    reader = current_reader()
    found = queries.get_statement(reader, public_id)
    try:
        service.vote(reader, found, request.form.get("choice"))
    except Invalid as error:
        shown = queries.view_of(reader, found, error=error.message)
        return pages.item_page("statements/page.html", found, statement=shown), 422
    flash(_("Je stem telt mee. Je kunt hem veranderen zolang het open is."), "success")
    return redirect(local_path(request.form.get("next"), url_for(".page", public_id=public_id)), 303)
