"""Change who can see a group: choose, see what becomes visible to whom, confirm."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, require
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.core.group import Preset
from forum.groups import queries
from forum.groups.blueprint import bp
from forum.groups.preset_effects import effects_of
from forum.groups.presets import PRESETS, words_of
from forum.groups.service import checked_preset
from forum.groups.service_preset import change_preset as change


@bp.route("/groepen/<address>/zichtbaarheid", methods=["GET", "POST"])
@signed_in
def change_preset(address: str) -> ResponseReturnValue:
    """GET chooses (`naar` names the preset: then it shows the effects), POST confirms those effects."""
    reader = current_reader()
    group = queries.get_group(reader, address)
    require(reader, Action.GROUP_MANAGE, group)
    wanted = (request.form if request.method == "POST" else request.args).get("naar")
    if wanted is None or wanted == group.preset:
        page = render_template("groups/preset.html", group=group, words=words_of(group), presets=PRESETS)
        return page, (422 if request.method == "POST" and wanted is None else 200)
    after: Preset = checked_preset(wanted)
    changed_meanwhile = False
    if request.method == "POST":
        if change(reader, group, after, request.form.get("feiten", "")):
            flash(_("De groep is nu %(preset)s.", preset=str(words_of(group).label).lower()), "success")
            return redirect(url_for("groups.page", address=group.address), 303)
        changed_meanwhile = True
    page = render_template(
        "groups/preset_confirm.html",
        group=group,
        before=words_of(group),
        after=PRESETS[after],
        effects=effects_of(reader, group, after),
        changed_meanwhile=changed_meanwhile,
    )
    return page, (409 if changed_meanwhile else 200)
