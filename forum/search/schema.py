"""What the index holds of a document: three searched fields, and a small stored record for filters."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from whoosh import fields

from forum.search.analysis import VERSION as ANALYZER_VERSION
from forum.search.analysis.dutch import index_terms
from forum.search.engine import IndexDocument

SCHEMA_VERSION = 1
MAX_FIELD = 5_000_000  # characters; the extraction of documents keeps to the same limit


class DutchField(fields.TEXT):
    """Text indexed by our own terms. Whoosh pickles this class by name: do not move it lightly."""

    def __init__(self) -> None:
        super().__init__(phrase=True)

    def index(self, value: str, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, encoded positions) of every term of the text."""
        places: dict[str, list[int]] = defaultdict(list)
        for term, position in index_terms(value[:MAX_FIELD]):
            places[term].append(position)
        for term, positions in places.items():
            yield term.encode(), len(positions), float(len(positions)), self.format.encode(positions)


def make_schema() -> fields.Schema:
    """The Whoosh schema; change SCHEMA_VERSION when it changes."""
    return fields.Schema(
        key=fields.ID(unique=True),
        facts=fields.STORED(),
        title=DutchField(),
        lead=DutchField(),
        body=DutchField(),
    )


def record(document: IndexDocument) -> dict[str, Any]:
    """The Whoosh document of an IndexDocument; its text itself is not stored."""
    facts = (
        document.key,
        document.kind,
        document.group_id,
        document.parent,
        float(document.boost),
        tuple(sorted(document.labels)),
    )
    return {
        "key": document.key,
        "facts": facts,
        "title": document.title,
        "lead": f"{document.summary}\n{document.extra}",
        "body": document.body,
    }


def versions() -> dict[str, int]:
    """What is written beside an index, and compared when it is opened."""
    return {"analyzer": ANALYZER_VERSION, "schema": SCHEMA_VERSION}
