"""Merge a theme into another one: ask which, show what will happen, do it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, require
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.lib.errors import Invalid
from forum.lib.forms import show
from forum.themes import merging
from forum.themes.blueprint import bp
from forum.themes.forms import MergeForm
from forum.threads import theme_lists


@bp.route("/themas/<slug>/samenvoegen", methods=["GET", "POST"])
@signed_in
def merge(slug: str) -> ResponseReturnValue:
    """The first POST shows what will happen, the one from there does it."""
    reader = current_reader()
    theme, name = theme_lists.get_theme(reader, slug)
    require(reader, Action.THEME_MERGE, theme)
    form = MergeForm()
    if form.validate_on_submit():
        try:
            if request.form.get("sure") == "1":
                stays = merging.merge(reader, slug, form.into.data)
                flash(_("De thema's zijn samengevoegd."), "success")
                return redirect(url_for("themes.page", slug=stays.slug), 303)
            wanted = merging.plan(reader, slug, form.into.data)
            return render_template("themes/merge_confirm.html", theme=theme, wanted=wanted)
        except Invalid as error:
            show(error, form)
    answer = render_template("themes/merge.html", form=form, theme=theme, name=name)
    return answer, (422 if form.is_submitted() else 200)
