"""Measures search on the test corpus: `.venv/bin/python -m tests.bench_search [--misses] [--size N]`.

Prints, for each of the three sets of questions and each sort, mean reciprocal rank and the share answered in the first
1, 3 and 10 hits, beside three baselines on the same documents. With `--size` it fills an index with N cuttings of those
documents, spread over groups, and times it instead.
"""

# ruff: noqa: T201 (a command for people: it prints)
import argparse
import time
from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import TemporaryDirectory

from forum.search import evaluate
from forum.search.evaluate import Ask
from forum.search.whoosh_engine import WhooshEngine
from tests.bench_search import baselines, sets, speed


def main() -> None:
    """Read, index, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="also print questions not answered first")
    parser.add_argument("--size", type=int, default=0, help="time an index of this many documents instead")
    options = parser.parse_args()
    documents = sets.files()
    if options.size:
        speed.measure(documents, options.size)
        return
    empty = sum(not "".join(one.passages).strip() for one in documents)
    words = sum(page.count(" ") for one in documents for page in one.passages)
    print(f"{len(documents)} documents, {empty} without text, {words} words")
    for known in sets.known(documents):
        print(f"\n{known.name}: {len(known.questions)} questions, {len(known.documents)} documents")
        with ExitStack() as open_until:
            for name, ask in _asked(known, open_until):
                print(f"\n{name}\n{evaluate.table(evaluate.measure(ask, known.questions))}", flush=True)
                if options.misses and name == "ours":
                    _print_misses(ask, known)


def _asked(known: sets.Known, open_until: ExitStack) -> Iterator[tuple[str, Ask]]:
    folder = open_until.enter_context(TemporaryDirectory())
    engine = WhooshEngine(folder)
    open_until.callback(engine.close)
    started = time.process_time()
    engine.rebuild(known.documents)
    print(f"indexed in {time.process_time() - started:.1f} s of processor time")
    yield "ours", evaluate.asking(engine, sets.LABELS)
    yield "plain BM25", baselines.plain(known.documents)
    yield "SQLite FTS5", baselines.fts5(known.documents)
    yield "PostgreSQL, dutch", open_until.enter_context(baselines.postgres(known.documents))


def _print_misses(ask: Ask, known: sets.Known) -> None:
    for question in known.questions:
        rank = evaluate.rank_of(ask, question)
        if rank != 1:
            print(rank, question.sort, question.text, sep=" | ")


if __name__ == "__main__":
    main()
