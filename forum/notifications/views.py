"""The list of notifications, how they come by mail, and stopping that from the mail."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.core import kinds
from forum.lib.csrf import csrf
from forum.lib.errors import Invalid, NotFound
from forum.lib.forms import show
from forum.lib.pages import number_from
from forum.notifications import frame, queries, service
from forum.notifications.forms import MailForm
from forum.notifications.models import MailWhen, Reason

bp = Blueprint("notifications", __name__)


@bp.app_context_processor
def _count() -> dict[str, object]:
    """`unread_notifications()` for the frame of every page; asks nothing for who is not signed in."""
    return {"unread_notifications": lambda: frame.unread(current_reader())}


@bp.get("/berichten")
@signed_in
def index() -> ResponseReturnValue:
    """What happened to what this reader follows; the newest first."""
    reader = current_reader()
    page = queries.list_lines(reader, number_from(request.args.get("pagina")))
    page = replace(page, address=lambda number: url_for(".index", pagina=number))
    return render_template(
        "notifications/index.html", page=page, newest=service.newest_id(reader), url_of=_url_of
    )


def _url_of(line: queries.Line) -> str:
    if line.reason == Reason.ASKED:
        return url_for("groups.members", address=line.group_address)
    if line.reason == Reason.LET_IN:
        return url_for("groups.page", address=line.group_address)
    if line.draft:
        return url_for("threads.continue_draft", public_id=line.draft)
    if line.first_reply:
        return url_for("threads.reply_page", public_id=line.first_reply)
    return url_for(kinds.get(line.kind or "").page, public_id=line.item_public_id)


@bp.post("/berichten/gelezen")
@signed_in
def read() -> ResponseReturnValue:
    """Everything that stood on the page was seen."""
    shown = request.form.get("newest", "")
    if shown.isascii() and shown.isdigit() and len(shown) < 19:
        service.read_everything(current_reader(), int(shown))
    return redirect(url_for(".index"), 303)


@bp.route("/berichten/instellingen", methods=["GET", "POST"])
@signed_in
def settings() -> ResponseReturnValue:
    """At once, collected, or no mail."""
    reader = current_reader()
    form = MailForm(data={"mail": queries.mail_when(reader).value})
    if form.validate_on_submit():
        try:
            service.choose_mail(reader, form.mail.data)
        except Invalid as error:
            show(error, form)
        else:
            flash(_("Je keuze is opgeslagen."), "success")
            return redirect(url_for(".index"), 303)
    page = render_template("notifications/settings.html", form=form)
    return page, (422 if form.is_submitted() else 200)


@bp.get("/berichten/stoppen/<token>")
@everyone
def unsubscribe(token: str) -> ResponseReturnValue:
    """Show what the button will do; a mail scanner that opens links changes nothing."""
    if service.user_of(token) is None:
        raise NotFound
    return render_template("notifications/unsubscribe.html", token=token, state="ask")


@bp.post("/berichten/stoppen/<token>")
@csrf.exempt
@everyone
def stop(token: str) -> ResponseReturnValue:
    """Stop these mails. Mail programs POST here too, without cookie or form token (RFC 8058)."""
    return _set(token, MailWhen.NEVER, "stopped")


@bp.post("/berichten/toch-wel/<token>")
@csrf.exempt
@everyone
def resume(token: str) -> ResponseReturnValue:
    """Undo the stopping."""
    return _set(token, MailWhen.AT_ONCE, "resumed")


def _set(token: str, mail: MailWhen, state: str) -> ResponseReturnValue:
    user = service.user_of(token)
    if user is None:
        raise NotFound
    service.set_mail(user.id, mail)
    return render_template("notifications/unsubscribe.html", token=token, state=state)
