"""Measuring an engine with questions of which the right document is known. Pure: texts in, figures out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forum.search.engine import Query, SearchEngine


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, its sort (such as "typo"), and the keys that answer it."""

    text: str
    sort: str
    wanted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one sort of question: how many, mean reciprocal rank, and the share found in the first 1, 3, 10."""

    questions: int
    mrr: float
    first: float
    first_three: float
    first_ten: float


def rank_of(engine: SearchEngine, question: Judged, labels: frozenset[str], depth: int = 100) -> int | None:
    """The place (from 1) of the first right answer, or None when it is not among the first `depth`."""
    hits = engine.search(Query(text=question.text, labels=labels, limit=depth))
    for place, hit in enumerate(hits.keys, start=1):
        if hit.key in question.wanted:
            return place
    return None


def figures(ranks: Iterable[int | None]) -> Figures:
    """The figures for these places; all zero when there are none."""
    found = list(ranks)
    count = max(1, len(found))
    known = [rank for rank in found if rank is not None]

    def within(depth: int) -> float:
        return sum(rank <= depth for rank in known) / count

    return Figures(len(found), sum(1 / rank for rank in known) / count, within(1), within(3), within(10))


def measure(
    engine: SearchEngine, questions: Iterable[Judged], labels: frozenset[str]
) -> Mapping[str, Figures]:
    """Figures per sort of question, and over all of them under the name "all"."""
    by_sort: dict[str, list[int | None]] = {"all": []}
    for question in questions:
        rank = rank_of(engine, question, labels)
        by_sort["all"].append(rank)
        by_sort.setdefault(question.sort, []).append(rank)
    return {sort: figures(ranks) for sort, ranks in by_sort.items()}
