"""Access for programs: the keys that somebody gave out, a new one, and the end of one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.accounts import tokens
from forum.accounts.blueprint import bp
from forum.accounts.forms import ProgramForm
from forum.lib import clock
from forum.lib.db import attempt
from forum.lib.errors import Invalid
from forum.lib.forms import show
from forum.lib.limits import limiter


@bp.route("/instellingen/programmas", methods=["GET", "POST"])
@signed_in
@limiter.limit("30/minute", methods=["POST"])
def programs() -> ResponseReturnValue:
    """The keys of one's own, and a form for a new one, which is shown on this page once."""
    reader = current_reader()
    form = ProgramForm()
    secret = None
    if form.validate_on_submit():
        try:
            with attempt():
                secret = tokens.make(
                    reader,
                    name=form.name.data or "",
                    scope=form.scope.data,
                    days=int(form.days.data),
                    public_id=form.public_id_for(reader.user_id),
                )
        except Invalid as error:
            show(error, form)
    refused = form.is_submitted() and secret is None
    page = render_template(
        "accounts/programs.html",
        form=form if secret is None else None,
        secret=secret,
        name=form.name.data,
        tokens=tokens.list_own(reader),
        now=clock.now(),
    )
    return page, 422 if refused else 200


@bp.post("/instellingen/programmas/<public_id>/intrekken")
@signed_in
def revoke_program(public_id: str) -> ResponseReturnValue:
    """End a key."""
    gone = tokens.revoke(current_reader(), public_id)
    flash(_("De sleutel van “%(name)s” werkt niet meer.", name=gone.name), "success")
    return redirect(url_for(".programs"), 303)
