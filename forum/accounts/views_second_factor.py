"""Extra beveiliging: set up a passkey or an app, and prove with it that it is really you.

For moderators and administrators only: nobody else has rights that wait for it.
"""

from typing import TYPE_CHECKING, Any

import pyotp
import segno
from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from forum.access.current import forget_reader
from forum.access.routes import signed_in
from forum.accounts.blueprint import bp
from forum.accounts.forms import AppCodeForm
from forum.accounts.models import UserSession
from forum.accounts.second_factor import rules, service
from forum.core import setting
from forum.core.user import Role
from forum.lib import clock
from forum.lib.errors import Forbidden, Invalid
from forum.lib.forms import show
from forum.lib.http import local_path
from forum.lib.later import later
from forum.lib.limits import limiter

if TYPE_CHECKING:
    from forum.accounts.second_factor import keys
else:
    keys = later("forum.accounts.second_factor.keys")  # the protocol of passkeys, 5 MB

ATTEMPTS = "30 per 10 minutes; 100 per hour"


def _session() -> UserSession:
    """The session of this browser. Raises Forbidden for who has no role on the site."""
    session: UserSession = current_user.session
    if session.user.role == Role.MEMBER:
        raise Forbidden
    return session


def _secret_key() -> str:
    return str(current_app.config["KENNISPLEIN"].secret_key)


def _party() -> "keys.Party | None":
    return keys.party(current_app.config["KENNISPLEIN"].base_url, setting.get("name"))


def _needed_party() -> "keys.Party":
    site = _party()
    if site is None:
        raise Invalid(_("Op dit adres van de site werken passkeys niet. Gebruik een app."))
    return site


@bp.get("/instellingen/beveiliging")
@signed_in
def second_factor() -> ResponseReturnValue:
    """What is set up, and what can be."""
    session = _session()
    return render_template(
        "accounts/second_factor/index.html",
        factors=service.factors_of(session.user),
        passkeys_work=_party() is not None,
        locked=session.user.second_factor_at is not None
        and not rules.is_fresh(session.proven_at, clock.now()),
        here=url_for("accounts.second_factor"),
    )


@bp.post("/instellingen/beveiliging/app")
@signed_in
def begin_app() -> ResponseReturnValue:
    """Begin with an app: make a secret, then show it."""
    service.begin_app(_session(), _secret_key())
    return redirect(url_for("accounts.app"), 303)


@bp.get("/instellingen/beveiliging/app")
@signed_in
def app() -> ResponseReturnValue:
    """The secret, as a code to scan and as letters to type."""
    return _app_page(AppCodeForm(formdata=None))


@bp.post("/instellingen/beveiliging/app/bevestigen")
@limiter.limit(ATTEMPTS)
@signed_in
def confirm_app() -> ResponseReturnValue:
    """The first code of the app."""
    form = AppCodeForm()
    try:
        service.confirm_app(_session(), form.code.data or "", _secret_key())
    except Invalid as error:
        show(error, form)
        return _app_page(form), 422
    forget_reader()
    flash(_("De app is ingesteld. Bij het inloggen vragen we voortaan ook een code van de app."), "success")
    return redirect(url_for("accounts.second_factor"), 303)


def _app_page(form: AppCodeForm) -> str:
    session = _session()
    secret = service.pending_secret(session.user, _secret_key())
    address = pyotp.TOTP(secret).provisioning_uri(name=session.user.email, issuer_name=setting.get("name"))
    drawn = segno.make(address, error="m").svg_inline(border=2, omitsize=True)
    picture = Markup(drawn)  # noqa: S704 - squares drawn by segno: it holds no word of anybody
    return render_template(
        "accounts/second_factor/app.html", form=form, secret=secret, address=address, picture=picture
    )


@bp.post("/instellingen/beveiliging/app/weg")
@signed_in
def remove_app() -> ResponseReturnValue:
    """Take the app away."""
    service.remove_app(_session())
    return _removed()


@bp.post("/instellingen/beveiliging/passkey/<public_id>/weg")
@signed_in
def remove_passkey(public_id: str) -> ResponseReturnValue:
    """Take a passkey away."""
    service.remove_passkey(_session(), public_id)
    return _removed()


def _removed() -> ResponseReturnValue:
    flash(_("Weggehaald."), "success")
    return redirect(url_for("accounts.second_factor"), 303)


@bp.post("/instellingen/beveiliging/passkey/begin")
@limiter.limit(ATTEMPTS)
@signed_in
def begin_passkey() -> ResponseReturnValue:
    """For the script of the page: what the browser needs for making a passkey."""
    return _told(lambda: service.begin_passkey(_session(), _needed_party()))


@bp.post("/instellingen/beveiliging/passkey")
@limiter.limit(ATTEMPTS)
@signed_in
def add_passkey() -> ResponseReturnValue:
    """For the script of the page: the passkey that the browser made."""

    def keep() -> dict[str, Any]:
        sent = _sent()
        service.add_passkey(_session(), _needed_party(), sent.get("credential"), str(sent.get("name") or ""))
        flash(_("De passkey is ingesteld. Bij het inloggen vragen we er voortaan om."), "success")
        return {"url": url_for("accounts.second_factor")}

    return _told(keep)


@bp.get("/bevestigen")
@signed_in
def prove() -> ResponseReturnValue:
    """Prove that it is really you, then go on to where you wanted to be."""
    return _prove_page(AppCodeForm(formdata=None, next=local_path(request.args.get("next"))))


@bp.post("/bevestigen")
@limiter.limit(ATTEMPTS)
@signed_in
def prove_by_code() -> ResponseReturnValue:
    """With a code of the app."""
    form = AppCodeForm()
    try:
        service.prove_by_code(_session(), form.code.data or "", _secret_key())
    except Invalid as error:
        show(error, form)
        return _prove_page(form), 422
    forget_reader()
    return redirect(local_path(form.next.data), 303)


@bp.post("/bevestigen/passkey/begin")
@limiter.limit(ATTEMPTS)
@signed_in
def ask_passkey() -> ResponseReturnValue:
    """For the script of the page: what the browser needs for using a passkey."""
    return _told(lambda: service.ask_passkey(_session(), _needed_party()))


@bp.post("/bevestigen/passkey")
@limiter.limit(ATTEMPTS)
@signed_in
def prove_by_passkey() -> ResponseReturnValue:
    """For the script of the page: what the passkey signed."""

    def check() -> dict[str, Any]:
        sent = _sent()
        service.prove_by_passkey(_session(), _needed_party(), sent.get("credential"))
        return {"url": local_path(str(sent.get("next") or "/"))}

    return _told(check)


def _prove_page(form: AppCodeForm) -> str:
    return render_template(
        "accounts/second_factor/prove.html",
        form=form,
        factors=service.factors_of(_session().user),
        passkeys_work=_party() is not None,
    )


def _sent() -> dict[str, Any]:
    sent = request.get_json(silent=True)
    return sent if isinstance(sent, dict) else {}


def _told(act: Any) -> ResponseReturnValue:
    """What `act` gives, or why it did not work, for a script."""
    try:
        return jsonify(act())
    except Invalid as error:
        return jsonify(message=error.message), 422
    except Forbidden:
        return jsonify(message=_("Bevestig eerst dat jij het bent.")), 403
