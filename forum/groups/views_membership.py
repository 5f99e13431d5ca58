"""Buttons for oneself: join, ask, take the question back, leave."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, require
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.groups import queries, service_members
from forum.groups.blueprint import bp
from forum.groups.forms import AskForm
from forum.groups.presets import words_of
from forum.lib import limits
from forum.lib.errors import Invalid
from forum.lib.forms import show


@bp.post("/groepen/<address>/meedoen")
@signed_in
def join(address: str) -> ResponseReturnValue:
    """Become a member of an open group."""
    group = queries.get_group(current_reader(), address)
    service_members.join(current_reader(), group)
    flash(_("Je bent nu lid van %(group)s.", group=group.name), "success")
    return redirect(url_for("groups.page", address=address), 303)


@bp.post("/groepen/<address>/vragen")
@signed_in
@limits.limiter.limit("20 per hour")
def ask(address: str) -> ResponseReturnValue:
    """Ask to be let into a closed group."""
    reader = current_reader()
    group = queries.get_group(reader, address)
    form = AskForm()
    if form.validate():
        try:
            service_members.ask(reader, group, form.motivation.data)
        except Invalid as error:
            show(error, form)
        else:
            return redirect(url_for("groups.page", address=address), 303)
    require(reader, Action.GROUP_ASK, group)
    answer = render_template(
        "groups/outside.html",
        form=form,
        group=group,
        words=words_of(group),
        picture_url=queries.picture_url(group),
        standing=queries.standing_of(reader, group),
    )
    return answer, 422


@bp.post("/groepen/<address>/vraag-intrekken")
@signed_in
def withdraw(address: str) -> ResponseReturnValue:
    """Take back the request to be let in."""
    reader = current_reader()
    service_members.withdraw(reader, queries.get_group(reader, address))
    return redirect(url_for("groups.page", address=address), 303)


@bp.route("/groepen/<address>/verlaten", methods=["GET", "POST"])
@signed_in
def leave(address: str) -> ResponseReturnValue:
    """A page that says what leaving means, and the leaving."""
    reader = current_reader()
    group = queries.get_group(reader, address)
    require(reader, Action.GROUP_LEAVE, group)
    problem = None
    if request.method == "POST":
        try:
            service_members.leave(reader, group)
        except Invalid as error:
            problem = error.message
        else:
            flash(_("Je bent geen lid meer van %(group)s.", group=group.name), "success")
            return redirect(url_for("groups.index"), 303)
    answer = render_template("groups/leave.html", group=group, words=words_of(group), problem=problem)
    return answer, (422 if problem else 200)
