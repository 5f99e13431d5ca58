"""The settings of the site, for administrators."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh

from forum.access import Action, require
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.core import setting
from forum.lib.errors import Invalid
from forum.lib.forms import BaseForm, show
from forum.site import (
    rules,
    service,
    views_look,  # noqa: F401  its routes
    views_pages,  # noqa: F401  its routes
    views_style,  # noqa: F401  its routes
)
from forum.site.blueprint import bp
from forum.site.forms import EntryForm, GeneralForm

__all__ = ["bp"]
GENERAL = ("name", "lead", "welcome", "language")
ENTRY = ("registration", "group_makers", "audience_outside", "audience_open_group")


@bp.route("/beheer/site", methods=["GET", "POST"])
@signed_in
def general() -> ResponseReturnValue:
    """Name, front page, menu and language."""
    now = {name: setting.get(name) for name in GENERAL} | {"menu": rules.menu_text(setting.get("menu"))}
    return _settings(GeneralForm, now, "site/general.html", "site.general")


@bp.route("/beheer/toegang", methods=["GET", "POST"])
@signed_in
def entry() -> ResponseReturnValue:
    """Who may make an account, who may begin a group, and who reads a contribution by default."""
    now = {name: setting.get(name) for name in ENTRY}
    now["registration_domains"] = "\n".join(setting.get("registration_domains"))
    return _settings(EntryForm, now, "site/entry.html", "site.entry")


def _settings(
    form_class: type[BaseForm], now: dict[str, Any], template: str, endpoint: str
) -> ResponseReturnValue:
    reader = current_reader()
    require(reader, Action.SITE_ADMINISTER)
    form = form_class(data=None if request.method == "POST" else now)
    if form.validate_on_submit():
        try:
            service.change(reader, {name: form[name].data for name in now})
        except Invalid as error:
            show(error, form)
        else:
            refresh()  # say it in the language that may just have been chosen
            flash(_("De instellingen zijn opgeslagen. Ze gelden nu."), "success")
            return redirect(url_for(endpoint), 303)
    return render_template(template, form=form), (422 if form.is_submitted() else 200)
