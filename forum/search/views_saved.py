"""Keep a search, see what one keeps, and stop it: on the site, and from the mail without signing in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.lib.csrf import csrf
from forum.lib.errors import Invalid
from forum.lib.forms import one_line
from forum.search import narrowing, operators, saved, saved_mails
from forum.search.blueprint import bp
from forum.search.service import LONGEST_QUERY


@bp.post("/zoeken/bewaren")
@signed_in
def save_search() -> ResponseReturnValue:
    """Keep the search of the page of results."""
    reader = current_reader()
    sent = {name: one_line(value) for name, value in request.form.items()}
    chosen, _unknown = narrowing.chosen(reader, sent)
    asked = operators.parse(str(sent.get("q", ""))[:LONGEST_QUERY])
    chosen, typed, _notes = narrowing.typed(reader, chosen, asked)
    try:
        saved.save(reader, typed.rest[:LONGEST_QUERY], chosen.address())
    except Invalid as error:
        flash(error.message, "error")
        return redirect(url_for(".saved_page"), 303)
    flash(
        _("Bewaard. Is er iets nieuws, dan krijg je er hoogstens één keer per week een mail over."), "success"
    )
    return redirect(url_for(".saved_page"), 303)


@bp.get("/bewaarde-zoekvragen")
@signed_in
def saved_page() -> ResponseReturnValue:
    """What this reader keeps."""
    reader = current_reader()
    rows = [(row, _labels(row.choices)) for row in saved.list_saved(reader)]
    return render_template("search/saved.html", rows=rows)


@bp.post("/bewaarde-zoekvragen/<saved_id>")
@signed_in
def change_saved(saved_id: str) -> ResponseReturnValue:
    """How often to hear of it."""
    row = saved.get_saved(current_reader(), saved_id)
    try:
        saved.set_often(row, request.form.get("often", ""))
    except Invalid as error:
        flash(error.message, "error")
    else:
        flash(_("Opgeslagen."), "success")
    return redirect(url_for(".saved_page"), 303)


@bp.post("/bewaarde-zoekvragen/<saved_id>/weg")
@signed_in
def forget_saved(saved_id: str) -> ResponseReturnValue:
    """Keep it no longer."""
    saved.forget(saved.get_saved(current_reader(), saved_id))
    flash(_("Weggehaald."), "success")
    return redirect(url_for(".saved_page"), 303)


@bp.get("/bewaarde-zoekvragen/<saved_id>/stoppen/<token>")
@everyone
def saved_stop(saved_id: str, token: str) -> ResponseReturnValue:
    """Show what the button will do; a mail scanner that opens links changes nothing."""
    return _stopping(saved_id, token)


@bp.post("/bewaarde-zoekvragen/<saved_id>/stoppen/<token>")
@csrf.exempt
@everyone
def saved_stopped(saved_id: str, token: str) -> ResponseReturnValue:
    """Stop it. Mail programs POST here too, without cookie or form token (RFC 8058), so this answers 200."""
    saved.set_often(saved_mails.of_token(saved_id, token), saved.NEVER)
    return _stopping(saved_id, token)


@bp.post("/bewaarde-zoekvragen/<saved_id>/toch-wel/<token>")
@csrf.exempt
@everyone
def saved_resumed(saved_id: str, token: str) -> ResponseReturnValue:
    """Undo the stopping."""
    saved.set_often(saved_mails.of_token(saved_id, token), saved.WEEKLY)
    return _stopping(saved_id, token, resumed=True)


def _stopping(saved_id: str, token: str, *, resumed: bool = False) -> str:
    row = saved_mails.of_token(saved_id, token)
    return render_template("search/saved_stop.html", row=row, token=token, resumed=resumed)


def _labels(choices: dict[str, str]) -> list[str]:
    """The choices in words, as they stand in the address; a kind by its name."""
    kinds = narrowing.kind_words()
    return [kinds.get(value, value) if name == "soort" else value for name, value in choices.items()]
