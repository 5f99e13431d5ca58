"""Whom a text names: people after an "@", and replies that it quotes. Pure; read off the safe HTML that is shown, so
that code, escaped signs and broken links name nobody."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

MOST_LINKS = 200
_BEFORE = re.compile(r"(?:^|[^\w.@])@$")


@dataclass
class Named:
    """Public ids in the order of the text, each once: of people, and of replies that are quoted."""

    people: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)


def named(html: str, site: str) -> Named:
    """What `html`, as our renderer makes it, names. `site` is the address of the site, for links written in full.

    In a quote nobody is named: those words were written before.
    """
    found = Named()
    if "<a " in html:
        reader = _Links(found, site.rstrip("/"))
        reader.feed(html)
        reader.close()
    return found


class _Links(HTMLParser):
    def __init__(self, found: Named, site: str) -> None:
        super().__init__(convert_charrefs=True)
        self._found = found
        self._person = re.compile(rf"(?:{re.escape(site)})?/mensen/([0-9a-z]{{1,12}})")
        self._reply = re.compile(rf"(?:{re.escape(site)})?/reacties/([0-9a-z]{{1,12}})")
        self._quotes = 0
        self._begins = False  # nothing was said yet in this quote
        self._before = ""  # the words directly before this place

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self._quotes += 1
            self._begins = self._quotes == 1
        elif tag == "a":
            self._link(dict(attrs).get("href") or "")
        self._before = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._quotes -= 1
        self._before = ""

    def handle_data(self, data: str) -> None:
        self._before = data
        if data.strip():
            self._begins = False

    def _link(self, href: str) -> None:
        if self._quotes:
            if self._begins and (match := self._reply.fullmatch(href)):
                _add(self._found.quoted, match[1])
            self._begins = False
        elif _BEFORE.search(self._before) and (match := self._person.fullmatch(href)):
            _add(self._found.people, match[1])


def _add(ids: list[str], public_id: str) -> None:
    if public_id not in ids and len(ids) < MOST_LINKS:
        ids.append(public_id)
