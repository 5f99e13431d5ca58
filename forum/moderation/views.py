"""Pages of moderation."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, Reader, get_visible, require
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.core import kinds
from forum.core.group import Group
from forum.core.item import Item
from forum.core.user import User
from forum.lib.errors import Invalid, NotFound
from forum.lib.forms import show
from forum.lib.pages import number_from
from forum.moderation import queries, service
from forum.moderation.faces import GroupFace, PersonFace
from forum.moderation.forms import DecideForm, HideForm, ReportForm
from forum.moderation.models import About
from forum.moderation.subjects import Contribution, Subject
from forum.storage import chosen_pictures
from forum.threads.queries import get_item, get_reply

bp = Blueprint("moderation", __name__)


def _subject(reader: Reader, what: str, public_id: str) -> Subject:
    if what == About.GROUP:
        return GroupFace(get_visible(Group, public_id, reader))
    if what == About.PERSON:
        return PersonFace(get_visible(User, public_id, reader))
    return _contribution(reader, what, public_id)


def _contribution(reader: Reader, what: str, public_id: str) -> Contribution:
    if what == About.ITEM:
        return Contribution(get_item(Item, public_id, reader))
    if what != About.REPLY:
        raise NotFound
    reply, item = get_reply(public_id, reader)
    return Contribution(item, reply)


def _page_of(subject: Subject) -> str:
    """The page to go back to."""
    if isinstance(subject, GroupFace):
        return url_for("groups.page", address=subject.group.address)
    if isinstance(subject, PersonFace):
        return url_for("accounts.person", public_id=subject.person.public_id)
    if isinstance(subject, Contribution):
        return url_for(kinds.of(subject.item).page, public_id=subject.item.public_id)
    raise TypeError(f"no page for {type(subject).__name__}")


@bp.route("/melden/<what>/<public_id>", methods=["GET", "POST"])
@signed_in
def report(what: str, public_id: str) -> ResponseReturnValue:
    """Misbruik melden: one text, and back to where one was."""
    reader = current_reader()
    subject = _subject(reader, what, public_id)
    form = ReportForm()
    if form.validate_on_submit():
        try:
            service.report(reader, subject, form.reason.data or "")
        except Invalid as error:
            show(error, form)
        else:
            flash(_("Bedankt. Een beheerder kijkt hiernaar."), "success")
            return redirect(_page_of(subject), 303)
    status = 422 if form.is_submitted() else 200
    back = _page_of(subject)
    return render_template("moderation/report.html", form=form, subject=subject, back=back), status


@bp.route("/moderatie/verbergen/<what>/<public_id>", methods=["GET", "POST"])
@signed_in
def hide(what: str, public_id: str) -> ResponseReturnValue:
    """A manager hides something in their group."""
    reader = current_reader()
    subject = _contribution(reader, what, public_id)
    require(reader, Action.MODERATE, subject.item)
    form = HideForm()
    if form.validate_on_submit():
        try:
            service.hide(reader, subject, form.reason.data or "")
        except Invalid as error:
            show(error, form)
        else:
            flash(_("Het is verborgen. De schrijver krijgt jouw reden per mail."), "success")
            return redirect(_page_of(subject), 303)
    status = 422 if form.is_submitted() else 200
    back = _page_of(subject)
    return render_template("moderation/hide.html", form=form, subject=subject, back=back), status


@bp.get("/moderatie")
@signed_in
def worklist() -> ResponseReturnValue:
    """What waits for a decision of this reader."""
    reader = current_reader()
    if not queries.has_worklist(reader):
        raise NotFound
    open_only = request.args.get("toon") != "besloten"
    page = queries.list_reports(reader, open_only=open_only, page=number_from(request.args.get("pagina")))
    shown = None if open_only else "besloten"
    page = replace(page, address=lambda number: url_for(".worklist", toon=shown, pagina=number))
    return render_template("moderation/worklist.html", page=page, open_only=open_only)


@bp.get("/moderatie/logboek")
@signed_in
def log() -> ResponseReturnValue:
    """What was decided and by whom; nobody can change it."""
    reader = current_reader()
    if not queries.has_worklist(reader):
        raise NotFound
    page = queries.list_log(reader, number_from(request.args.get("pagina")))
    page = replace(page, address=lambda number: url_for(".log", pagina=number))
    return render_template("moderation/log.html", page=page)


@bp.route("/moderatie/<public_id>", methods=["GET", "POST"])
@signed_in
def decide(public_id: str) -> ResponseReturnValue:
    """One report: read what was reported, and decide."""
    reader = current_reader()
    found = queries.get_report(reader, public_id)
    subject = service.subject_for(reader, found)
    form = DecideForm()
    if subject is None:
        if found.about == About.PERSON:  # their account was closed since
            raise NotFound
        return render_template("moderation/closed.html", report=found)
    form.offer(subject)
    if form.validate_on_submit():
        try:
            service.decide(reader, found, subject, form.decision.data, form.reason.data or "")
        except Invalid as error:
            show(error, form)
        else:
            flash(_("Je beslissing is opgeslagen."), "success")
            return redirect(url_for(".worklist"), 303)
    look = service.active_look(reader, found)
    status = 422 if form.is_submitted() else 200
    return render_template(
        "moderation/decide.html", form=form, report=found, subject=subject, look=look
    ), status


@bp.post("/moderatie/<public_id>/inzage")
@signed_in
def look(public_id: str) -> ResponseReturnValue:
    """A site moderator opens what was reported in a group they are not in; it is written down."""
    reader = current_reader()
    service.look(reader, queries.get_report(reader, public_id))
    return redirect(url_for(".decide", public_id=public_id), 303)


@bp.get("/moderatie/<public_id>/beeld")
@signed_in
def picture(public_id: str) -> ResponseReturnValue:
    """The picture of a reported group, for who has the report open."""
    reader = current_reader()
    subject = service.subject_for(reader, queries.get_report(reader, public_id))
    if not isinstance(subject, GroupFace) or subject.group.picture_sha256 is None:
        raise NotFound
    return chosen_pictures.answer(subject.group.picture_sha256)
