"""Looking after a document: whether it holds, whose it is, that it was looked at, that it is doubted."""

import re

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, Reader, find_visible, require
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.lib.db import attempt
from forum.lib.errors import Invalid
from forum.lib.forms import show
from forum.lib.limits import limiter
from forum.library import keeping
from forum.library.blueprint import bp
from forum.library.forms import DoubtForm, OwnerForm, ValidityForm
from forum.library.models import Document
from forum.library.rules import Validity
from forum.threads import pages
from forum.threads.queries import get_item

_PUBLIC_ID = re.compile(r"(?:^|/documenten/)([0-9A-Za-z_-]{12})(?:[/?#].*)?$")


@bp.route("/documenten/<public_id>/geldigheid", methods=["GET", "POST"])
@signed_in
def validity(public_id: str) -> ResponseReturnValue:
    """Say whether it holds, when to look again, and what to use instead."""
    reader = current_reader()
    document = get_item(Document, public_id, reader)
    require(reader, Action.ITEM_KEEP, document)
    form = ValidityForm()
    if request.method == "GET":
        form.validity.data, form.review_on.data = document.validity, document.review_on
        form.successor.data = _address_of(reader, document.successor_id)
    elif form.validate():
        try:
            with attempt():
                keeping.set_validity(
                    reader,
                    document,
                    validity=Validity(form.validity.data),
                    review_on=form.review_on.data,
                    successor=_successor(reader, form),
                )
            flash(_("Je aanpassingen zijn opgeslagen."), "success")
            return redirect(url_for(".page", public_id=public_id), 303)
        except Invalid as error:
            show(error, form)
    crumbs = pages.crumbs(document, _("Geldigheid"))
    page = render_template("library/validity.html", form=form, document=document, crumbs=crumbs)
    return page, 422 if request.method == "POST" else 200


def _address_of(reader: Reader, document_id: int | None) -> str:
    found = find_visible(Document, document_id, reader) if document_id else None
    return url_for(".page", public_id=found.public_id, _external=True) if found else ""


def _successor(reader: Reader, form: ValidityForm) -> Document | None:
    """The document whose address was typed, as far as `reader` may know it."""
    typed = (form.successor.data or "").strip()
    if not typed or form.validity.data != Validity.EXPIRED:
        return None
    match = _PUBLIC_ID.search(typed)
    found = find_visible(Document, match.group(1), reader) if match else None
    if found is None:
        raise Invalid(
            _("We kennen dit document niet. Plak het adres van een document op deze site."), "successor"
        )
    return found


@bp.route("/documenten/<public_id>/eigenaar", methods=["GET", "POST"])
@signed_in
@limiter.limit("60/minute", methods=["POST"])
def owner(public_id: str) -> ResponseReturnValue:
    """Let somebody else look after it. When several are called so, a second step asks who."""
    reader = current_reader()
    document = get_item(Document, public_id, reader)
    require(reader, Action.ITEM_KEEP, document)
    form = OwnerForm()
    people = []
    if request.method == "POST" and form.validate():
        people = list(keeping.find_people(reader, document, form.name.data or ""))
        chosen = form.person.data or (people[0].public_id if len(people) == 1 else "")
        if chosen:
            person = keeping.hand_over(reader, document, chosen)
            flash(_("%(name)s is nu eigenaar van dit document.", name=person.name), "success")
            return redirect(url_for(".page", public_id=public_id), 303)
        if not people:
            message = _("We vinden hier niemand met die naam. Kijk of de naam klopt.")
            show(Invalid(message, "name"), form)
    crumbs = pages.crumbs(document, _("Eigenaar"))
    page = render_template("library/owner.html", form=form, document=document, crumbs=crumbs, people=people)
    return page, 422 if request.method == "POST" and not people else 200


@bp.post("/documenten/<public_id>/nagekeken")
@signed_in
def verify(public_id: str) -> ResponseReturnValue:
    """Say that this file was looked at and is right; `ja` = 0 takes that back."""
    reader = current_reader()
    document = get_item(Document, public_id, reader)
    yes = request.form.get("ja") != "0"
    keeping.verify(reader, document, yes=yes)
    flash(
        _("Dit document staat nu als nagekeken.") if yes else _("Dit document staat niet meer als nagekeken.")
    )
    return redirect(url_for(".page", public_id=public_id), 303)


@bp.route("/documenten/<public_id>/klopt-niet-meer", methods=["GET", "POST"])
@signed_in
@limiter.limit("10/hour", methods=["POST"])
def doubt(public_id: str) -> ResponseReturnValue:
    """Say that it is not right any more, with a word for who looks after it."""
    reader = current_reader()
    document = get_item(Document, public_id, reader)
    require(reader, Action.ITEM_TAKE_PART, document)
    form = DoubtForm()
    if request.method == "POST" and form.validate():
        try:
            with attempt():
                keeping.doubt(reader, document, form.word.data or "")
            flash(_("Dank je. De eigenaar van dit document krijgt bericht."), "success")
            return redirect(url_for(".page", public_id=public_id), 303)
        except Invalid as error:
            show(error, form)
    crumbs = pages.crumbs(document, _("Klopt niet meer"))
    page = render_template("library/doubt.html", form=form, document=document, crumbs=crumbs)
    return page, 422 if request.method == "POST" else 200


@bp.post("/documenten/<public_id>/klopt-nog")
@signed_in
def settle(public_id: str) -> ResponseReturnValue:
    """Say that it is right as it is; open doubts are answered."""
    reader = current_reader()
    document = get_item(Document, public_id, reader)
    keeping.settle(reader, document)
    flash(_("Het document blijft zoals het is."))
    return redirect(url_for(".page", public_id=public_id), 303)
