"""Scoring documents for a question: BM25F per concept, on nothing but the documents the reader may see.

How rare a word is and how long documents are is counted over the reader's own set too. So an answer is
the same, to the last score, as in a world in which the other documents do not exist.

Scores are kept per segment, by document number, and made by what Python does for a whole list at once: a common word
stands in many thousands of documents.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import chain, compress

from forum.search.analysis.dutch import PART
from forum.search.facts import LENGTH
from forum.search.question import Concept, Way
from forum.search.segments import FIELDS, Segment

FIELD_WEIGHT = {"title": 3.0, "lead": 1.5, "body": 0.7}
LENGTH_SHARE = {"title": 0.5, "lead": 0.4, "body": 0.75}  # how much a long field is held against a document
# Who repeats a word does not come higher. A title that says it once says it; and a text in which it is more than a tenth
# of all words is no text about it but a list of it.
OFTEN = {"title": 1, "lead": 2}
DENSE, MANY = 0.1, 5
K1 = 2.0
STRONG = 0.5  # a way of saying that is worth at least this makes a word count as found

Place = tuple[int, int]  # (segment, document in the segment)
Scores = list[dict[int, float]]  # of the documents in each segment


@dataclass(slots=True)
class Scope:
    """What one reader may see: the segments, a byte per document, and the sizes of that set."""

    segments: Sequence[Segment]
    allowed: Sequence[bytearray]
    count: int = 0
    average: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, segments: Sequence[Segment], labels: frozenset[str], exclude: frozenset[str]) -> "Scope":
        """The scope of a set of labels, without the excluded keys."""
        views = [segment.view(labels, exclude) for segment in segments]
        scope = cls(segments, [view.allowed for view in views], sum(view.count for view in views))
        for name in FIELDS:
            total = sum(view.lengths[name] for view in views)
            scope.average[name] = max(1.0, total / max(1, scope.count))
        return scope

    def holding(self, terms: tuple[str, ...]) -> list[set[int]]:
        """The visible documents of each segment that hold this term or phrase in any field."""
        return [
            set(chain.from_iterable(_seen(segment.phrase(name, terms).docs, allowed) for name in FIELDS))
            for segment, allowed in zip(self.segments, self.allowed, strict=True)
        ]

    def count_holding(self, terms: tuple[str, ...]) -> int:
        """How many visible documents hold this term or phrase in any field."""
        return sum(map(len, self.holding(terms)))


def _seen(docs: Sequence[int], allowed: bytearray) -> Iterable[int]:
    return compress(docs, map(allowed.__getitem__, docs))


@dataclass(slots=True)
class Found:
    """What a concept found: per document a score, and the ways that any document used."""

    concept: Concept
    scores: Scores
    strong: int
    idf: float


def find(concept: Concept, scope: Scope) -> Found:
    """Score every visible document that says this concept in one of its ways."""
    weights: Scores = [{} for _ in scope.segments]
    strong: list[set[int]] = [set() for _ in scope.segments]
    for way in concept.ways:
        said = _every(way, scope) if way.every else _phrase(way.terms, scope)
        for number, amounts in enumerate(said):
            if way.weight >= STRONG:
                strong[number].update(amounts)
            if not weights[number]:
                weights[number] = {doc: way.weight * amount for doc, amount in amounts.items()}
                continue
            present = weights[number]
            for doc, amount in amounts.items():
                present[doc] = present.get(doc, 0.0) + way.weight * amount
    among = sum(map(len, strong)) or sum(map(len, weights))
    idf = math.log(1.0 + (scope.count - among + 0.5) / (among + 0.5))
    scores = [
        {doc: idf * amount * (K1 + 1) / (K1 + amount) for doc, amount in present.items()}
        for present in weights
    ]
    return Found(concept, scores, sum(map(len, strong)), idf)


def _phrase(terms: tuple[str, ...], scope: Scope) -> Scores:
    return [
        _in_segment(terms, segment, allowed, scope.average)
        for segment, allowed in zip(scope.segments, scope.allowed, strict=True)
    ]


def _in_segment(
    terms: tuple[str, ...], segment: Segment, allowed: bytearray, average: dict[str, float]
) -> dict[int, float]:
    said: dict[int, float] = {}
    for name in FIELDS:
        found = segment.phrase(name, terms)
        if not found.docs:
            continue
        share, weight = LENGTH_SHARE[name], FIELD_WEIGHT[name]
        base, slope = 1.0 - share, share / average[name]
        amounts = [
            weight * _honest(name, count, LENGTH[length]) / (base + slope * LENGTH[length])
            for count, length in found.sorts
        ]
        seen = bytes(map(allowed.__getitem__, found.docs))
        here = dict(
            zip(
                compress(found.docs, seen), map(amounts.__getitem__, compress(found.which, seen)), strict=True
            )
        )
        # The field with the most documents comes last, so few are added up one by one.
        for doc, amount in said.items():
            here[doc] = amount + here.get(doc, 0.0)
        said = here
    return said


def _honest(name: str, count: int, length: int) -> int:
    """How often a word that stands so often in a field of so many words is counted."""
    count = min(count, OFTEN.get(name, count))
    return 1 if count > MANY and count > DENSE * length else count


def _every(way: Way, scope: Scope) -> Scores:
    """Documents that hold all parts, each as a word or inside a word; the scarcest part counts."""
    result: Scores | None = None
    for terms in way.every:
        said = _phrase(terms, scope)
        if len(terms) == 1:
            for here, more in zip(said, _phrase((PART + terms[0],), scope), strict=True):
                for doc, amount in more.items():
                    here[doc] = here.get(doc, 0.0) + amount
        if result is None:
            result = said
        else:
            result = [
                {doc: min(amount, here[doc]) for doc, amount in before.items() if doc in here}
                for before, here in zip(result, said, strict=True)
            ]
    return result or [{} for _ in scope.segments]


def combine(concepts: Sequence[Found], coverage: float, least: float) -> Scores:
    """Add up concepts; a document that misses part of the question loses more than that part's score, and one that
    holds less than the share `least` of the question's weight is no answer."""
    total = sum(one.idf for one in concepts) or 1.0
    enough = least * sum(one.idf for one in concepts if any(one.scores))
    factors: dict[int, float | None] = {}  # of each combination of concepts that some document holds

    def factor(held: int) -> float | None:
        mass = 0.0
        for number, one in enumerate(concepts):
            if held & 1 << number:
                mass += one.idf
        return (mass / total) ** coverage if mass >= enough else None

    combined: Scores = []
    for parts in zip(*(one.scores for one in concepts), strict=True):
        scores: dict[int, float] = {}
        held: dict[int, int] = {}  # which concepts each document holds, as bits
        for number, part in enumerate(parts):
            both = scores.keys() & part.keys()
            more, bits = dict(part), dict.fromkeys(part, 1 << number)
            for doc in both:
                more[doc] = scores[doc] + part[doc]
                bits[doc] |= held[doc]
            scores.update(more)
            held.update(bits)
        factors |= {combination: factor(combination) for combination in set(held.values()) - factors.keys()}
        combined.append(
            {
                doc: score * share
                for (doc, score), share in zip(
                    scores.items(), map(factors.__getitem__, held.values()), strict=True
                )
                if share is not None
            }
        )
    return combined


def highest(scores: Scores, many: int) -> list[tuple[float, Place]]:
    """All documents that can be among the `many` with the highest scores, whatever decides between equal ones."""
    if many < 1:
        return []
    floor = min(nlargest(many, chain.from_iterable(one.values() for one in scores)), default=0.0)
    return [
        (score, (number, doc))
        for number, one in enumerate(scores)
        for doc, score in one.items()
        if score >= floor
    ]
