"""The documents of the test corpus as the library would index them, and the questions of which the answer is known."""

import json
import mimetypes
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from forum.library.extraction.run import extract
from forum.search import judged
from forum.search.engine import IndexDocument
from forum.search.evaluate import Judged
from tests.corpus import CORPUS

LABELS = frozenset({"public"})
TYPES = {
    ".md": "text/markdown",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
ANSWERS = ("rijksoverheid-vac", "coronacheck-faq")  # sets of official answers to questions of citizens


@dataclass(frozen=True)
class Known:
    """A set of questions, and the documents among which their answers are looked for."""

    name: str
    documents: Sequence[IndexDocument]
    questions: Sequence[Judged]


def files() -> list[IndexDocument]:
    """Every file of the corpus; its text is read by two processes."""
    paths = sorted(path for path in (CORPUS / "documents").rglob("*") if path.is_file())
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(_document, paths))


def known(documents: Sequence[IndexDocument]) -> list[Known]:
    """The three sets. The answers of the last two lie among all `documents`."""
    folder = CORPUS / "ir" / "known-item"
    # The first set names documents by checksum, and has their paths beside it; those are our keys.
    keys = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").split("\n")[1:]:
        if line:
            _question, sha256, _relevance, path = line.split("\t")
            keys[sha256] = frozenset({path})
    first = judged.in_index(judged.read(folder / "queries.tsv", folder / "qrels.tsv"), keys)
    found = [Known("known-item", documents, first)]
    answers = {name: _answers(name) for name in ANSWERS}
    everything = [*documents, *(one for some in answers.values() for one in some)]
    for name in ANSWERS:
        place = CORPUS / "ir" / name / "developers"
        asked = judged.read(place / "queries.tsv", place / "qrels.tsv")
        found.append(Known(name, everything, asked))
    return found


def _document(path: Path) -> IndexDocument:
    kind = TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or "text/plain"
    return IndexDocument(
        key=str(path.relative_to(CORPUS)),
        kind="document",
        labels=LABELS,
        title=re.sub(r"[_-]+", " ", path.stem),
        passages=tuple(extract(path, kind).pages),
        extra=path.parent.name,
    )


def _answers(name: str) -> list[IndexDocument]:
    lines = (CORPUS / "ir" / name / "developers" / "docs.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line.strip()]
    return [IndexDocument(key=row["id"], kind="question", labels=LABELS, body=row["tekst"]) for row in rows]
