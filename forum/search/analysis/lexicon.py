"""What is known about Dutch words without looking at any document: how common they are, and accents."""

import math
from functools import cache, lru_cache

import simplemma
from wordfreq import get_frequency_dict

from forum.search.analysis.fold import fold

_RARE = 1e-8
_EVERYBODY = 4.0  # the dictionary misses some plain words, such as "schade"


@cache
def _frequencies() -> dict[str, float]:
    return dict(get_frequency_dict("nl", wordlist="best"))


@cache
def _accented() -> dict[str, str]:
    """Unaccented spelling -> usual accented spelling, for words that exist only with the accent."""
    known = _frequencies()
    found: dict[str, str] = {}
    for word in known:
        if not word.isascii() and (plain := fold(word)) not in known:
            found.setdefault(plain, word)
    return found


def commonness(word: str) -> float:
    """How common a lower-case word is, on the Zipf scale: 0 (never seen) to about 8 ("de")."""
    frequency = _frequencies().get(word, 0.0)
    return math.log10(frequency) + 9 if frequency > _RARE else 0.0


def with_accents(word: str) -> str:
    """ "ideeen" becomes "ideeën"; a word that exists without accents stays as it is."""
    return _accented().get(word, word)


@lru_cache(maxsize=100_000)
def is_word(word: str) -> bool:
    """Whether the Dutch dictionary of forms holds this lower-case word, or everybody uses it anyway."""
    return simplemma.is_known(word, lang="nl") or commonness(word) >= _EVERYBODY
