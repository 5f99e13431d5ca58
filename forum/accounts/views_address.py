"""Changing one's e-mail address."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.accounts import address
from forum.accounts.blueprint import bp
from forum.accounts.forms import AddressForm, ConfirmForm
from forum.accounts.models import AddressChange
from forum.accounts.service import TooMany, Worthless
from forum.accounts.views_sign_in import ATTEMPTS, REQUESTS, mailbox_url
from forum.lib.errors import Invalid
from forum.lib.forms import show
from forum.lib.limits import limiter


@bp.route("/instellingen/adres", methods=["GET", "POST"])
@signed_in
@limiter.limit(REQUESTS, methods=["POST"])
def change_address() -> ResponseReturnValue:
    """Which address it is to be: the same answer for every address."""
    form = AddressForm()
    status = 200
    if form.validate_on_submit():
        try:
            change = address.ask(current_reader(), form.email.data)
        except Invalid as error:
            show(error, form)
            status = 429 if isinstance(error, TooMany) else 422
        else:
            return redirect(url_for("accounts.confirm_address", public_id=change.public_id), 303)
    page = render_template("accounts/address.html", form=form, email=current_user.user.email)
    return page, (422 if form.is_submitted() and status == 200 else status)


@bp.route("/instellingen/adres/<public_id>", methods=["GET", "POST"])
@signed_in
@limiter.limit(ATTEMPTS, methods=["POST"])
def confirm_address(public_id: str) -> ResponseReturnValue:
    """The code that went to the new address."""
    reader, form = current_reader(), ConfirmForm()
    change = address.get_asked(reader, public_id)
    if not form.is_submitted():
        return _page(form, change, 200)
    try:
        address.confirm(reader, public_id, form.code.data)
    except Worthless as error:
        show(error, form)
        return _page(form, change, 410)
    except Invalid as error:
        show(error, form)
        return _page(form, change, 429 if isinstance(error, TooMany) else 422)
    flash(_("Je adres is veranderd. Je logt voortaan in met %(email)s.", email=change.email), "success")
    return redirect(url_for("accounts.settings"), 303)


def _page(form: ConfirmForm, change: AddressChange, status: int) -> ResponseReturnValue:
    page = render_template("accounts/address_code.html", form=form, email=change.email, mailbox=mailbox_url())
    return page, status
