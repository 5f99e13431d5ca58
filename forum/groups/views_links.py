"""Short links into a group: for its managers to make, show, print and take back; and the page that one leads to."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from forum.access import Action, find_visible, get_visible, require
from forum.access.current import current_reader, forget_reader
from forum.access.routes import everyone, signed_in
from forum.core import kinds
from forum.core.group import Group, Preset
from forum.core.item import Item
from forum.groups import queries, queries_links, service_links
from forum.groups.blueprint import bp
from forum.groups.forms import LinkForm
from forum.groups.presets import words_of
from forum.lib import limits, links, qr
from forum.lib.errors import Invalid, NotFound
from forum.lib.forms import show
from forum.threads import sheets


@bp.route("/groepen/<address>/links", methods=["GET", "POST"])
@signed_in
@limits.limiter.limit("60 per hour", methods=["POST"])
def invite_links(address: str) -> ResponseReturnValue:
    """Make a link, and see those that there are. `?bij=` is what it leads to: something in the group."""
    reader = current_reader()
    group = _managed(address)
    item = _in_group(group, request.args.get("bij"))
    form = LinkForm()
    if form.validate_on_submit():
        try:
            link = service_links.make_link(
                reader,
                group,
                public_id=form.public_id_for(reader.user_id),
                role=form.role.data,
                days=form.days.data,
                most_uses=form.most_uses.data,
                email_domain=form.email_domain.data,
                approval=form.approval.data and group.preset == Preset.CLOSED,
                item_id=item.public_id if item else None,
            )
        except Invalid as error:
            show(error, form)
        else:
            return redirect(url_for("groups.invite_link", address=address, public_id=link.public_id), 303)
    answer = render_template(
        "groups/links.html",
        form=form,
        group=group,
        item=item,
        item_url=_page_of(item) if item else None,
        closed=group.preset == Preset.CLOSED,
        readable_by_all=sheets.is_public(item) if item else group.preset == Preset.OPEN,
        links=queries_links.list_links(reader, group),
    )
    return answer, (422 if form.is_submitted() else 200)


@bp.get("/groepen/<address>/links/<public_id>")
@signed_in
def invite_link(address: str, public_id: str) -> ResponseReturnValue:
    """One link: its code, its address to copy, and the sheets to print."""
    group = _managed(address)
    link = queries_links.get_link(current_reader(), group, public_id)
    return render_template(
        "groups/link.html", group=group, link=link, url=_short(link.secret) if link.secret else None
    )


@bp.get("/groepen/<address>/links/<public_id>/code.svg")
@signed_in
def invite_link_code(address: str, public_id: str) -> ResponseReturnValue:
    """The QR code of a link, for managers."""
    link = _working_link(address, public_id)
    return Response(qr.svg(_short(link.secret or "")), mimetype="image/svg+xml")


@bp.get("/groepen/<address>/links/<public_id>/blad.pdf")
@signed_in
def invite_link_sheet(address: str, public_id: str) -> ResponseReturnValue:
    """The sheet of a link, for managers."""
    link = _working_link(address, public_id)
    group = _managed(address)
    kicker = group.name if link.about else _("Doe mee met de groep")
    return sheets.answer(
        kicker,
        link.about or group.name,
        _short(link.secret or ""),
        size=request.args.get("formaat"),
        joins=True,
    )


@bp.post("/groepen/<address>/links/<public_id>/intrekken")
@signed_in
def revoke_link(address: str, public_id: str) -> ResponseReturnValue:
    """Make a link worthless."""
    service_links.revoke_link(current_reader(), queries.get_group(current_reader(), address), public_id)
    flash(_("De link werkt niet meer."), "success")
    return redirect(url_for("groups.invite_links", address=address), 303)


@bp.get("/groepen/<address>/blad.pdf")
@everyone
def group_sheet(address: str) -> ResponseReturnValue:
    """The sheet of an open group: everybody may read it, so its code leads straight there."""
    group = queries.get_group(current_reader(), address)
    if group.preset != Preset.OPEN:
        raise NotFound
    url = links.absolute("groups.page", address=group.address)
    return sheets.answer(
        _("Lees mee in de groep"), group.name, url, size=request.args.get("formaat"), joins=False
    )


@bp.get("/u/<token>")
@everyone
@limits.limiter.limit("60 per minute")
def short_link(token: str) -> ResponseReturnValue:
    """What a link leads to, and one button; who is not signed in gives their address first."""
    reader = current_reader()
    if (link := queries_links.find_link_of_mine(reader, token)) is not None:
        return redirect(
            _landing(get_visible(Group, link.group_id, reader), queries_links.item_of(reader, link))
        )
    usable = queries_links.find_usable_link(reader, token)
    if usable is None:
        return _worthless()
    return _offer(token, usable)


@bp.post("/u/<token>")
@everyone
@limits.limiter.limit("60 per minute")
def join_by_link(token: str) -> ResponseReturnValue:
    """Join, or ask to. Who is not signed in is sent to the page that lets them."""
    reader = current_reader()
    if not reader.signed_in:
        return redirect(url_for("groups.short_link", token=token), 303)
    try:
        usable = service_links.join_by_link(reader, token, current_user.user.email)
    except NotFound:
        return _worthless()
    except Invalid as error:
        usable_now = queries_links.find_usable_link(reader, token)
        return (_offer(token, usable_now, error.message), 422) if usable_now else _worthless()
    if usable.asks:
        flash(
            _("De beheerders hebben je verzoek gekregen. Je krijgt een mail als je bent toegelaten."),
            "success",
        )
        return redirect(url_for("groups.page", address=usable.group.address), 303)
    forget_reader()
    flash(_("Je bent nu lid van %(group)s.", group=usable.group.name), "success")
    return redirect(_landing(usable.group, queries_links.item_of(current_reader(), usable.link)), 303)


def _offer(token: str, usable: queries_links.UsableLink, refusal: str = "") -> str:
    reader = current_reader()
    return render_template(
        "groups/short_link.html",
        token=token,
        group=usable.group,
        words=words_of(usable.group),
        maker=usable.maker,
        asks=usable.asks,
        asked=usable.group.id in reader.asked_in and usable.asks,
        domain=usable.link.email_domain,
        # Before joining its title is for who may read it anyway.
        item=queries_links.item_of(reader, usable.link),
        refusal=refusal,
    )


def _worthless() -> ResponseReturnValue:
    # The same for a link that never was and for one that ended: nobody learns that there was a group.
    return render_template("groups/link_gone.html"), 410


def _managed(address: str) -> Group:
    reader = current_reader()
    group = queries.get_group(reader, address)
    require(reader, Action.GROUP_MANAGE, group)
    return group


def _working_link(address: str, public_id: str) -> queries_links.LinkLine:
    link = queries_links.get_link(current_reader(), _managed(address), public_id)
    if link.secret is None:
        raise NotFound
    return link


def _in_group(group: Group, public_id: str | None) -> Item | None:
    if not public_id:
        return None
    item = find_visible(Item, public_id, current_reader())
    if item is None or item.group_id != group.id:
        raise NotFound
    return item


def _short(secret: str) -> str:
    return links.absolute("groups.short_link", token=secret)


def _page_of(item: Item) -> str:
    return url_for(kinds.of(item).page, public_id=item.public_id)


def _landing(group: Group, item: Item | None) -> str:
    return _page_of(item) if item else url_for("groups.page", address=group.address)
