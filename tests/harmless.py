"""What HTML made from people's text may hold, said a second time, and checked on what a browser would see.

On purpose it shares nothing with `forum.lib.markup.policy`: a mistake there must be seen here.
"""

import re
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

_WITHOUT_ATTRIBUTES = (
    "p br hr h3 h4 h5 h6 blockquote pre ul li table thead tbody tr em strong del code".split()
)
_ATTRIBUTES = {name: set[str]() for name in _WITHOUT_ATTRIBUTES} | {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
}
_NEVER_SHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def faults(html: str) -> list[str]:
    """Everything in this HTML that may not be there; an empty list when all is well."""
    found = ["character"] if _NEVER_SHOWN.search(html) else []
    if re.search(r"<[!?]", html):
        found.append("comment or declaration")
    # The document around it lets us see what a browser would move to the head.
    tree = LexborHTMLParser(f"<!doctype html><html><head></head><body><main>{html}</main></body></html>")
    names = [node.tag for node in tree.css("*")]
    for name in ("html", "head", "body", "main"):
        if names.count(name) != 1:
            found.append(f"{names.count(name)} times {name}")
    # A <body onload=…> in the text would give its attributes to the real body.
    if any(node.attributes for name in ("html", "head", "body", "main") for node in tree.css(name)):
        found.append("attribute on the frame")
    if tree.css("main ~ *") or tree.css("head > *") or tree.css("head ~ :not(body)"):
        found.append("out of its frame")
    for node in tree.css("main *"):
        found += _faults_of(node.tag or "", {name: value or "" for name, value in node.attributes.items()})
    return found


def _faults_of(tag: str, attributes: dict[str, str]) -> list[str]:
    if tag not in _ATTRIBUTES:
        return [f"<{tag}>"]
    found = [f"<{tag} {name}>" for name in attributes if name not in _ATTRIBUTES[tag]]
    if "href" in attributes and not _safe_link(attributes["href"]):
        found.append(f"href={attributes['href']}")
    if (
        tag == "a"
        and "href" in attributes
        and set(attributes.get("rel", "").split()) != {"nofollow", "noopener", "ugc"}
    ):
        found.append("link without rel")
    if "src" in attributes and not _own_picture(attributes["src"]):
        found.append(f"src={attributes['src']}")
    if "align" in attributes and attributes["align"] not in ("left", "center", "right"):
        found.append(f"align={attributes['align']}")
    if "start" in attributes and not attributes["start"].isdigit():
        found.append(f"start={attributes['start']}")
    return found


def _as_browser(url: str) -> str:
    """An address the way a browser takes it: outer blanks off, tabs and newlines out, \\ is /."""
    return re.sub(r"[\t\n\r]", "", url.strip("".join(map(chr, range(33))))).replace("\\", "/")


def _safe_link(url: str) -> bool:
    url = _as_browser(url)
    if url.startswith("#") or (url.startswith("/") and not url.startswith("//")):
        return True
    parts = urlsplit(url)
    if parts.scheme == "mailto":
        return "@" in parts.path and not parts.netloc
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def _own_picture(url: str) -> bool:
    url = _as_browser(url)
    return url.startswith("/bestanden/") and ".." not in unquote(url) and not re.search(r"[\s?#]", url)
