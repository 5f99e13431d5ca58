"""Words that were half typed or mistyped: what the reader may have meant.

Every guess is a word that stands in a document this reader may see; other documents give nothing away.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from whoosh.support.levenshtein import distance

from forum.search.analysis.compounds import split
from forum.search.analysis.dutch import PART, forms
from forum.search.analysis.fold import fold
from forum.search.analysis.lexicon import commonness, is_word
from forum.search.question import Concept
from forum.search.ranking import Scope
from forum.search.segments import FIELDS

MAX_EXPANSIONS = 30
_LOOK_AT = 300
_LETTERS = "abcdefghijklmnopqrstuvwxyzëïéèöü"
_REAL_WORD = 3.0


def completions(prefix: str, scope: Scope) -> list[str]:
    """At most thirty terms that begin with these letters, the most used among visible documents first."""
    if len(prefix) < 3:
        return []
    terms: dict[str, None] = {}
    for segment in scope.segments:
        for name in FIELDS:
            for raw in islice(segment.leaf.expand_prefix(name, prefix), _LOOK_AT):
                terms[raw.decode()] = None
    found = [(scope.count_holding((term,)), term) for term in islice(terms, _LOOK_AT)]
    ranked = sorted((-count, term) for count, term in found if count)
    return [term for _, term in ranked[:MAX_EXPANSIONS]]


def corrections(concept: Concept, scope: Scope) -> list[tuple[str, str]]:
    """At most three (term, word to show) that differ from a mistyped word in one or two letters, best first.

    The word to show is "" when only the stem of a word is known, which nobody would recognise.
    """
    word = concept.word.lower()
    if len(word) < 4 or not word.isalpha() or commonness(word) >= _REAL_WORD:
        return []
    ranked: list[tuple[int, int, str, str]] = []
    seen: set[str] = {concept.term}
    for shown, term in _candidates(word, scope):
        if term in seen:
            continue
        seen.add(term)
        if count := scope.count_holding((term,)):
            steps = distance(fold(word), fold(shown or term))
            ranked.append((steps, -count, term, shown))
    return [(term, shown) for _, _, term, shown in sorted(ranked)[:3]]


def _candidates(word: str, scope: Scope) -> Iterator[tuple[str, str]]:
    """(word to show, term): ordinary words one step away, and terms of the index itself."""
    for other in sorted(_steps(word), key=commonness, reverse=True):
        if commonness(other) > 0:
            yield other, forms(other).whole
    reach = 1 if len(word) < 8 else 2
    terms: dict[str, None] = {}
    for segment in scope.segments:
        for name in FIELDS:
            near: Iterable[str] = segment.leaf.terms_within(name, fold(word), reach, prefix=2)
            for term in islice(near, _LOOK_AT):
                if not term.startswith(PART) and term.isalpha():
                    terms[term] = None
    for term in terms:
        yield term if commonness(term) > 0 or is_word(term) or split(term) else "", term


def _steps(word: str) -> set[str]:
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS}
    found |= {left + letter + right for left, right in cuts for letter in _LETTERS}
    found.discard(word)
    return found
