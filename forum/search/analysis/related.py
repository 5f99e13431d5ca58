"""Words of one root that are not forms of one word: "betalen" and "betaling", "vanger" and "vangen".

Never one term (they are different words), only an extra and lighter chance for a question.
"""

from functools import lru_cache

from forum.search.analysis.fold import fold
from forum.search.analysis.lemma import lemma
from forum.search.analysis.lexicon import is_word

_ENDINGS = ("ing", "er", "en", "atie", "eren", "elijk", "heid", "")
_STRIP = ("eren", "atie", "ing", "heid", "en", "er")
_LEAST_ROOT = 4


@lru_cache(maxsize=20_000)
def related(word: str) -> tuple[str, ...]:
    """Terms of other words of the same root as this term; only words that exist, at most six."""
    found: dict[str, None] = {}
    for ending in _STRIP:
        root = word.removesuffix(ending)
        if root == word or len(root) < _LEAST_ROOT:
            continue
        for other in _ENDINGS:
            candidate = root + other
            if other != ending and len(candidate) > _LEAST_ROOT and is_word(candidate):
                found[fold(lemma(candidate))] = None
    for ending in ("ing", "en", "er"):
        if len(word) >= _LEAST_ROOT and is_word(word + ending):
            found[fold(lemma(word + ending))] = None
    found.pop(word, None)
    return tuple(found)[:6]
