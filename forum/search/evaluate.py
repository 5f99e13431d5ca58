"""Measuring search with questions of which the right document is known. Pure: texts in, figures out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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


NAMES = {
    "questions": "queries",
    "mrr": "mrr",
    "first": "success@1",
    "first_three": "success@3",
    "first_ten": "success@10",
}
DEPTH = 100  # hits that are looked through
Ask = Callable[[str, int], Sequence[str]]  # a question and how many: the keys that are found, the best first


def rank_of(ask: Ask, question: Judged) -> int | None:
    """The place (from 1) of the first right answer, or None when it is not among the first hundred."""
    for place, key in enumerate(ask(question.text, DEPTH), start=1):
        if key in question.wanted:
            return place
    return None


def asking(engine: SearchEngine, labels: frozenset[str]) -> Ask:
    """What asks this engine, with these labels."""

    def ask(text: str, limit: int) -> list[str]:
        return [hit.key for hit in engine.search(Query(text=text, labels=labels, limit=limit)).keys]

    return ask


def figures(ranks: Iterable[int | None]) -> Figures:
    """The figures for these places; all zero when there are none."""
    found = list(ranks)
    count = max(1, len(found))
    known = [rank for rank in found if rank is not None]

    def within(depth: int) -> float:
        return sum(rank <= depth for rank in known) / count

    return Figures(len(found), sum(1 / rank for rank in known) / count, within(1), within(3), within(10))


def measure(ask: Ask, questions: Iterable[Judged]) -> Mapping[str, Figures]:
    """Figures over all questions under the name "all", and per sort of question."""
    by_sort: dict[str, list[int | None]] = {}
    every: list[int | None] = []
    for question in questions:
        rank = rank_of(ask, question)
        every.append(rank)
        by_sort.setdefault(question.sort, []).append(rank)
    return {"all": figures(every), **{sort: figures(by_sort[sort]) for sort in sorted(by_sort)}}


def table(found: Mapping[str, Figures]) -> str:
    """The figures as lines of text."""
    lines = [f"{'type':22}{'queries':>8}{'MRR':>8}{'@1':>8}{'@3':>8}{'@10':>8}"]
    lines += [
        f"{sort or 'untyped':22}{one.questions:8}{one.mrr:8.3f}{one.first:8.3f}{one.first_three:8.3f}{one.first_ten:8.3f}"
        for sort, one in found.items()
    ]
    return "\n".join(lines)
