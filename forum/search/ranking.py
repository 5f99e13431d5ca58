"""Scoring documents for a question: BM25F per concept, on nothing but the documents the reader may see.

How rare a word is and how long documents are is counted over the reader's own set too. So an answer is
the same, to the last score, as in a world in which the other documents do not exist.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from forum.search.analysis.dutch import PART
from forum.search.question import Concept, Way
from forum.search.segments import FIELDS, Segment

FIELD_WEIGHT = {"title": 3.0, "lead": 1.5, "body": 0.7}
LENGTH_SHARE = {"title": 0.5, "lead": 0.4, "body": 0.75}  # how much a long field is held against a document
K1 = 2.0
STRONG = 0.5  # a way of saying that is worth at least this makes a word count as found

Place = tuple[int, int]  # (segment, document in the segment)


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

    def holding(self, terms: tuple[str, ...]) -> set[Place]:
        """The visible documents that hold this term or phrase in any field."""
        found: set[Place] = set()
        for number, (segment, allowed) in enumerate(zip(self.segments, self.allowed, strict=True)):
            for name in FIELDS:
                found.update((number, doc) for doc in segment.phrase(name, terms).docs if allowed[doc])
        return found


@dataclass(slots=True)
class Found:
    """What a concept found: per document a score, and the ways that any document used."""

    concept: Concept
    scores: dict[Place, float]
    strong: int
    idf: float


def find(concept: Concept, scope: Scope) -> Found:
    """Score every visible document that says this concept in one of its ways."""
    weights: dict[Place, float] = {}
    strong: set[Place] = set()
    for way in concept.ways:
        said = _every(way, scope) if way.every else _phrase(way.terms, scope)
        for place, amount in said.items():
            weights[place] = weights.get(place, 0.0) + way.weight * amount
        if way.weight >= STRONG:
            strong.update(said)
    among = len(strong) or len(weights)
    idf = math.log(1.0 + (scope.count - among + 0.5) / (among + 0.5))
    scores = {place: idf * amount * (K1 + 1) / (K1 + amount) for place, amount in weights.items()}
    return Found(concept, scores, len(strong), idf)


def _phrase(terms: tuple[str, ...], scope: Scope) -> dict[Place, float]:
    said: dict[Place, float] = {}
    for number, (segment, allowed) in enumerate(zip(scope.segments, scope.allowed, strict=True)):
        for name in FIELDS:
            found = segment.phrase(name, terms)
            if not found.docs:
                continue
            share, weight = LENGTH_SHARE[name], FIELD_WEIGHT[name]
            base, slope = 1.0 - share, share / scope.average[name]
            lengths = segment.facts.lengths[name]
            for doc, count in zip(found.docs, found.counts, strict=True):
                if allowed[doc]:
                    place = (number, doc)
                    said[place] = said.get(place, 0.0) + weight * count / (base + slope * lengths[doc])
    return said


def _every(way: Way, scope: Scope) -> dict[Place, float]:
    """Documents that hold all parts, each as a word or inside a word; the scarcest part counts."""
    result: dict[Place, float] | None = None
    for terms in way.every:
        said = _phrase(terms, scope)
        if len(terms) == 1:
            for place, amount in _phrase((PART + terms[0],), scope).items():
                said[place] = said.get(place, 0.0) + amount
        if result is None:
            result = said
        else:
            result = {place: min(amount, said[place]) for place, amount in result.items() if place in said}
    return result or {}


def combine(found: Iterable[Found], coverage: float, least: float) -> dict[Place, float]:
    """Add up concepts; a document that misses part of the question loses more than that part's score, and one that
    holds less than the share `least` of the question's weight is no answer."""
    concepts = list(found)
    total = sum(one.idf for one in concepts) or 1.0
    scores: dict[Place, float] = {}
    mass: dict[Place, float] = {}
    for one in concepts:
        for place, score in one.scores.items():
            scores[place] = scores.get(place, 0.0) + score
            mass[place] = mass.get(place, 0.0) + one.idf
    enough = least * sum(one.idf for one in concepts if one.scores)
    return {
        place: score * (mass[place] / total) ** coverage
        for place, score in scores.items()
        if mass[place] >= enough
    }
