"""Drafts: keep one while it is written, the list of one's own, go on, throw away."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.core.draft import DraftFor, name_of
from forum.lib import ids
from forum.lib.csrf import csrf
from forum.lib.errors import Invalid
from forum.lib.limits import limiter
from forum.lib.templating import time_of_day
from forum.threads import draft_form, draft_places, drafts, planning, presenting
from forum.threads.blueprint import bp


def _one_form() -> str:
    """Whose saving is counted: one form's. A whole office can be one client."""
    return ids.digest(request.form.get(draft_form.FIELD, "")[:2000])


@bp.post("/concepten/bewaren")
@csrf.exempt
@limiter.limit("30/minute", key_func=_one_form)
@everyone
def keep_draft() -> ResponseReturnValue:
    """Keep what a form holds, for the script; answers with the words to show.

    The signed text in the form is the proof that it is ours; it works when the session ended meanwhile too.
    """
    owner_id, purpose = draft_form.signed()
    try:
        draft = drafts.save(owner_id, purpose, draft_form.sent(), draft_form.attached())
    except Invalid as error:
        return jsonify({"message": error.message}), 422
    if draft is None:
        return jsonify({"message": ""})
    reader = current_reader()
    if not reader.signed_in:
        return jsonify({"message": _("Je bent uitgelogd. Je tekst is opgeslagen. Log in en ga verder.")})
    message = _("Opgeslagen om %(time)s", time=time_of_day(draft.updated_at))
    new = purpose.what == DraftFor.ITEM
    address = draft_places.places_of(reader, [draft])[draft.public_id].url if new else None
    return jsonify({"message": message, "address": address})


@bp.get("/concepten", endpoint="drafts")
@signed_in
def list_drafts() -> ResponseReturnValue:
    """What this reader is still writing."""
    reader = current_reader()
    found = drafts.list_all(reader)
    places = draft_places.places_of(reader, found)
    lines = [(draft, name_of(draft), places[draft.public_id], planning.is_newer(draft)) for draft in found]
    return render_template("threads/drafts.html", lines=lines, days=drafts.KEPT_FOR.days)


@bp.get("/concepten/<public_id>")
@signed_in
def continue_draft(public_id: str) -> ResponseReturnValue:
    """Go on writing where it belongs; or, when that place is gone, read and copy what was written."""
    reader = current_reader()
    draft = drafts.get_draft(public_id, reader)
    place = draft_places.places_of(reader, [draft])[public_id]
    if place.url:
        return redirect(place.url)
    texts = [value for values in drafts.texts_of(draft) for value in values]
    files = drafts.files_of(reader, draft)
    return render_template(
        "threads/draft_lost.html",
        draft=draft,
        place=place,
        texts=texts,
        files=files,
        name=name_of(draft),
    )


@bp.post("/concepten/<public_id>/plaatsen")
@signed_in
def post_draft(public_id: str) -> ResponseReturnValue:
    """Post now what was planned for later."""
    try:
        item = planning.post_now(current_reader(), public_id)
    except Invalid as error:
        flash(error.message, "error")
        return redirect(url_for("threads.drafts"), 303)
    return redirect(presenting.page_url(item), 303)


@bp.post("/concepten/<public_id>/niet-plaatsen")
@signed_in
def unplan_draft(public_id: str) -> ResponseReturnValue:
    """Do not post it by itself; the draft stays."""
    planning.cancel(current_reader(), public_id)
    flash(_("Dit wordt niet meer vanzelf geplaatst. Het concept is er nog."), "success")
    return redirect(url_for("threads.drafts"), 303)


@bp.post("/concepten/<public_id>/weggooien")
@signed_in
def discard_draft(public_id: str) -> ResponseReturnValue:
    """Throw a draft away."""
    drafts.discard(current_reader(), public_id)
    flash(_("Het concept is weggegooid."), "success")
    return redirect(url_for("threads.drafts"), 303)
