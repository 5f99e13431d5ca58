"""Measures search on the test corpus: `.venv/bin/python -m tests.bench_search [--misses] [--size N]`.

Prints, per sort of question, mean reciprocal rank and the share answered in the first 1, 3 and 10 hits,
over all documents of the corpus; then the speed of indexing and asking. With `--size`
it also fills an index with N cuttings of those documents, spread over groups, and times it. Not collected by
pytest.
"""

# ruff: noqa: T201 (a command for people: it prints)
import argparse
import csv
import mimetypes
import random
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from forum.library.extraction.run import extract
from forum.search.engine import IndexDocument, Query
from forum.search.evaluate import Judged, measure, rank_of
from forum.search.whoosh_engine import WhooshEngine
from tests.corpus import CORPUS

LABELS = frozenset({"public"})
TYPES = {
    ".md": "text/markdown",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def document(path: Path) -> IndexDocument:
    """A file of the corpus as the library would index it: the file name as title, its folder as theme."""
    kind = TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or "text/plain"
    return IndexDocument(
        key=str(path.relative_to(CORPUS)),
        kind="document",
        labels=LABELS,
        title=re.sub(r"[_-]+", " ", path.stem),
        passages=tuple(extract(path, kind).pages),
        extra=path.parent.name,
    )


def questions() -> list[Judged]:
    """The known-item questions with the documents that answer them fully."""
    folder = CORPUS / "ir" / "known-item"
    wanted: dict[str, set[str]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="\n") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["relevance"] == "2":
                wanted.setdefault(row["query_id"], set()).add(row["path"])
    with (folder / "queries.tsv").open(encoding="utf-8", newline="\n") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [Judged(row["query"], row["type"], frozenset(wanted.get(row["query_id"], ()))) for row in rows]


def cuttings(documents: list[IndexDocument], number: int) -> Iterator[IndexDocument]:
    """Pieces of 420 words of real documents, each with one of 301 labels."""
    chance = random.Random(1)
    texts = [words for words in (" ".join(one.passages).split() for one in documents) if len(words) > 500]
    for count in range(number):
        words = chance.choice(texts)
        start = chance.randrange(len(words) - 420)
        group = chance.randrange(300)
        yield IndexDocument(
            key=f"item:{count}",
            kind=chance.choice(("discussion", "document", "poll")),
            labels=frozenset({"public" if chance.random() < 0.3 else f"group:{group}"}),
            title=" ".join(words[start : start + 6]),
            body=" ".join(words[start : start + 420]),
            group_id=group,
        )


def time_at_size(documents: list[IndexDocument], number: int) -> None:
    """Print the speed of an index of this many documents for a reader with 151 labels."""
    labels = frozenset({"public", *(f"group:{group}" for group in range(150))})
    chance = random.Random(2)
    known = sorted(
        {
            word
            for one in documents
            for word in " ".join(one.passages).split()
            if word.isalpha() and len(word) > 4
        }
    )
    asked = [" ".join(chance.sample(known, 2)) for _ in range(200)]
    with TemporaryDirectory() as folder:
        engine = WhooshEngine(folder)
        started = time.monotonic()
        engine.rebuild(cuttings(documents, number))
        print(f"\n{number} documents: {number / (time.monotonic() - started):.0f} a second")
        for name in ("first time", "again"):
            took = []
            for text in asked:
                started = time.monotonic()
                engine.search(Query(text=text, labels=labels))
                took.append((time.monotonic() - started) * 1000)
            took.sort()
            print(f"{name}: p50 {took[100]:.1f} ms, p95 {took[190]:.1f} ms, slowest {took[-1]:.1f} ms")
        started = time.monotonic()
        engine.apply(cuttings(documents, 1))
        print(f"one document more: {(time.monotonic() - started) * 1000:.0f} ms")
        engine.close()


def main() -> None:
    """Read, index, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="also print questions not answered first")
    parser.add_argument("--size", type=int, default=0, help="also time an index of this many documents")
    options = parser.parse_args()
    paths = sorted(path for path in (CORPUS / "documents").rglob("*") if path.is_file())
    with ThreadPoolExecutor(2) as pool:
        documents = list(pool.map(document, paths))
    empty = sum(not "".join(one.passages).strip() for one in documents)
    words = sum(page.count(" ") for one in documents for page in one.passages)
    judged = questions()
    with TemporaryDirectory() as folder:
        engine = WhooshEngine(folder)
        started = time.monotonic()
        engine.rebuild(documents)
        seconds = time.monotonic() - started
        print(f"{len(documents)} documents, {empty} without text, {words} words")
        print(f"indexed in {seconds:.1f} s: {words / 400 / seconds:.0f} documents of 400 words a second\n")
        engine.search(Query(text="gemeente", labels=LABELS))
        started = time.monotonic()
        found = measure(engine, judged, LABELS)
        seconds = time.monotonic() - started
        print(f"{'sort':20}{'n':>4}{'MRR':>8}{'@1':>8}{'@3':>8}{'@10':>8}")
        for sort, one in found.items():
            print(
                f"{sort:20}{one.questions:4}{one.mrr:8.3f}{one.first:8.3f}{one.first_three:8.3f}{one.first_ten:8.3f}"
            )
        print(f"\n{seconds / len(judged) * 1000:.1f} ms a question")
        for question in judged if options.misses else ():
            rank = rank_of(engine, question, LABELS)
            if rank != 1:
                print(rank, question.sort, question.text, sep=" | ")
        engine.close()
    if options.size:
        time_at_size(documents, options.size)


if __name__ == "__main__":
    main()
