"""Pages of the site itself: for everybody to read, for administrators to write."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access import Action, may, require
from forum.access.current import current_reader
from forum.access.routes import everyone, signed_in
from forum.core import setting
from forum.lib.errors import Invalid, NotFound
from forum.lib.forms import show
from forum.site import pages as service
from forum.site import standard
from forum.site.blueprint import bp
from forum.site.forms import PageForm


@bp.get(f"{standard.ADDRESS}<slug>")
@everyone
def page(slug: str) -> ResponseReturnValue:
    """A page of the site itself."""
    return render_template(
        "site/page.html",
        page=service.get_page(slug),
        language=setting.get("language"),
        may_edit=may(current_reader(), Action.SITE_ADMINISTER),
    )


@bp.get("/beheer/paginas")
@signed_in
def pages() -> ResponseReturnValue:
    """Every page of the site itself, for who writes them."""
    require(current_reader(), Action.SITE_ADMINISTER)
    return render_template("site/pages.html", pages=service.list_pages())


@bp.route("/beheer/paginas/nieuw", methods=["GET", "POST"])
@signed_in
def new_page() -> ResponseReturnValue:
    """Write a new page."""
    reader = current_reader()
    require(reader, Action.SITE_ADMINISTER)
    form = PageForm()
    if form.validate_on_submit():
        try:
            made = service.add_page(reader, title=form.title.data, body=form.body.data, place=form.place.data)
        except Invalid as error:
            show(error, form)
        else:
            return redirect(url_for("site.page", slug=made.slug), 303)
    return render_template("site/edit_page.html", form=form, page=None), (422 if form.is_submitted() else 200)


@bp.route("/beheer/paginas/<slug>", methods=["GET", "POST"])
@signed_in
def edit_page(slug: str) -> ResponseReturnValue:
    """Write a new version of a page."""
    reader = current_reader()
    require(reader, Action.SITE_ADMINISTER)
    found = service.get_page(slug)
    now = {
        "title": found.title,
        "body": found.body_source,
        "place": found.place.value,
        "number": found.number,
    }
    form = PageForm(data=None if request.method == "POST" else now)
    if form.validate_on_submit():
        try:
            service.change_page(
                reader,
                slug,
                title=form.title.data,
                body=form.body.data,
                place=form.place.data,
                number=_number(form.number.data),
            )
        except Invalid as error:
            form.number.data = found.number  # who was told of another version may save over it
            show(error, form)
        else:
            flash(_("De pagina is opgeslagen."), "success")
            return redirect(url_for("site.page", slug=slug), 303)
    return render_template("site/edit_page.html", form=form, page=found), (
        422 if form.is_submitted() else 200
    )


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


@bp.get("/beheer/paginas/<slug>/versies")
@signed_in
def page_versions(slug: str) -> ResponseReturnValue:
    """Every text that a page had."""
    versions = service.list_versions(current_reader(), slug)
    return render_template("site/page_versions.html", page=service.get_page(slug), versions=versions)


@bp.route("/beheer/paginas/<slug>/verwijderen", methods=["GET", "POST"])
@signed_in
def remove_page(slug: str) -> ResponseReturnValue:
    """Take a page away, after a question."""
    reader = current_reader()
    require(reader, Action.SITE_ADMINISTER)
    found = service.get_page(slug)
    if not found.removable:
        raise NotFound
    if request.method == "POST":
        service.remove_page(reader, slug)
        flash(_("De pagina is verwijderd."), "success")
        return redirect(url_for("site.pages"), 303)
    return render_template("site/remove_page.html", page=found)
