"""Another file on the same address, and the files that were there before."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, get_visible, may, require
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.lib.db import attempt
from forum.lib.errors import Invalid
from forum.lib.forms import show
from forum.lib.limits import limiter
from forum.library import replacing, serving, uploads, versions, views_receiving
from forum.library.blueprint import bp
from forum.library.forms import ReplaceForm
from forum.library.models import Document
from forum.threads import comparing, pages
from forum.threads.queries import get_item

# Of a long text: what stands around a change, and how much is shown in all, in characters.
AROUND, MOST_SHOWN = 160, 60_000


@bp.route("/documenten/<public_id>/vervangen", methods=["GET", "POST"])
@signed_in
@limiter.limit("60/minute", methods=["POST"])
def replace(public_id: str) -> ResponseReturnValue:
    """Put a newer file in the place of this one."""
    form = ReplaceForm()
    views_receiving.receive(form)
    reader = current_reader()
    document = get_item(Document, public_id, reader)
    require(reader, Action.ITEM_KEEP, document)
    if request.method == "POST" and form.validate() and form.upload is not None:
        try:
            with attempt():
                replacing.replace_file(reader, document, form.upload, reason=form.reason.data or "")
            flash(_("De nieuwe versie staat klaar. Alle links blijven werken."), "success")
            return redirect(url_for(".page", public_id=public_id), 303)
        except Invalid as error:
            show(error, form)
    return render_template(
        "library/replace.html",
        form=form,
        document=document,
        limit=uploads.limit(),
        crumbs=pages.crumbs(document, _("Nieuwe versie")),
    ), 422 if request.method == "POST" else 200


@bp.get("/documenten/<public_id>/versies", endpoint="versions")
@everyone
def list_versions(public_id: str) -> ResponseReturnValue:
    """Every file that the document has and had: who, when and why."""
    reader = current_reader()
    document = get_item(Document, public_id, reader)
    return render_template(
        "library/versions.html",
        document=document,
        versions=versions.list_versions(reader, document),
        may_restore=may(reader, Action.ITEM_KEEP, document),
        crumbs=pages.crumbs(document, _("Versies")),
    )


@bp.get("/documenten/<public_id>/versies/<int(min=1, max=999999):number>/bestand")
@everyone
def version_file(public_id: str, number: int) -> ResponseReturnValue:
    """The file of one version, for who may read the document at this moment (T26). This address never changes."""
    reader = current_reader()
    document = get_visible(Document, public_id, reader)
    version = versions.get_version(reader, document, number)
    return serving.download(reader, document.id, version, version.at)


@bp.get("/documenten/<public_id>/versies/vergelijk")
@everyone
def compare(public_id: str) -> ResponseReturnValue:
    """What changed between the texts of two versions (`?van=` and `?naar=`); without a choice: the last change."""
    reader = current_reader()
    document = get_item(Document, public_id, reader)
    listed = versions.list_versions(reader, document)
    by_number = {str(version.number): version for version in listed}
    new = by_number.get(request.args.get("naar", ""), listed[0])
    old = by_number.get(request.args.get("van", ""), listed[min(1, len(listed) - 1)])
    texts = versions.texts_of(document, [old.number, new.number])
    pieces = comparing.compare(*texts) if all(texts) else []
    shown, whole = comparing.shortened(pieces, AROUND, MOST_SHOWN)
    return render_template(
        "library/compare.html",
        document=document,
        versions=listed,
        old=old,
        new=new,
        pieces=shown,
        whole=whole,
        same=texts[0] == texts[1],
        textless=[version for version, text in zip((old, new), texts, strict=True) if not text],
        crumbs=pages.crumbs(document, _("Versies vergelijken")),
    )


@bp.post("/documenten/<public_id>/versies/<int(min=1, max=999999):number>/terugzetten")
@signed_in
def restore(public_id: str, number: int) -> ResponseReturnValue:
    """Put an earlier file back, as a new version."""
    reader = current_reader()
    document = get_item(Document, public_id, reader)
    replacing.restore_version(reader, document, number)
    flash(_("Versie %(number)s is teruggezet. Dat is nu de nieuwste versie.", number=number), "success")
    return redirect(url_for(".versions", public_id=public_id), 303)
