"""What the index holds of a document: three searched fields, and a small stored record for filters."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from whoosh import fields

from forum.lib import clock
from forum.search.analysis import VERSION as ANALYZER_VERSION
from forum.search.analysis.dutch import index_terms
from forum.search.codec import VERSION as POSTINGS_VERSION
from forum.search.engine import IndexDocument
from forum.search.facts import NO_DAY
from forum.search.postings import encode

SCHEMA_VERSION = 3
MAX_FIELD = 5_000_000  # characters; the extraction of documents keeps to the same limit


Places = dict[str, list[int]]  # term -> positions


class DutchField(fields.TEXT):
    """Text indexed by our own terms. Whoosh pickles this class by name: do not move it lightly."""

    def __init__(self) -> None:
        super().__init__(phrase=True)

    def index(self, value: "Places", **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, encoded positions) of every term."""
        for term, positions in value.items():
            yield term.encode(), len(positions), float(len(positions)), encode(positions)


def make_schema() -> fields.Schema:
    """The Whoosh schema; change SCHEMA_VERSION when it changes."""
    return fields.Schema(
        key=fields.ID(unique=True),
        facts=fields.STORED(),
        title=DutchField(),
        lead=DutchField(),
        body=DutchField(),
    )


def places_of(texts: Sequence[str]) -> tuple[Places, list[int]]:
    """Where each term stands in these texts, one behind the other, and at which position each text begins."""
    places: Places = defaultdict(list)
    starts, start, room = [], 0, MAX_FIELD
    for text in texts:
        starts.append(start)
        position = start - 1
        for term, step in index_terms(text[:room]):
            position = start + step
            places[term].append(position)
        start, room = position + 1, max(0, room - len(text))
    return places, starts


def record(document: IndexDocument) -> dict[str, Any]:
    """The Whoosh document of an IndexDocument; its text itself is not stored."""
    body, starts = places_of([document.body, *document.passages])
    facts = (
        document.key,
        document.kind,
        document.group_id,
        document.parent,
        float(document.boost),
        tuple(sorted(document.labels)),
        tuple(starts[1:]) if len(document.passages) > 1 else (),
        document.author_id,
        clock.local(document.published_at).toordinal() if document.published_at else NO_DAY,
        document.file_type,
        tuple(sorted(document.theme_ids)),
    )
    return {
        "key": document.key,
        "facts": facts,
        "title": places_of([document.title])[0],
        "lead": places_of([f"{document.summary}\n{document.extra}"])[0],
        "body": body,
    }


def versions() -> dict[str, int]:
    """What is written beside an index, and compared when it is opened."""
    return {"analyzer": ANALYZER_VERSION, "schema": SCHEMA_VERSION, "postings": POSTINGS_VERSION}
