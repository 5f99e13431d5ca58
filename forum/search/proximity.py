"""A second look at the best documents: words that stand together, and the question word for word."""

from collections.abc import Sequence

from forum.search.analysis.stopwords import STOPWORDS
from forum.search.question import Question
from forum.search.ranking import STRONG, Found, Place, Scope, Scores, highest

LOOK_AT = 60
WINDOW = 30  # words
NEAR = 1.0  # how much a passage with the whole question adds
EXACT = {"title": 0.8, "lead": 0.3, "body": 0.3}
_LONGEST_EXACT = 8  # words
_MANY = 400  # positions of one word in one document that are looked at


def nearer(scores: Scores, found: Sequence[Found], question: Question, scope: Scope) -> None:
    """Raise, in place, the scores of the best documents that hold the question close together."""
    best = [place for _score, place in sorted(highest(scores, LOOK_AT), reverse=True)[:LOOK_AT]]
    if len(found) > 1:
        total = sum(one.idf for one in found) or 1.0
        for (number, doc), mass in _best_windows(best, found, scope).items():
            scores[number][doc] *= 1.0 + NEAR * (mass / total) ** 2
    counted = [term for term in question.sequence if term not in STOPWORDS]
    if counted and len(question.sequence) <= _LONGEST_EXACT:
        _exact(best, scores, question.sequence, scope)


def _exact(best: list[Place], scores: Scores, sequence: tuple[str, ...], scope: Scope) -> None:
    for name, bonus in EXACT.items():
        if len(sequence) == 1 and name != "title":
            continue
        for number, segment in enumerate(scope.segments):
            documents = [doc for at, doc in best if at == number]
            for doc in segment.holding(name, sequence, documents) if documents else ():
                scores[number][doc] *= 1.0 + bonus


def _best_windows(best: list[Place], found: Sequence[Found], scope: Scope) -> dict[Place, float]:
    """Per document the greatest weight of different concepts inside one window of the body."""
    places: dict[Place, list[tuple[int, int]]] = {place: [] for place in best}
    for number, segment in enumerate(scope.segments):
        documents = sorted(doc for at, doc in best if at == number)
        if not documents:
            continue
        for index, one in enumerate(found):
            terms = dict.fromkeys(
                way.terms[0] for way in one.concept.ways if len(way.terms) == 1 and way.weight >= STRONG
            )
            for term in terms:
                if not segment.term("body", term).docs:
                    continue
                for doc, positions in segment.positions("body", term, documents):
                    places[(number, doc)].extend((position, index) for position in positions[:_MANY])
    weight = [one.idf for one in found]
    return {place: _window(sorted(spots), weight) for place, spots in places.items() if spots}


def _window(spots: list[tuple[int, int]], weight: list[float]) -> float:
    inside = [0] * len(weight)
    mass = best = 0.0
    start = 0
    for position, index in spots:
        if not inside[index]:
            mass += weight[index]
        inside[index] += 1
        while spots[start][0] < position - WINDOW:
            gone = spots[start][1]
            inside[gone] -= 1
            if not inside[gone]:
                mass -= weight[gone]
            start += 1
        best = max(best, mass)
    return best
