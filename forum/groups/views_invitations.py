"""Invite by mail, and the page that the mail leads to."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from forum.access import Action, require
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.groups import queries, queries_invitations, service_invitations
from forum.groups.blueprint import bp
from forum.groups.forms import InviteForm
from forum.groups.presets import words_of
from forum.lib import limits
from forum.lib.errors import Invalid, NotFound
from forum.lib.forms import show


def _own_address() -> str | None:
    return current_user.user.email if current_user.is_authenticated else None


@bp.route("/groepen/<address>/uitnodigen", methods=["GET", "POST"])
@signed_in
@limits.limiter.limit("60 per hour", methods=["POST"])
def invite(address: str) -> ResponseReturnValue:
    """Invite somebody, and see who was invited."""
    reader = current_reader()
    group = queries.get_group(reader, address)
    require(reader, Action.GROUP_MANAGE, group)
    form = InviteForm()
    if form.validate_on_submit():
        try:
            service_invitations.invite(reader, group, form.email.data, form.role.data)
        except Invalid as error:
            show(error, form)
        else:
            flash(_("De uitnodiging gaat naar %(email)s.", email=form.email.data), "success")
            return redirect(url_for("groups.invite", address=address), 303)
    answer = render_template(
        "groups/invite.html",
        form=form,
        group=group,
        invitations=queries_invitations.list_invitations(reader, group),
    )
    return answer, (422 if form.is_submitted() else 200)


@bp.post("/groepen/<address>/uitnodigen/<public_id>/intrekken")
@signed_in
def withdraw_invitation(address: str, public_id: str) -> ResponseReturnValue:
    """Take an invitation back."""
    reader = current_reader()
    service_invitations.withdraw_invitation(reader, queries.get_group(reader, address), public_id)
    return redirect(url_for("groups.invite", address=address), 303)


@bp.get("/uitnodiging/<token>")
@everyone
def invitation(token: str) -> ResponseReturnValue:
    """What the invitation is for, and one button; who is not signed in with its address signs in first."""
    usable = queries_invitations.find_usable(current_reader(), token)
    if usable is None:
        return _worthless(token)
    own_address = _own_address()
    return render_template(
        "groups/invitation.html",
        token=token,
        group=usable.group,
        words=words_of(usable.group),
        inviter=usable.inviter,
        signed_in=own_address is not None,
        for_me=own_address == usable.email,
    )


@bp.post("/uitnodiging/<token>")
@everyone
def accept_invitation(token: str) -> ResponseReturnValue:
    """Accept. Who is not signed in is sent to the page that lets them."""
    reader = current_reader()
    if not reader.signed_in:
        return redirect(url_for("groups.invitation", token=token), 303)
    try:
        group = service_invitations.accept_invitation(reader, token, _own_address())
    except NotFound:
        return _worthless(token)
    flash(_("Je bent nu lid van %(group)s.", group=group.name), "success")
    return redirect(url_for("groups.page", address=group.address), 303)


def _worthless(token: str) -> ResponseReturnValue:
    if group := queries_invitations.find_accepted(current_reader(), token):
        return redirect(url_for("groups.page", address=group.address), 303)
    # The same for a secret that never was, was used, or expired: nobody learns that there was a group.
    return render_template("groups/invitation_gone.html"), 410
