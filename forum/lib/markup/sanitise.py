"""The two sanitisers, one behind the other, with one policy."""

import re
from collections.abc import Iterable, Iterator, MutableMapping
from functools import partial
from typing import Any

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner

from forum.lib.markup import policy

# What becomes a link without being marked up: what starts like an address, and names that end in .nl.
# Not every name with a known ending: after a forgotten space "klaar.de rest" is no site. All lengths
# are bounded, so that no text makes this slow.
_ADDRESS = re.compile(
    r"(?<![\w@./:-])(?:https?://[^\s<>\"`\\]{1,1000}|(?:www\.)?(?:[a-z0-9-]{1,63}\.){1,4}nl(?![\w@-]|\.\w)(?:[/?#][^\s<>\"`\\]{0,1000})?"
    r"|www\.(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,20}(?![\w@-]|\.\w)(?:[/?#][^\s<>\"`\\]{0,1000})?)",
    re.IGNORECASE | re.ASCII,
)
_HREF = (None, "href")
Attributes = MutableMapping[Any, str]
Token = dict[str, Any]


def by_bleach(html: str) -> str:
    """HTML within the policy, with bare addresses made into links."""
    return _cleaner().clean(html)


def by_nh3(html: str) -> str:
    """HTML within the policy. The last gate: bleach gets no updates any more."""
    return nh3.clean(
        html,
        tags=set(policy.TAGS),
        attributes={tag: set(names) for tag, names in policy.ATTRIBUTES.items()},
        attribute_filter=lambda tag, name, value: (
            value if name == "rel" or policy.attribute_allowed(tag, name, value) else None
        ),
        url_schemes=set(policy.SCHEMES),
        link_rel=policy.REL,
    )


def _cleaner() -> Cleaner:
    # Not shared between threads: the parser inside keeps state.
    callbacks: list[Any] = [_link]  # Any: the stubs are narrower than what bleach takes
    linkify = partial(LinkifyFilter, callbacks=callbacks, skip_tags={"pre", "code"}, url_re=_ADDRESS)
    filters: list[Any] = [_tidy, linkify]
    return Cleaner(
        tags=policy.TAGS,
        attributes=policy.attribute_allowed,
        protocols=policy.SCHEMES,
        strip=True,
        strip_comments=True,
        filters=filters,
    )


def _link(attributes: Attributes, new: bool = False) -> Attributes | None:
    """Give each link its `rel`; an address that we found ourselves must pass the policy too."""
    if new:
        href = attributes[_HREF]
        if not re.match("https?://", attributes["_text"], re.IGNORECASE):
            href = attributes[_HREF] = re.sub("^http:", "https:", href)
        if not policy.link_allowed(href):
            return None
    attributes[(None, "rel")] = policy.REL
    return attributes


def _tidy(source: Iterable[Token]) -> Iterator[Token]:
    """Take away the shell of links that lost their address and pictures that lost their source."""
    open_links: list[bool] = []
    for token in source:
        kind, name = token["type"], token.get("name")
        if kind == "StartTag" and name == "a":
            open_links.append(_HREF in token["data"])
            if not open_links[-1]:
                continue
        elif kind == "EndTag" and name == "a":
            if open_links and not open_links.pop():
                continue
        elif name == "img" and (None, "src") not in token["data"]:
            yield {"type": "Characters", "data": token["data"].get((None, "alt"), "")}
            continue
        yield token
