"""The text of a document on a page of its own: to read on a phone, or with a program that reads aloud."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.access.current import current_reader
from forum.access.routes import everyone
from forum.lib.page_cache import shared
from forum.lib.pages import number_from
from forum.library import previews, queries, wording
from forum.library.blueprint import bp
from forum.library.models import Document
from forum.threads import pages
from forum.threads.queries import get_item


@bp.get("/documenten/<public_id>/lezen")
@everyone
@shared("pagina", "deel")
def read(public_id: str) -> ResponseReturnValue:
    """The text, part `?deel=` of it; `?pagina=` sends on to that page. Without text: the document's own page."""
    reader = current_reader()
    document = get_item(Document, public_id, reader)
    wanted = number_from(request.args["pagina"]) if "pagina" in request.args else None
    portion = queries.portion_of(
        reader, document, page=wanted, number=number_from(request.args.get("deel")), plain=True
    )
    if portion is None:
        return redirect(url_for(".page", public_id=public_id))
    if wanted is not None:
        there = url_for(".read", public_id=public_id, deel=portion.number, _anchor=f"pagina-{wanted}")
        return redirect(there)
    return render_template(
        "library/read.html",
        document=document,
        portion=portion,
        numbered=document.page_count > 1,
        facts=wording.facts(document),
        most_rows=previews.MOST_ROWS,
        most_columns=previews.MOST_COLUMNS,
        crumbs=pages.crumbs(document, _("Tekst")),
        portion_url=lambda number: url_for(".read", public_id=public_id, deel=number),
    )
