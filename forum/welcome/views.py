"""The steps: one screen each, one button, and always a way past."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from forum.access import Reader
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.lib.errors import Invalid
from forum.lib.forms import show
from forum.lib.http import local_path
from forum.notifications import queries as notifications
from forum.welcome import offers, service
from forum.welcome.forms import MailForm
from forum.welcome.offers import Offer

bp = Blueprint("welcome", __name__)
THEMES, GROUPS, MAIL = "welcome.themes", "welcome.groups", "welcome.mail"


@bp.get("/welkom")
@signed_in
def start() -> ResponseReturnValue:
    """The first step that has something to offer."""
    return redirect(_after(None))


@bp.route("/welkom/themas", methods=["GET", "POST"])
@signed_in
def themes() -> ResponseReturnValue:
    """What somebody wants to hear of."""
    reader = current_reader()
    if request.method == "POST":
        service.follow_themes(reader, request.form.getlist("theme"))
        return redirect(_after(THEMES), 303)
    return _choices(THEMES, "theme", offers.themes(reader))


@bp.route("/welkom/groepen", methods=["GET", "POST"])
@signed_in
def groups() -> ResponseReturnValue:
    """Which groups somebody wants to be in."""
    reader = current_reader()
    if request.method == "POST":
        if asked := service.enter_groups(reader, request.form.getlist("group")):
            flash(
                ngettext(
                    "Je verzoek om mee te doen ligt bij de beheerders van de groep.",
                    "Je verzoek om mee te doen ligt bij de beheerders van %(num)s groepen.",
                    asked,
                ),
                "success",
            )
        return redirect(_after(GROUPS), 303)
    return _choices(GROUPS, "group", offers.groups(reader))


@bp.route("/welkom/mail", methods=["GET", "POST"])
@signed_in
def mail() -> ResponseReturnValue:
    """How often somebody wants mail."""
    reader = current_reader()
    form = MailForm(
        data={
            "digest_frequency": current_user.user.digest_frequency,
            "mail": notifications.mail_when(reader).value,
        }
    )
    if form.validate_on_submit():
        try:
            service.choose_mail(reader, digest_frequency=form.digest_frequency.data, mail=form.mail.data)
        except Invalid as error:
            show(error, form)
        else:
            flash(_("Klaar. Je kunt dit altijd veranderen bij Instellingen."), "success")
            return redirect(_after(MAIL), 303)
    page = render_template("welcome/mail.html", form=form, **_frame(MAIL))
    return page, (422 if form.is_submitted() else 200)


def _next() -> str:
    return local_path(request.args.get("next"))


def _after(endpoint: str | None) -> str:
    """The step after this one (None: the first) that has something to offer; at the end where somebody wanted to be."""
    reader, steps = current_reader(), [THEMES, GROUPS, MAIL]
    for step in steps[steps.index(endpoint) + 1 if endpoint else 0 :]:
        if step == MAIL or _offered(step, reader):
            return url_for(step, next=_next())
    return _next()


def _offered(step: str, reader: Reader) -> Sequence[Offer]:
    return offers.themes(reader) if step == THEMES else offers.groups(reader)


def _choices(endpoint: str, field: str, offered: Sequence[Offer]) -> ResponseReturnValue:
    if not offered:
        return redirect(_after(endpoint))
    return render_template("welcome/choices.html", field=field, offered=offered, **_frame(endpoint))


def _frame(endpoint: str) -> dict[str, object]:
    return {
        "step": endpoint,
        "number": [THEMES, GROUPS, MAIL].index(endpoint) + 1,
        "action": url_for(endpoint, next=_next()),
        "skip": _after(endpoint),
    }
