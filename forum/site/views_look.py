"""What the site looks like: its logo. Administrators choose it, everybody gets it."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, require
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.lib.errors import Invalid, NotFound
from forum.lib.forms import file_of, show
from forum.lib.http import FOR_EVER
from forum.site import logo as service
from forum.site.blueprint import bp
from forum.site.forms import LookForm
from forum.storage import chosen_pictures


@bp.route("/beheer/uiterlijk", methods=["GET", "POST"])
@signed_in
def look() -> ResponseReturnValue:
    """Choose a logo, see it on light and dark, take it away."""
    reader = current_reader()
    require(reader, Action.SITE_ADMINISTER)
    form = LookForm()
    if form.validate_on_submit():
        try:
            changed = service.change(
                reader,
                light=file_of(form.logo),
                dark=file_of(form.logo_dark),
                remove=form.remove_logo.data,
                remove_dark=form.remove_logo_dark.data,
            )
        except Invalid as error:
            show(error, form)
        else:
            flash(_("Het logo is aangepast.") if changed else _("Er is niets veranderd."), "success")
            return redirect(url_for("site.look"), 303)
    page = render_template(
        "site/look.html", form=form, light=service.current(), dark=service.current(service.DARK)
    )
    return page, (422 if form.is_submitted() else 200)


@bp.get("/logo/<sha256>.png")
@everyone
def logo(sha256: str) -> Response:
    """A logo of the site, and no other file: whoever knows a checksum gets nothing by it."""
    if not service.is_used(sha256):
        raise NotFound
    answer = chosen_pictures.answer(sha256, service.MEDIA_TYPE)
    answer.headers["Cache-Control"] = FOR_EVER
    return answer
