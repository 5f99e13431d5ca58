"""Pages of discussions. The example for every other kind."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, require
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.discussions import posting, service
from forum.discussions.forms import DiscussionForm
from forum.discussions.models import Discussion
from forum.lib.limits import limiter
from forum.lib.page_cache import shared
from forum.threads import compose, files, pages, presenting, themes
from forum.threads.queries import get_item

bp = Blueprint("discussions", __name__)


@bp.route("/discussies/nieuw", methods=["GET", "POST"])
@signed_in
@limiter.limit("20/minute", methods=["POST"])
def new() -> ResponseReturnValue:
    """Start a discussion, in the group of `?groep=` or outside groups."""
    form = DiscussionForm()
    draft = compose.begin(form)
    compose.place(draft, "discussion")

    def save() -> str:
        made = posting.post(draft.reader, form, draft.group, draft.posting)
        return url_for(".page", public_id=made.public_id)

    return compose.answer(draft, "discussions/new.html", save)


@bp.get("/discussies/<public_id>")
@everyone
@shared("pagina")
def page(public_id: str) -> ResponseReturnValue:
    """A discussion with a page of its replies."""
    discussion = get_item(Discussion, public_id, current_reader())
    return pages.item_page("discussions/page.html", discussion)


@bp.route("/discussies/<public_id>/bewerken", methods=["GET", "POST"])
@signed_in
def edit(public_id: str) -> ResponseReturnValue:
    """Write a discussion again."""
    form = DiscussionForm()
    draft = compose.begin(form)
    discussion = get_item(Discussion, public_id, draft.reader)
    require(draft.reader, Action.ITEM_EDIT, discussion)
    compose.rewrite(draft, discussion)
    compose.offer(draft, discussion.group, chosen=discussion.audience)
    if request.method == "GET":
        form.title.data = discussion.title
        form.body.data = discussion.body_source
        form.themes.data = ", ".join(themes.names_of(discussion))

    def save() -> str:
        service.edit_discussion(
            draft.reader,
            discussion,
            title=form.title.data,
            body=form.body.data,
            audience=draft.audience,
            theme_names=form.theme_names(),
            attachment_ids=draft.files.ids,
            detach_ids=request.form.getlist("detach"),
        )
        return url_for("discussions.page", public_id=discussion.public_id)

    return compose.answer(
        draft,
        "discussions/edit.html",
        save,
        item=discussion,
        attached=presenting.attachments(files.of_item(discussion)),
        detached=draft.listed("detach"),
        crumbs=pages.crumbs(discussion, _("Aanpassen")),
    )
