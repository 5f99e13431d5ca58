"""The page of results. A search has an address, so it can be shared."""

from dataclasses import replace

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.access import visible
from forum.access.current import current_reader
from forum.access.routes import everyone
from forum.core.group import Group
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.pages import Page, number_from
from forum.search import service

bp = Blueprint("search", __name__)


@bp.get("/zoeken")
@everyone
def results() -> ResponseReturnValue:
    """What was found, with filters. Nothing typed is no error: it shows how to search."""
    reader = current_reader()
    text = request.args.get("q", "")
    kind = request.args.get("soort") or None
    if kind not in service.kind_words():
        kind = None
    group = None
    if address := request.args.get("groep"):
        group = db.session.scalars(visible(Group, reader).where(Group.address == address)).one_or_none()
        if group is None:
            raise NotFound
    number = number_from(request.args.get("pagina"))
    found = service.search(reader, text, kind=kind, group=group, page=number)

    def address_of(**changes: str | int | None) -> str:
        values = {"q": found.text, "soort": kind, "groep": group.address if group else None, **changes}
        return url_for(".results", **{name: value for name, value in values.items() if value})

    page = replace(
        Page(found.items, number, found.total),
        address=lambda wanted: address_of(pagina=wanted if wanted > 1 else None),
    )
    return render_template(
        "search/results.html", found=found, page=page, kind=kind, group=group, address_of=address_of
    )
