"""Searching in one document: every page that says what was asked, in order."""

from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from forum.core import kinds
from forum.core.item import Item
from forum.search.fragments import Marker
from forum.search.standing import now

MOST_READ = 500  # pages that are looked through
MOST_SHOWN = 40


@dataclass(frozen=True)
class InsidePage:
    """A page of a document, with the part that answers best (safe HTML with <mark>)."""

    number: int
    url: str
    fragment: Markup


def pages(item: Item, text: str) -> list[InsidePage]:
    """The pages of `item`, which came through the door, that hold a word of `text`: forty at most, in their order."""
    kind = kinds.of(item)
    if not text or kind.passage_url is None:
        return []
    marker = Marker(text, now().thesaurus)
    found: list[InsidePage] = []
    for number, page in enumerate(islice(kind.passages(item), MOST_READ), start=1):
        fragment = marker.fragment(page)
        if "<mark>" in fragment:
            found.append(InsidePage(number, kind.passage_url(item, number), fragment))
            if len(found) == MOST_SHOWN:
                break
    return found
