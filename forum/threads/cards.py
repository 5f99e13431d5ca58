"""A bare link on a line of its own to something of this site is shown as a small card.

Stored HTML holds the bare link and nothing of the other thing (T17). What is behind it is looked up for each
reader each time, for a whole page in one question; what they may not read keeps its bare link, as what never existed.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, get_template_attribute
from sqlalchemy import literal, null, union_all
from sqlalchemy.orm import aliased
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from forum.access import Reader, visible
from forum.core import kinds
from forum.core.group import Group
from forum.core.item import Item
from forum.lib.db import db

GROUP = "group"
MOST_ON_A_PAGE = 50
# As our sanitiser writes a link that nobody gave words, alone between the ends of a paragraph or two line breaks.
_BARE = re.compile(
    r'(?:(?<=<p>)|(?<=<br>)|(?<=<br>\n))<a href="([^"]+)" rel="[^"]+">([^<]+)</a>(?=</p>|<br>)'
)


@dataclass(frozen=True)
class Card:
    """What is shown of the thing behind a link: `kind` is that of an item, or "group"."""

    kind: str
    title: str
    group_name: str | None


def with_cards(reader: Reader, texts: Sequence[str]) -> list[str]:
    """These pieces of safe HTML with cards in the place of bare links to what `reader` may read."""
    # A look for the start of an address of this site is a hundred times as quick as the search for a bare link.
    here = f'<a href="{_base()}'
    links = [
        match[1] for text in texts if here in text for match in _BARE.finditer(text) if match[1] == match[2]
    ]
    wanted = {link: key for link in dict.fromkeys(links) if (key := _key(link))}
    wanted = dict(list(wanted.items())[:MOST_ON_A_PAGE])
    found = _find(reader, set(wanted.values())) if wanted else {}
    if not found:
        return list(texts)
    show = get_template_attribute("components/cards.html", "link_card")

    def put(match: re.Match[str]) -> str:
        card = found.get(wanted[match[1]]) if match[1] in wanted and match[1] == match[2] else None
        return str(show(card, unescape(match[1]))).strip() if card else match[0]

    return [_BARE.sub(put, text) for text in texts]


def _base() -> str:
    base: str = current_app.config["KENNISPLEIN"].base_url
    return base


def _key(link: str) -> tuple[str, str] | None:
    """What a link of this site leads to: (kind or "group", its id or address). None for all other links."""
    base = urlsplit(_base())
    try:
        parts = urlsplit(unescape(link))
        if (parts.scheme, parts.netloc) != (base.scheme, base.netloc):
            return None
        endpoint, values = current_app.url_map.bind(base.netloc).match(parts.path, "GET")
    except (HTTPException, RequestRedirect, ValueError):
        return None
    if endpoint == "groups.page":
        return GROUP, values["address"]
    code = next((kind.code for kind in kinds.every() if kind.page == endpoint), None)
    return (code, values["public_id"]) if code else None


def _find(reader: Reader, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], Card]:
    """The cards of these things, as far as `reader` may read them, in one question."""
    around = aliased(Group)
    items = (
        visible(Item, reader)
        .outerjoin(around, around.id == Item.group_id)
        .where(Item.public_id.in_([name for kind, name in keys if kind != GROUP]))
        .with_only_columns(Item.kind, Item.public_id, Item.title, around.name.label("group_name"))
    )
    groups = (
        visible(Group, reader)
        .where(Group.address.in_([name for kind, name in keys if kind == GROUP]))
        .with_only_columns(literal(GROUP), Group.address, Group.name, null())
    )
    rows: Sequence[Any] = db.session.execute(union_all(items, groups)).all()
    return {(kind, name): Card(kind, title, group_name) for kind, name, title, group_name in rows}
