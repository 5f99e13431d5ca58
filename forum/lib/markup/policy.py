"""What may stand in HTML that people wrote. Said once; bleach, nh3 and nobody else read it."""

import html
import re

TAGS = (
    frozenset({"p", "br", "hr", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "li"})
    | {"table", "thead", "tbody", "tr", "th", "td"}
    | {"a", "img", "em", "strong", "del", "code"}
)

# Attributes that are allowed with any value; the others have a rule in `attribute_allowed`.
# `rel` is not here: we set it ourselves on every link.
_FREE = frozenset({("a", "title"), ("img", "alt"), ("img", "title")})
_ALIGN = frozenset({"left", "right", "center"})

ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "title"}),
    "img": frozenset({"src", "alt", "title"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"align"}),
    "th": frozenset({"align"}),
}

SCHEMES = frozenset({"http", "https", "mailto"})

# Search engines give no credit for links that members post, and the other site cannot reach our window.
REL = "nofollow noopener ugc"

# Folder of the site that pictures may come from: our own door decides there who sees what, and no
# stranger's server learns who reads a page.
PICTURES = "/bestanden/"

# Backslashes count as slashes in browsers; blanks and control characters are dropped inside addresses.
_FORBIDDEN_IN_URL = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"`]")
# No user name before the host: https://bank.nl@elsewhere.example deceives people.
_WEB = re.compile(r"https?://[^/?#@:\[\]]+(?::\d{1,5})?(?:[/?#].*)?", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^/?#@]+@[^/?#@]+(?:\?[^#]*)?", re.IGNORECASE)
_IN_SITE = re.compile(r"/(?!/).*|#.*")
# No way to leave the folder: no "..", written out or as %2e, and no encoded slash.
_PICTURE = re.compile(
    re.escape(PICTURES) + r"(?!.*\.\.)(?:[\w.~/-]|%(?!2[ef]|5c)[0-9a-f]{2})+", re.IGNORECASE | re.ASCII
)


def link_allowed(url: str) -> bool:
    """True for http, https, mailto and addresses in this site that start at its root or are an anchor."""
    url = html.unescape(url)  # bleach hands over values with their entities still in them
    if _FORBIDDEN_IN_URL.search(url):
        return False
    return any(rule.fullmatch(url) for rule in (_WEB, _MAIL, _IN_SITE))


def picture_allowed(url: str) -> bool:
    """True for a file of this site, served by our own route."""
    return _PICTURE.fullmatch(html.unescape(url)) is not None


def attribute_allowed(tag: str, name: str, value: str) -> bool:
    """Whether this attribute with this value may stand on this tag."""
    if (tag, name) in _FREE:
        return True
    if (tag, name) == ("a", "href"):
        return link_allowed(value)
    if (tag, name) == ("img", "src"):
        return picture_allowed(value)
    if (tag, name) == ("ol", "start"):
        return re.fullmatch(r"\d{1,6}", value, re.ASCII) is not None
    return tag in ("td", "th") and name == "align" and value in _ALIGN
