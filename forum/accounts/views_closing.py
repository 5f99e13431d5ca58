"""Closing one's own account."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.accounts import closing, session
from forum.accounts.blueprint import bp
from forum.lib.errors import Invalid


@bp.get("/instellingen/account-sluiten")
@signed_in
def closing_account() -> ResponseReturnValue:
    """What stays and what goes, and one button."""
    return render_template("accounts/close.html", refusal=None)


@bp.post("/instellingen/account-sluiten")
@signed_in
def close_account() -> ResponseReturnValue:
    """Close it."""
    try:
        closing.close_own(current_reader())
    except Invalid as error:
        return render_template("accounts/close.html", refusal=error.message), 422
    session.end()
    flash(_("Je account is gesloten. Bedankt voor wat je deelde."), "success")
    return redirect("/", 303)
