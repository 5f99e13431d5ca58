"""The page of results. A search has an address, so it can be shared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from forum.access import Action, may
from forum.access.current import current_reader
from forum.access.routes import everyone
from forum.lib.limits import SEARCHING, limiter
from forum.lib.pages import Page, number_from
from forum.search import (
    asking,
    inside,
    narrowing,
    operators,
    service,
    views_saved,
    views_sought,
    views_suggestions,
    views_words,
)
from forum.search.blueprint import bp
from forum.search.choices import Facet
from forum.search.narrowing import Narrowing
from forum.search.operators import Period

__all__ = ["bp", "views_saved", "views_sought", "views_suggestions", "views_words"]

_AS_THEY_ARE = "!$'()*,/:;?@"


@dataclass(frozen=True)
class Chip:
    """Something that was chosen, as a word on the page; `name` is its argument in the address."""

    name: str
    label: str


@bp.get("/zoeken")
@limiter.limit(SEARCHING)
@everyone
def results() -> ResponseReturnValue:
    """What was found, with filters. Nothing typed is no error: it shows how to search."""
    reader = current_reader()
    asked = " ".join(request.args.get("q", "").split())[: service.LONGEST_QUERY]
    number = number_from(request.args.get("pagina"))
    chosen, unknown = narrowing.chosen(reader, request.args)
    chosen, typed, notes = narrowing.typed(reader, chosen, operators.parse(asked))
    found = service.search(
        reader, typed.words, narrowing=chosen, without=typed.without, facets=True, page=number
    )
    if typed.words and number == 1 and chosen == service.EVERYTHING and not typed.without:
        views_sought.count(typed.words, found)
    values = {"q": typed.rest, **chosen.address()}
    here = url_for(".results")

    def address_of(**changes: str | int | None) -> str:
        """The address of this search with other choices; a choice that is None is left out."""
        arguments: dict[str, Any] = {name: value for name, value in (values | changes).items() if value}
        # A page has a hundred of these: as url_for writes them, without asking the routes each time.
        return f"{here}?{urlencode(arguments, safe=_AS_THEY_ARE)}" if arguments else here

    page = replace(
        Page(found.items, number, found.total),
        address=lambda wanted: address_of(pagina=wanted if wanted > 1 else None),
    )
    return render_template(
        "search/results.html",
        asked=asked,
        typed=typed,
        found=found,
        page=page,
        chosen=chosen,
        chips=_chips(chosen, found.facets),
        notes=[*unknown, *notes],
        # A new question is asked in the same place.
        place={name: value for name, value in chosen.address().items() if name in ("in", "groep")},
        inside=inside.pages(chosen.within, typed.words) if chosen.within and number == 1 else (),
        edits=may(reader, Action.SEARCH_EDIT),
        address_of=address_of,
        kept={name: value for name, value in values.items() if value},
        ask=asking.places(reader, chosen.group, typed.words) if not (found.items or found.best) else None,
    )


def _chips(chosen: Narrowing, facets: Sequence[Facet]) -> list[Chip]:
    """What was chosen, in words that say it without the name of the filter."""
    labels = {
        facet.name: next(
            (choice.label for choice in facet.choices if choice.value == facet.chosen), facet.chosen
        )
        for facet in facets
        if facet.chosen
    }
    if chosen.group:
        labels["groep"] = chosen.group.name
    if chosen.authors:
        labels["auteur"] = _("Van %(name)s", name=chosen.authors.label)
    if chosen.after:
        labels["na"] = _("Na %(when)s", when=_when(chosen.after))
    if chosen.before:
        labels["voor"] = _("Voor %(when)s", when=_when(chosen.before))
    if chosen.within:
        labels["in"] = _("In ‘%(title)s’", title=chosen.within.title)
    return [Chip(name, labels[name]) for name in chosen.address() if name in labels]


def _when(period: Period) -> str:
    """2024, mei 2024, or 1 mei 2024."""
    return str(format_date(period.first, {4: "y", 7: "MMMM y"}.get(len(period.code), "d MMMM y")))
