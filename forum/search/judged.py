"""Questions of which the right documents are known, read from two tables, and found among what a reader may read.

A table is a text file with a line of names first and tabs between. Of questions: `query_id`, `query` and, if they are of
several sorts, `type`. Of judgements: `query_id`, `relevance` and the document, as `document_sha256` (of its file) or
`doc_id` (its number in addresses, or the name of its file, with or without ending). Only judgements of 2 count.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import selectin_polymorphic

from forum.access import Reader, visible
from forum.core import kinds
from forum.core.item import Item
from forum.lib.db import db
from forum.search import documents
from forum.search.evaluate import Judged

RELEVANT = 2
_DOCUMENT = ("document_sha256", "doc_id")
_CHUNK = 500


class NotATable(ValueError):
    """A file does not hold what it should; says what, for the person who typed the command."""


def read(queries: Path, qrels: Path) -> list[Judged]:
    """The questions, each wanting the names of its documents. A question without judgements wants nothing.

    Raises:
        NotATable: a column is missing, a relevance is no number, or a judgement is of an unknown question.
    """
    asked = _rows(queries, ("query_id", "query"))
    wanted: dict[str, set[str]] = {row["query_id"]: set() for row in asked}
    for row in _rows(qrels, ("query_id", "relevance")):
        name = next((row[column] for column in _DOCUMENT if row.get(column)), None)
        if name is None:
            raise NotATable(f"{qrels}: no column {' or '.join(_DOCUMENT)}")
        if row["query_id"] not in wanted:
            raise NotATable(f"{qrels}: no question {row['query_id']!r} in {queries}")
        if not row["relevance"].isdigit():
            raise NotATable(f"{qrels}: {row['relevance']!r} is no relevance")
        if int(row["relevance"]) >= RELEVANT:
            wanted[row["query_id"]].add(name)
    return [Judged(row["query"], row.get("type") or "", frozenset(wanted[row["query_id"]])) for row in asked]


def keys_of(reader: Reader, names: frozenset[str]) -> dict[str, frozenset[str]]:
    """For each of these names the keys of the items that `reader` may read and that have it; none for the others."""
    found: dict[str, set[str]] = {}
    own = [kind.model for kind in kinds.every() if kind.shows_extra]
    query = visible(Item, reader).options(selectin_polymorphic(Item, own)).order_by(Item.id)
    for item in db.session.scalars(query.execution_options(yield_per=_CHUNK)):
        for name in _names(item) & names:
            found.setdefault(name, set()).add(documents.key("item", item.id))
    return {name: frozenset(keys) for name, keys in found.items()}


def in_index(questions: Sequence[Judged], keys: Mapping[str, frozenset[str]]) -> list[Judged]:
    """The same questions, wanting keys of the index instead of names."""
    return [
        Judged(
            question.text,
            question.sort,
            frozenset(key for name in question.wanted for key in keys.get(name, ())),
        )
        for question in questions
    ]


def _names(item: Item) -> set[str]:
    filename = getattr(item, "filename", "")
    return {item.public_id, getattr(item, "sha256", ""), filename, Path(filename).stem} - {""}


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    try:
        # Only "\n" ends a line: a question may hold other characters that Python takes for the end of one.
        with path.open(encoding="utf-8", newline="\n") as file:
            reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            rows = [{name: (value or "").strip() for name, value in row.items() if name} for row in reader]
            names = reader.fieldnames or ()
    except UnicodeDecodeError as error:
        raise NotATable(f"{path}: this is not UTF-8") from error
    if missing := [column for column in columns if column not in names]:
        raise NotATable(f"{path}: no column {' and '.join(missing)}")
    if not rows:
        raise NotATable(f"{path}: no rows")
    return rows
