"""Signing in and out.

The forms of a visitor carry no token, because a token needs a cookie; instead a POST must come from our own
pages (`same_origin`).
"""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from forum.access.current import current_reader
from forum.access.routes import everyone
from forum.accounts import service, session
from forum.accounts.blueprint import bp
from forum.accounts.forms import CodeForm, SignInForm
from forum.lib.csrf import csrf
from forum.lib.errors import Invalid
from forum.lib.forms import show
from forum.lib.http import local_path, same_origin
from forum.lib.limits import limiter

# Per client. A whole office can be one client, so this is generous; addresses and codes have their own.
REQUESTS = "40 per 10 minutes; 200 per hour"
# A code has a million values and five attempts; this keeps guessing at many addresses hopeless (0.05% a day), and
# leaves room for an office behind one address.
ATTEMPTS = "30 per 10 minutes; 100 per hour; 500 per day"


def _from_our_pages() -> None:
    if not same_origin():
        raise Invalid(_("Dit formulier kwam niet van deze site. Ga naar de pagina en probeer het opnieuw."))


def _locale() -> str:
    return str(get_locale() or "nl")


def mailbox_url() -> str | None:
    """Where mails can be read on a laptop without a mail server."""
    config = current_app.config["KENNISPLEIN"]
    return (
        url_for("accounts.mailbox") if config.environment == "development" and config.mail_to_folder else None
    )


@bp.get("/aanmelden")
@everyone
def sign_in() -> ResponseReturnValue:
    """The one field."""
    next_url = local_path(request.args.get("next"))
    if current_reader().signed_in:
        return redirect(next_url)
    return render_template("accounts/sign_in.html", form=SignInForm(formdata=None, next=next_url))


@bp.post("/aanmelden")
@csrf.exempt
@limiter.limit(REQUESTS)
@everyone
def request_sign_in() -> ResponseReturnValue:
    """Ask for a mail: the same answer for every address."""
    _from_our_pages()
    form = SignInForm()
    try:
        if form.again.data:
            made = service.request_again(form.again.data, _locale())
        else:
            made = service.request_mail(form.email.data, form.next.data or "/", _locale())
    except Invalid as error:
        show(error, form)
        status = 429 if isinstance(error, service.TooMany) else 422
        return render_template("accounts/sign_in.html", form=form), status
    return redirect(url_for("accounts.enter_code", aanvraag=made.public_id), 303)


@bp.get("/aanmelden/code")
@everyone
def enter_code() -> ResponseReturnValue:
    """We sent you a mail. Looks nothing up: this page tells nothing about anybody."""
    form = CodeForm(formdata=None, request=request.args.get("aanvraag", "")[:12])
    return render_template("accounts/code.html", form=form, mailbox=mailbox_url())


@bp.post("/aanmelden/code")
@csrf.exempt
@limiter.limit(ATTEMPTS)
@everyone
def spend_code() -> ResponseReturnValue:
    """Sign in with the code."""
    _from_our_pages()
    form = CodeForm()
    try:
        welcome = service.spend_code(form.request.data or "", form.code.data or "")
    except service.Worthless as error:
        return _worthless(error)
    except Invalid as error:
        show(error, form)
        status = 429 if isinstance(error, service.TooMany) else 422
        return render_template("accounts/code.html", form=form, mailbox=mailbox_url()), status
    return _enter(welcome)


@bp.get("/aanmelden/<token>")
@everyone
def confirm(token: str) -> ResponseReturnValue:
    """The page behind the link of a mail. Mail scanners open it too, so it only shows a button (T45)."""
    try:
        found = service.find_by_link(token)
    except service.Worthless as error:
        return _worthless(error)
    return render_template("accounts/confirm.html", token=token, email=found.email)


@bp.post("/aanmelden/<token>")
@csrf.exempt
@limiter.limit(ATTEMPTS)
@everyone
def spend_link(token: str) -> ResponseReturnValue:
    """Sign in with the link."""
    _from_our_pages()
    try:
        return _enter(service.spend_link(token))
    except service.Worthless as error:
        return _worthless(error)


def _enter(welcome: service.Welcome) -> ResponseReturnValue:
    next_url, first = local_path(welcome.next_url), welcome.user.signed_in_at is None
    session.start(welcome.user)
    if welcome.new:
        hello = Markup("{} {}.").format(
            _("Welkom. We noemen je %(name)s. Klopt dat niet?", name=welcome.user.name),
            _link(url_for("accounts.settings"), _("Pas je naam aan")),
        )
        flash(hello, "success")
    # Who came for something gets that first; who came for nothing in particular is led around.
    if first and next_url == "/":
        next_url = url_for("welcome.start")
    elif first:
        choose = _link(url_for("welcome.start", next=next_url), _("Kies wat je wilt volgen"))
        flash(Markup("{} {}.").format(_("Dit is je eerste keer hier."), choose), "info")
    if session.needs_proof(welcome.user):
        return redirect(url_for("accounts.prove", next=next_url), 303)
    return redirect(next_url, 303)


def _link(url: str, words: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url, words)


def _worthless(error: service.Worthless) -> ResponseReturnValue:
    form = SignInForm(formdata=None, again=error.again or "", next="/")
    return render_template("accounts/worthless.html", form=form, message=error.message), 410


@bp.post("/afmelden")
@everyone
def sign_out() -> ResponseReturnValue:
    """Sign out on this browser."""
    session.end()
    flash(_("Je bent uitgelogd."), "success")
    return redirect("/", 303)
