"""Folders of a group: their page, and what managers do with them."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, Reader, find_visible, get_group_at, may, require
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.core.folder import Folder
from forum.core.group import Group, Preset
from forum.core.item import Audience
from forum.lib.db import attempt
from forum.lib.errors import Invalid
from forum.lib.forms import show
from forum.lib.page_cache import shared
from forum.lib.pages import number_from
from forum.library import folders, queries
from forum.library.blueprint import bp
from forum.library.forms import FolderForm, PlaceForm
from forum.library.models import Document
from forum.threads import pages
from forum.threads.queries import get_item


def _folder(public_id: str) -> tuple[Reader, Folder, Group]:
    reader = current_reader()
    return (reader, *folders.get_folder(reader, public_id))


@bp.get("/mappen/<public_id>", endpoint="folder")
@everyone
@shared("pagina")
def folder_page(public_id: str) -> ResponseReturnValue:
    """The documents in a folder that this reader may read."""
    reader, folder, group = _folder(public_id)
    wish = queries.Wish(group=group, folder=folder)
    page = queries.list_documents(reader, wish, number_from(request.args.get("pagina")))
    return render_template(
        "library/folder.html",
        folder=folder,
        group=group,
        members_only=folder.audience == Audience.MEMBERS,
        page=replace(page, address=lambda number: url_for(".folder", public_id=public_id, pagina=number)),
        may_manage=may(reader, Action.GROUP_MANAGE, group),
        add_url=url_for(".new", groep=group.address, map=public_id) if group.id in reader.member_of else None,
    )


@bp.route("/groepen/<address>/mappen", methods=["GET", "POST"])
@signed_in
def manage_folders(address: str) -> ResponseReturnValue:
    """GET: the folders in their order, with buttons. POST: a new one."""
    reader = current_reader()
    group = get_group_at(address, reader)
    require(reader, Action.GROUP_MANAGE, group)
    form = FolderForm()
    if request.method == "POST" and form.validate():
        try:
            with attempt():
                made = folders.make(reader, group, form.name.data or "", form.members.data)
            flash(_("De map “%(name)s” is er.", name=made.name), "success")
            return redirect(url_for(".manage_folders", address=address), 303)
        except Invalid as error:
            show(error, form)
    page = render_template(
        "library/folders.html",
        group=group,
        form=form,
        lines=folders.list_folders(reader, group),
        may_narrow=group.preset == Preset.OPEN,
    )
    return page, 422 if request.method == "POST" else 200


@bp.route("/mappen/<public_id>/aanpassen", methods=["GET", "POST"])
@signed_in
def edit_folder(public_id: str) -> ResponseReturnValue:
    """Another name, or other readers."""
    reader, folder, group = _folder(public_id)
    require(reader, Action.GROUP_MANAGE, group)
    form = FolderForm()
    if request.method == "GET":
        form.name.data, form.members.data = folder.name, folder.audience == Audience.MEMBERS
    elif form.validate():
        # Where there is nothing to choose, it stays as it is.
        narrow = form.members.data if group.preset == Preset.OPEN else folder.audience == Audience.MEMBERS
        try:
            with attempt():
                folders.change(reader, group, folder, form.name.data or "", narrow)
            flash(_("Je aanpassingen zijn opgeslagen."), "success")
            return redirect(url_for(".folder", public_id=public_id), 303)
        except Invalid as error:
            show(error, form)
    page = render_template(
        "library/folder_edit.html",
        group=group,
        form=form,
        folder=folder,
        may_narrow=group.preset == Preset.OPEN,
    )
    return page, 422 if request.method == "POST" else 200


@bp.post("/mappen/<public_id>/schuiven")
@signed_in
def shift_folder(public_id: str) -> ResponseReturnValue:
    """One place up (`richting` is "op") or down."""
    reader, folder, group = _folder(public_id)
    folders.shift(reader, group, folder, request.form.get("richting") == "op")
    return redirect(url_for(".manage_folders", address=group.address, _anchor=f"map-{public_id}"), 303)


@bp.post("/mappen/<public_id>/verwijderen")
@signed_in
def remove_folder(public_id: str) -> ResponseReturnValue:
    """Take away an empty folder."""
    reader, folder, group = _folder(public_id)
    name = folder.name
    try:
        with attempt():
            folders.remove(reader, group, folder)
        flash(_("De map “%(name)s” is weg.", name=name), "success")
    except Invalid as error:
        flash(str(error), "error")
    return redirect(url_for(".manage_folders", address=group.address), 303)


@bp.route("/documenten/<public_id>/map", methods=["GET", "POST"])
@signed_in
def place(public_id: str) -> ResponseReturnValue:
    """Lay a document in another folder of its group."""
    reader = current_reader()
    document = get_item(Document, public_id, reader)
    require(reader, Action.ITEM_MOVE, document)
    form = PlaceForm()
    form.folder.choices = folders.choices(reader, document.group) or [("", _("Geen map"))]
    if request.method == "GET":
        lies = find_visible(Folder, document.folder_id, reader) if document.folder_id else None
        form.folder.data = lies.public_id if lies else ""
    elif form.validate():
        try:
            with attempt():
                folders.put(reader, document, folders.chosen(reader, document.group, form.folder.data))
            flash(_("“%(title)s” ligt op zijn nieuwe plek.", title=document.title), "success")
            return redirect(url_for(".page", public_id=public_id), 303)
        except Invalid as error:
            show(error, form)
    crumbs = pages.crumbs(document, _("Map"))
    page = render_template("library/place.html", form=form, document=document, crumbs=crumbs)
    return page, 422 if request.method == "POST" else 200
