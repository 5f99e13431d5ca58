"""The list of people."""

from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.accounts.blueprint import bp
from forum.accounts.directory import Choice, Wish, list_expertise, list_organisations, list_people
from forum.lib.limits import limiter
from forum.lib.pages import number_from


@bp.get("/mensen", endpoint="people")
@limiter.limit("300 per minute")
@signed_in
def index() -> ResponseReturnValue:
    """Wie weet wat: `?q=` searches, `?thema=` and `?organisatie=` narrow."""
    reader, given = current_reader(), request.args
    wish = Wish.typed(given.get("q", ""), given.get("organisatie", ""), given.get("thema", ""))
    page = list_people(reader, wish, number_from(given.get("pagina")))

    def address(**changes: Any) -> str:
        values: dict[str, Any] = {"q": wish.words, "organisatie": wish.organisation, "thema": wish.theme}
        return url_for(
            "accounts.people", **{name: value for name, value in (values | changes).items() if value}
        )

    def chips(name: str, choices: list[Choice], present: str) -> list[dict[str, object]]:
        """Links that narrow by a choice; the one that is chosen lets go of it."""
        return [
            {
                "label": choice.label,
                "url": address(**{name: None if choice.value == present else choice.value}),
                "current": choice.value == present,
                "count": choice.count,
            }
            for choice in choices
        ]

    return render_template(
        "accounts/people.html",
        page=replace(page, address=lambda number: address(pagina=number if number > 1 else None)),
        wish=wish,
        expertise=chips("thema", list_expertise(reader, wish), wish.theme),
        organisations=chips("organisatie", list_organisations(reader, wish), wish.organisation.lower()),
    )
