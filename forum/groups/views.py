"""The list of groups, one group, a new one, its picture and its settings."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, may, require
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.core import kinds
from forum.groups import (
    queries,
    service,
    views_invitations,  # noqa: F401  its routes
    views_links,  # noqa: F401  its routes
    views_membership,  # noqa: F401  its routes
    views_people,  # noqa: F401  its routes
    views_preset,  # noqa: F401  its routes
)
from forum.groups.blueprint import bp
from forum.groups.forms import AskForm, NewGroupForm, SettingsForm
from forum.groups.log import list_log
from forum.groups.presets import PRESETS, words_of
from forum.lib import limits
from forum.lib.errors import Invalid, NotFound
from forum.lib.forms import show
from forum.lib.page_cache import shared
from forum.lib.pages import number_from
from forum.storage import chosen_pictures
from forum.threads.lines import list_lines
from forum.threads.presenting import moderation_url

__all__ = ["bp"]
DOCUMENTS = "document"  # the kind that has a box of its own beside the list


@bp.get("/groepen")
@everyone
@shared("pagina")
def index() -> ResponseReturnValue:
    """My groups, then the others one may know of."""
    reader = current_reader()
    others = queries.list_others(reader, number_from(request.args.get("pagina")))
    others = replace(others, address=lambda number: url_for("groups.index", pagina=number))
    return render_template(
        "groups/index.html",
        mine=queries.list_mine(reader),
        others=others,
        may_begin=may(reader, Action.GROUP_CREATE),
    )


@bp.route("/groepen/nieuw", methods=["GET", "POST"])
@signed_in
@limits.limiter.limit("20 per hour", methods=["POST"])
def new() -> ResponseReturnValue:
    """Make a group: name, description, picture, and one of three presets."""
    form = NewGroupForm()
    reader = current_reader()
    require(reader, Action.GROUP_CREATE)
    if form.validate_on_submit():
        try:
            group = service.create_group(
                reader,
                name=form.name.data,
                description=form.description.data,
                preset=form.preset.data,
                picture=form.picture_file(),
                public_id=form.public_id_for(reader.user_id),
            )
        except Invalid as error:
            show(error, form)
        else:
            return redirect(url_for("groups.page", address=group.address), 303)
    answer = render_template("groups/new.html", form=form, presets=PRESETS)
    return answer, (422 if form.is_submitted() else 200)


@bp.get("/groepen/<address>")
@everyone
@shared("soort", "pagina")
def page(address: str) -> ResponseReturnValue:
    """A group: all of it for who may read it, name and the way in for others who may know of it."""
    reader = current_reader()
    group, following = queries.get_group_and_follow(reader, address)
    standing = queries.standing_of(reader, group)
    frame = {
        "group": group,
        "words": words_of(group),
        "picture_url": queries.picture_url(group),
        "standing": standing,
        "report_url": moderation_url(
            "moderation.report", "group", group.public_id, reader.signed_in and not standing.manager
        ),
    }
    if not standing.may_read:
        return render_template("groups/outside.html", form=AskForm(), **frame)
    kind = kinds.find(request.args.get("soort"))
    number = number_from(request.args.get("pagina"))
    counts = queries.count_kinds(reader, group)
    lines = list_lines(
        reader,
        group_id=group.id,
        kinds=[kind.code] if kind else None,
        page=number,
        total=sum(count for known, count in counts if kind in (None, known)),
    )
    lines = replace(
        lines,
        address=lambda n: url_for(
            "groups.page", address=address, soort=kind.code if kind else None, pagina=n
        ),
    )
    faces, member_count = queries.list_faces(reader, group)
    has_documents = kind is None and any(known.code == DOCUMENTS for known, _number in counts)
    return render_template(
        "groups/page.html",
        documents=(
            list_lines(reader, group_id=group.id, kinds=[DOCUMENTS], order="new", per_page=4, total=4).items
            if has_documents
            else []
        ),
        lines=lines,
        kind=kind,
        counts=counts,
        faces=faces,
        member_count=member_count,
        composers=list(kinds.every()) if standing.may_post else [],
        may_follow=may(reader, Action.GROUP_FOLLOW, group),
        following=following,
        **frame,
    )


@bp.get("/groepen/<address>/beeld")
@everyone
def picture(address: str) -> ResponseReturnValue:
    """The picture of a group, for who may know of the group."""
    group = queries.get_group(current_reader(), address)
    if group.picture_sha256 is None:
        raise NotFound
    return chosen_pictures.answer(group.picture_sha256)


@bp.route("/groepen/<address>/instellingen", methods=["GET", "POST"])
@signed_in
def settings(address: str) -> ResponseReturnValue:
    """Name, description, picture and colour, for managers."""
    reader = current_reader()
    group = queries.get_group(reader, address)
    require(reader, Action.GROUP_MANAGE, group)
    form = SettingsForm(obj=None if request.method == "POST" else group)
    if form.validate_on_submit():
        try:
            service.change_details(
                reader,
                group,
                name=form.name.data,
                description=form.description.data,
                picture=form.picture_file(),
                remove_picture=form.remove_picture.data,
                # A form without the choice leaves it as it is.
                colour=form.colour.data if form.colour.raw_data else None,
            )
        except Invalid as error:
            show(error, form)
        else:
            flash(_("De groep is aangepast."), "success")
            return redirect(url_for("groups.page", address=address), 303)
    answer = render_template(
        "groups/settings.html",
        form=form,
        group=group,
        words=words_of(group),
        picture_url=queries.picture_url(group),
    )
    return answer, (422 if form.is_submitted() else 200)


@bp.get("/groepen/<address>/logboek")
@signed_in
def log(address: str) -> ResponseReturnValue:
    """What happened to the group, for managers."""
    reader = current_reader()
    group = queries.get_group(reader, address)
    require(reader, Action.GROUP_MANAGE, group)
    return render_template("groups/log.html", group=group, lines=list_log(reader, group))
