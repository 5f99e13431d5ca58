"""The page of results. A search has an address, so it can be shared."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.access import get_group_at
from forum.access.current import current_reader
from forum.access.routes import everyone
from forum.lib.limits import SEARCHING, limiter
from forum.lib.pages import Page, number_from
from forum.search import service

bp = Blueprint("search", __name__)


@bp.get("/zoeken")
@limiter.limit(SEARCHING)
@everyone
def results() -> ResponseReturnValue:
    """What was found, with filters. Nothing typed is no error: it shows how to search."""
    reader = current_reader()
    text = request.args.get("q", "")
    kind = request.args.get("soort") or None
    if kind not in service.kind_words():
        kind = None
    group = get_group_at(address, reader) if (address := request.args.get("groep")) else None
    number = number_from(request.args.get("pagina"))
    found = service.search(reader, text, kind=kind, group=group, page=number)

    def address_of(**changes: Any) -> str:
        values: dict[str, Any] = {"q": found.text, "soort": kind, "groep": group.address if group else None}
        return url_for(".results", **{name: value for name, value in (values | changes).items() if value})

    page = replace(
        Page(found.items, number, found.total),
        address=lambda wanted: address_of(pagina=wanted if wanted > 1 else None),
    )
    return render_template(
        "search/results.html", found=found, page=page, kind=kind, group=group, address_of=address_of
    )
