"""Where somebody is signed in, and ending that."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.accounts import sessions, tokens
from forum.accounts.blueprint import bp
from forum.lib import clock


@bp.get("/instellingen/ingelogd", endpoint="sessions")
@signed_in
def index() -> ResponseReturnValue:
    """The browsers and programs of this person."""
    reader = current_reader()
    return render_template(
        "accounts/sessions.html",
        browsers=sessions.list_own(reader, current_user.token),
        programs=tokens.list_own(reader),
        today=clock.now().date(),
    )


@bp.post("/instellingen/ingelogd/<public_id>/uitloggen")
@signed_in
def end_session(public_id: str) -> ResponseReturnValue:
    """Sign out on one browser."""
    sessions.end(current_reader(), public_id)
    flash(_("Je bent daar uitgelogd."), "success")
    return redirect(url_for("accounts.sessions"), 303)


@bp.post("/instellingen/ingelogd/overal-anders")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    sessions.end_others(current_reader(), current_user.token)
    flash(_("Je bent overal uitgelogd, behalve in deze browser."), "success")
    return redirect(url_for("accounts.sessions"), 303)
