"""Pages on which editors make search better: words that mean the same, and best answers."""

from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, require
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.lib.errors import Invalid, NotFound
from forum.lib.forms import show
from forum.search import bets, words
from forum.search.blueprint import bp
from forum.search.forms import BetForm, WordsForm


@bp.route("/zoekwoorden", methods=["GET", "POST"])
@signed_in
def words_page() -> ResponseReturnValue:
    """All words that mean the same, and the form for more."""
    reader = current_reader()
    require(reader, Action.SEARCH_EDIT)
    begun = request.args.get("woord", "").strip()[: words.LONGEST_NAME]
    form = WordsForm(data={"names": f"{begun}, " if begun else ""})
    if form.validate_on_submit():
        try:
            words.add(reader, form.names.data)
        except Invalid as error:
            show(error, form)
        else:
            flash(_("Opgeslagen. Zoeken kent deze woorden nu."), "success")
            return redirect(url_for(".words_page"), 303)
    lines, away = words.list_lines(reader)
    sought = request.args.get("zoek", "").strip()[:80]
    shown = [line for line in lines if sought.lower() in line.text.lower()]
    answer = render_template(
        "search/words.html", form=form, lines=shown, all=len(lines), away=away, sought=sought
    )
    return answer, (422 if form.is_submitted() else 200)


@bp.route("/zoekwoorden/<line>", methods=["GET", "POST"])
@signed_in
def edit_words(line: str) -> ResponseReturnValue:
    """Give a line other words."""
    reader = current_reader()
    found = words.get_line(reader, line)
    form = WordsForm(data={"names": found.text})
    if form.validate_on_submit():
        try:
            words.change(reader, line, form.names.data)
        except Invalid as error:
            show(error, form)
        else:
            flash(_("Opgeslagen. Zoeken kent deze woorden nu."), "success")
            return redirect(url_for(".words_page"), 303)
    answer = render_template("search/edit_words.html", form=form, line=found)
    return answer, (422 if form.is_submitted() else 200)


@bp.post("/zoekwoorden/<line>/weg")
@signed_in
def take_words_away(line: str) -> ResponseReturnValue:
    """Let a line count no longer."""
    words.take_away(current_reader(), line)
    flash(_("Weggehaald."), "success")
    return redirect(url_for(".words_page"), 303)


@bp.post("/zoekwoorden/<line>/terug")
@signed_in
def put_words_back(line: str) -> ResponseReturnValue:
    """Let a line of the starter list count as it was."""
    words.put_back(current_reader(), line)
    flash(_("Teruggezet."), "success")
    return redirect(url_for(".words_page"), 303)


@bp.route("/zoekantwoorden", methods=["GET", "POST"])
@signed_in
def bets_page() -> ResponseReturnValue:
    """The best answers, and the form for more."""
    reader = current_reader()
    require(reader, Action.SEARCH_EDIT)
    form = BetForm(data={"question": request.args.get("q", "")[: bets.LONGEST_QUESTION]})
    if form.validate_on_submit():
        try:
            bets.put(reader, form.question.data, _public_id(form.link.data))
        except Invalid as error:
            show(error, form)
        except NotFound:
            show(
                Invalid(
                    _(
                        "Deze link leidt niet naar iets wat jij mag lezen. Plak de link van een pagina van deze site."
                    ),
                    "link",
                ),
                form,
            )
        else:
            flash(_("Opgeslagen. Dit antwoord staat nu boven de zoekvraag."), "success")
            return redirect(url_for(".results", q=form.question.data), 303)
    answer = render_template("search/bets.html", form=form, bets=bets.list_bets(reader))
    return answer, (422 if form.is_submitted() else 200)


@bp.post("/zoekantwoorden/<bet_id>/weg")
@signed_in
def take_bet_away(bet_id: str) -> ResponseReturnValue:
    """Let an answer stand above its question no longer."""
    bets.take_away(
        current_reader(), int(bet_id) if bet_id.isascii() and bet_id.isdigit() and len(bet_id) < 10 else 0
    )
    flash(_("Weggehaald."), "success")
    return redirect(url_for(".bets_page"), 303)


def _public_id(link: str) -> str:
    """The last part of the path of an address: that of a page of an item is its public id."""
    try:
        return urlsplit(link).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""
