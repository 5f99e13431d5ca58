"""One answer: concepts scored, the page cut out, counts made, and a better spelling when it helps."""

import re
from collections.abc import Sequence

from forum.search import guess
from forum.search.engine import Hit, Hits, Query
from forum.search.facets import everything, narrow
from forum.search.passages import best_passages
from forum.search.preference import prefer
from forum.search.proximity import nearer
from forum.search.question import Concept, read
from forum.search.ranking import Found, Scope, Scores, combine, find, highest
from forum.search.segments import Segment

COVERAGE = 0.25  # how hard a missing word counts, beyond its own score
LEAST_SHARE = 0.25  # of the weight of the question that a hit must hold
FEW = 3
MAX_CORRECTED = 4  # words of one question whose spelling is looked at: it takes some 20 ms each
MAX_LIMIT = 200
_W_PREFIX, _W_CORRECTION = 0.5, 0.5


def answer(query: Query, segments: Sequence[Segment]) -> Hits:
    """Answer a query from these segments. Everything is counted within the reader's labels."""
    question = read(query.text, query.thesaurus)
    if not question.concepts and not query.narrowed:
        return Hits()
    scope = Scope.of(segments, query.labels, query.exclude_keys)
    if not scope.count:
        return Hits()
    if not question.concepts:
        return _page(query, everything(scope), [], scope, None)
    spelling: dict[str, str] = {}
    found = [_find(concept, scope, spelling) for concept in question.concepts]
    scores = combine(found, COVERAGE, LEAST_SHARE)
    for phrase in question.phrases:
        holding = scope.holding(phrase)
        scores = [
            {doc: score for doc, score in here.items() if doc in those}
            for here, those in zip(scores, holding, strict=True)
        ]
    prefer(query, scores, found, scope)
    nearer(scores, found, question, scope)
    return _page(query, scores, found, scope, _suggestion(query.text, spelling))


def _find(concept: Concept, scope: Scope, spelling: dict[str, str]) -> Found:
    """Find a concept; when hardly anything says it, try what it may be the beginning or a misspelling of."""
    found = find(concept, scope)
    if found.strong >= FEW:
        return found
    extended = False
    if concept.prefix:
        for term in guess.completions(concept.prefix, scope):
            concept.add(_W_PREFIX, term)
            extended = True
    if not extended and len(spelling) < MAX_CORRECTED:
        spelling[concept.word] = ""
        for term, shown in guess.corrections(concept, scope):
            concept.add(_W_CORRECTION, term)
            extended = True
            if shown and not found.strong and not spelling[concept.word]:
                spelling[concept.word] = shown
    return find(concept, scope) if extended else found


def _page(query: Query, scores: Scores, found: list[Found], scope: Scope, better: str | None) -> Hits:
    chosen, kinds, groups, counts = narrow(query, scores, scope)
    first = max(0, query.offset)
    last = first + max(0, min(query.limit, MAX_LIMIT))
    best = [
        (-score, scope.segments[number].facts.keys[doc], (number, doc))
        for score, (number, doc) in highest(chosen, last)
    ]
    page = sorted(best)[first:last]
    passages = best_passages([place for _score, _key, place in page], [one.concept for one in found], scope)
    hits = [
        Hit(
            key,
            -score,
            tuple(one.concept.word for one in found if place[1] in one.scores[place[0]]),
            passages.get(place),
        )
        for score, key, place in page
    ]
    return Hits(sum(map(len, chosen)), hits, kinds, groups, counts, better)


def _suggestion(text: str, spelling: dict[str, str]) -> str | None:
    """The question with its mistyped words replaced, or None when there is nothing to replace."""
    better = text
    for word, shown in ((word, shown) for word, shown in spelling.items() if shown):
        parts = re.split(rf"(?<!\w){re.escape(word)}(?!\w)", better, maxsplit=1)
        better = shown.join(parts)
    return " ".join(better.split()) if better != text else None
