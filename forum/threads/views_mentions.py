"""After an "@": names for the script at the Markdown field, as JSON."""

from collections.abc import Sequence
from typing import Any

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from forum.access.current import current_reader
from forum.access.routes import signed_in
from forum.core.item import Item
from forum.core.user import User
from forum.lib.limits import limiter
from forum.threads import mentions, places
from forum.threads.blueprint import bp
from forum.threads.queries import get_item


@bp.get("/noemen")
@signed_in
@limiter.limit("120/minute")
def mentionable() -> ResponseReturnValue:
    """People to name in something new: in the group of `?groep=`, or outside groups; `?q=` is what was typed."""
    reader = current_reader()
    group = places.group_at(reader, request.args.get("groep"))
    return _answer(mentions.list_for_place(reader, group, request.args.get("voor", "group"), _typed()))


@bp.get("/items/<public_id>/noemen")
@signed_in
@limiter.limit("120/minute")
def mentionable_on(public_id: str) -> ResponseReturnValue:
    """People to name in a reply on this item, or in the item itself."""
    reader = current_reader()
    return _answer(mentions.list_for_item(reader, get_item(Item, public_id, reader), _typed()))


def _typed() -> str:
    return request.args.get("q", "")


def _answer(people: Sequence[User]) -> ResponseReturnValue:
    found: list[dict[str, Any]] = [
        {
            "name": user.name,
            "role": " · ".join(filter(None, (user.function, user.organisation))),
            "url": url_for("accounts.person", public_id=user.public_id),
        }
        for user in people
    ]
    return jsonify({"people": found})
