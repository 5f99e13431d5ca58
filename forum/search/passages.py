"""On which page of a document the answer stands: read off the positions in the index, not off the text."""

from bisect import bisect_right
from collections.abc import Sequence

from forum.search.question import Concept, wanted
from forum.search.ranking import Place, Scope
from forum.search.segments import Segment

MANY = 400  # positions of one word in one document that are looked at
_COUNTED = 50  # more of the same word only breaks ties
Seen = dict[int, dict[int, dict[int, float]]]  # document -> passage -> concept -> weight


def best_passages(places: Sequence[Place], concepts: Sequence[Concept], scope: Scope) -> dict[Place, int]:
    """For each of `places` with passages that hold a word of the question: the number, from 1, of the best one.

    Different words count most, and of two passages that are as good the first is the best.
    """
    terms = wanted(concepts)
    found: dict[Place, int] = {}
    for number, segment in enumerate(scope.segments):
        documents = sorted(doc for at, doc in places if at == number and doc in segment.facts.passages)
        if documents:
            for doc, best in _in_segment(segment, documents, terms).items():
                found[(number, doc)] = best
    return found


def _in_segment(
    segment: Segment, documents: Sequence[int], terms: dict[str, tuple[int, float]]
) -> dict[int, int]:
    weights: Seen = {doc: {} for doc in documents}
    counts: dict[tuple[int, int], int] = {}
    for term, (concept, weight) in terms.items():
        for doc, positions in segment.positions("body", term, documents):
            starts, passages = segment.facts.passages[doc], weights[doc]
            for position in positions[:MANY]:
                passage = bisect_right(starts, position)
                if not passage:
                    continue  # it stands in the text before the first passage
                held = passages.setdefault(passage, {})
                held[concept] = max(held.get(concept, 0.0), weight)
                counts[(doc, passage)] = counts.get((doc, passage), 0) + 1
    best: dict[int, int] = {}
    for doc, passages in weights.items():
        if passages:
            best[doc] = max(
                passages,
                key=lambda passage: (
                    sum(passages[passage].values()) + min(counts[(doc, passage)], _COUNTED) * 0.005,
                    -passage,
                ),
            )
    return best
