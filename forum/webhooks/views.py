"""The pages of webhooks: of a group, for its managers; of the site, for its administrators."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import get_group_at
from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.core.group import Group
from forum.lib.db import attempt
from forum.lib.errors import Invalid, NotFound
from forum.lib.forms import show
from forum.lib.limits import limiter
from forum.webhooks import service, words
from forum.webhooks.forms import WebhookForm

bp = Blueprint("webhooks", __name__)


@bp.route("/groepen/<address>/webhooks", methods=["GET", "POST"])
@signed_in
@limiter.limit("30/minute", methods=["POST"])
def of_group(address: str) -> ResponseReturnValue:
    """The webhooks of a group, and a form for a new one, whose secret is shown on this page once."""
    return _page(get_group_at(address, current_reader()))


@bp.route("/beheer/webhooks", methods=["GET", "POST"])
@signed_in
@limiter.limit("30/minute", methods=["POST"])
def of_site() -> ResponseReturnValue:
    """The webhooks of the site."""
    return _page(None)


@bp.post("/groepen/<address>/webhooks/<public_id>/<act>")
@signed_in
@limiter.limit("30/minute")
def act_of_group(address: str, public_id: str, act: str) -> ResponseReturnValue:
    """Try one, choose what it is told, switch it on again, or take it away."""
    return _act(get_group_at(address, current_reader()), public_id, act)


@bp.post("/beheer/webhooks/<public_id>/<act>")
@signed_in
@limiter.limit("30/minute")
def act_of_site(public_id: str, act: str) -> ResponseReturnValue:
    """The same for one of the site."""
    return _act(None, public_id, act)


def _page(group: Group | None) -> ResponseReturnValue:
    reader = current_reader()
    hooks = service.list_for(reader, group)
    form = WebhookForm()
    secret = None
    if form.validate_on_submit():
        try:
            with attempt():
                public_id = form.public_id_for(reader.user_id, _here(group))
                secret = service.add(
                    reader,
                    group,
                    url=form.url.data or "",
                    public_id=public_id,
                    events=form.events.data or (),
                )
            hooks = service.list_for(reader, group)
        except Invalid as error:
            show(error, form)
    page = render_template(
        "webhooks/list.html",
        group=group,
        form=form if secret is None else None,
        secret=secret,
        here=_here(group),
        hooks=[_line(group, hook) for hook in hooks],
    )
    return page, 422 if form.is_submitted() and secret is None else 200


def _line(group: Group | None, hook: Any) -> dict[str, Any]:
    names: dict[str, Any] = {"address": group.address} if group else {}
    endpoint = ".act_of_group" if group else ".act_of_site"
    acts = {
        act: url_for(endpoint, public_id=hook.public_id, act=act, **names)
        for act in ("testen", "kiezen", "aanzetten", "verwijderen")
    }
    told = hook.events.split()
    return {
        "public_id": hook.public_id,
        "events": [(event, word, event in told) for event, word in words.CHOICES.items()],
        "url": hook.url,
        "owner": hook.owner.name,
        "stopped": words.STOPPED[hook.stopped_why] if hook.stopped_at else None,
        "acts": acts,
        "deliveries": [(row, words.of_delivery(row)) for row in service.list_deliveries(hook)],
    }


def _act(group: Group | None, public_id: str, act: str) -> ResponseReturnValue:
    reader = current_reader()
    if act == "testen":
        service.send_test(reader, group, public_id)
        flash(_("We sturen een test. Laad de pagina opnieuw om te zien hoe het ging."))
    elif act == "kiezen":
        try:
            service.choose(reader, group, public_id, request.form.getlist("events"))
        except Invalid as error:
            flash(error.message, "error")
        else:
            flash(_("Opgeslagen. Vanaf nu vertellen we dit."), "success")
    elif act == "aanzetten":
        service.restart(reader, group, public_id)
        flash(_("De webhook staat weer aan."), "success")
    elif act == "verwijderen":
        service.remove(reader, group, public_id)
        flash(_("De webhook is verwijderd."), "success")
    else:
        raise NotFound
    return redirect(_here(group), 303)


def _here(group: Group | None) -> str:
    return url_for(".of_group", address=group.address) if group else url_for(".of_site")
