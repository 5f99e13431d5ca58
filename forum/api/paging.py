"""One page of a list: how many there are, and where the pages around it are."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import current_app, request

from forum.lib.pages import MAX_PAGE, Page


def listed(page: Page[Any], items: Sequence[Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The body and the headers of an answer that shows `items` of `page`."""
    last = min(page.pages, MAX_PAGE)
    numbers = {"first": 1, "last": last}
    if 1 < page.number <= last + 1:
        numbers["prev"] = page.number - 1
    if page.number < last:
        numbers["next"] = page.number + 1
    links = ", ".join(f'<{_address(number)}>; rel="{name}"' for name, number in sorted(numbers.items()))
    return {"total": page.total, "items": list(items)}, {"Link": links}


def _address(number: int) -> str:
    wanted = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    query = urlencode([*wanted, ("page", str(number))], errors="replace")
    return f"{current_app.config['KENNISPLEIN'].base_url}{request.path}?{query}"
