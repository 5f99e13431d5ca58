"""Follow and stop following themes, people and groups, and the page that lists what somebody follows."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import get_group_at, get_visible
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.core.user import User
from forum.following import queries, service
from forum.lib.http import local_path
from forum.lib.pages import number_from
from forum.threads import theme_lists
from forum.threads.lines import list_lines

bp = Blueprint("following", __name__)


@bp.get("/wat-ik-volg")
@signed_in
def index() -> ResponseReturnValue:
    """Everything that this reader follows, with a button to stop each."""
    reader = current_reader()
    lines = list_lines(reader, followed=True, page=number_from(request.args.get("pagina")))
    lines = replace(lines, address=lambda number: url_for(".index", pagina=number))
    return render_template(
        "following/index.html",
        themes=queries.list_themes(reader),
        people=queries.list_people(reader),
        groups=queries.list_groups(reader),
        lines=lines,
    )


@bp.post("/themas/<slug>/volgen")
@signed_in
def theme(slug: str) -> ResponseReturnValue:
    """Follow a theme, or stop (`follow` = 0)."""
    found, name = theme_lists.get_theme(current_reader(), slug)
    return _change(found, name, url_for("themes.page", slug=slug))


@bp.post("/mensen/<public_id>/volgen")
@signed_in
def person(public_id: str) -> ResponseReturnValue:
    """Follow a person, or stop (`follow` = 0)."""
    found = get_visible(User, public_id, current_reader())
    return _change(found, found.name, url_for("accounts.person", public_id=public_id))


@bp.post("/groepen/<address>/volgen")
@signed_in
def group(address: str) -> ResponseReturnValue:
    """Follow a group, or stop (`follow` = 0)."""
    found = get_group_at(address, current_reader())
    return _change(found, found.name, url_for("groups.page", address=address))


def _change(subject: service.Subject, name: str, home: str) -> ResponseReturnValue:
    reader = current_reader()
    if request.form.get("follow") == "0":
        service.unfollow(reader, subject)
        flash(_("Je volgt “%(name)s” niet meer.", name=name))
    else:
        service.follow(reader, subject)
        flash(_("Je volgt “%(name)s”. Is er iets nieuws, dan krijg je een bericht.", name=name), "success")
    return redirect(local_path(request.form.get("next"), home), 303)
