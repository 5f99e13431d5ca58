"""Accounts: find one, give it a role, close it, end its sessions."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access.current import current_reader, forget_reader
from forum.access.review import get_account
from forum.access.routes import signed_in
from forum.accounts import roles
from forum.administration import log, people
from forum.administration.blueprint import bp
from forum.administration.forms import ReasonForm, RoleForm
from forum.administration.people import Which
from forum.administration.words import ROLES
from forum.core.user import User
from forum.lib.errors import Invalid
from forum.lib.forms import show
from forum.lib.limits import SEARCHING, limiter
from forum.lib.pages import number_from


@bp.get("/beheer/mensen", endpoint="people")
@limiter.limit(SEARCHING)
@signed_in
def list_people() -> ResponseReturnValue:
    """Search the accounts; `?toon=` narrows."""
    typed = request.args.get("q", "")
    wanted = request.args.get("toon")
    which = Which(wanted) if wanted in list(Which) else Which.ALL
    page = people.list_accounts(
        current_reader(), typed=typed, which=which, number=number_from(request.args.get("pagina"))
    )

    def address(which: Which, number: int | None = None) -> str:
        return url_for(
            "administration.people",
            q=typed or None,
            toon=None if which == Which.ALL else which.value,
            pagina=number,
        )

    labels = {
        Which.ALL: _("Iedereen"),
        Which.ROLE: _("Met een rol"),
        Which.LONG: _("Lang niet ingelogd"),
        Which.CLOSED: _("Gesloten"),
    }
    tabs = [
        {"label": label, "url": address(each), "current": each is which} for each, label in labels.items()
    ]
    page = replace(page, address=lambda number: address(which, number))
    return render_template(
        "administration/people.html", page=page, typed=typed, which=which, tabs_of=tabs, roles=ROLES
    )


@bp.get("/beheer/mensen/<public_id>")
@signed_in
def account(public_id: str) -> ResponseReturnValue:
    """One account: its role, whether it is open, and what happened to it."""
    return _page(get_account(current_reader(), public_id))


def _page(
    person: User, role_form: RoleForm | None = None, reason_form: ReasonForm | None = None
) -> ResponseReturnValue:
    reader = current_reader()
    refused = role_form is not None or reason_form is not None
    page = render_template(
        "administration/account.html",
        person=person,
        own=person.id == reader.user_id,
        keys=people.keys_of(person),
        role_form=role_form or RoleForm(formdata=None, role=person.role),
        reason_form=reason_form or ReasonForm(formdata=None),
        form=role_form or reason_form or RoleForm(formdata=None),
        lines=log.list_lines(reader, about=person).items,
        roles=ROLES,
    )
    return page, (422 if refused else 200)


def _back(person: User) -> ResponseReturnValue:
    return redirect(url_for("administration.account", public_id=person.public_id), 303)


@bp.post("/beheer/mensen/<public_id>/rol")
@signed_in
def change_role(public_id: str) -> ResponseReturnValue:
    """Give or take a role."""
    person = get_account(current_reader(), public_id)
    form = RoleForm()
    if form.validate():
        try:
            roles.change_role(current_reader(), person, form.role.data)
        except Invalid as error:
            show(error, form)
        else:
            if person.id == current_reader().user_id:
                forget_reader()
                flash(_("Je rol is veranderd."), "success")
                return redirect("/", 303)
            flash(_("De rol van %(name)s is veranderd.", name=person.name), "success")
            return _back(person)
    return _page(person, role_form=form)


@bp.post("/beheer/mensen/<public_id>/sluiten")
@signed_in
def close(public_id: str) -> ResponseReturnValue:
    """Close an account."""
    person = get_account(current_reader(), public_id)
    form = ReasonForm()
    if form.validate():
        try:
            roles.close(current_reader(), person, form.reason.data)
        except Invalid as error:
            show(error, form)
        else:
            flash(_("Het account van %(name)s is gesloten.", name=person.name), "success")
            return _back(person)
    return _page(person, reason_form=form)


@bp.post("/beheer/mensen/<public_id>/openen")
@signed_in
def reopen(public_id: str) -> ResponseReturnValue:
    """Open a closed account again."""
    person = get_account(current_reader(), public_id)
    form = ReasonForm()
    if form.validate():
        try:
            roles.reopen(current_reader(), person, form.reason.data)
        except Invalid as error:
            show(error, form)
        else:
            flash(_("%(name)s kan weer inloggen.", name=person.name), "success")
            return _back(person)
    return _page(person, reason_form=form)


@bp.post("/beheer/mensen/<public_id>/uitloggen")
@signed_in
def end_sessions(public_id: str) -> ResponseReturnValue:
    """End every session and token of somebody."""
    person = get_account(current_reader(), public_id)
    roles.end_sessions(current_reader(), person)
    flash(_("%(name)s is overal uitgelogd.", name=person.name), "success")
    return _back(person)


@bp.post("/beheer/mensen/<public_id>/beveiliging")
@signed_in
def reset_second_factor(public_id: str) -> ResponseReturnValue:
    """Take the passkeys and the app of somebody away, who lost them."""
    person = get_account(current_reader(), public_id)
    roles.reset_second_factor(current_reader(), person)
    flash(
        _("%(name)s stelt bij het volgende bezoek een nieuwe passkey of app in.", name=person.name), "success"
    )
    return _back(person)
