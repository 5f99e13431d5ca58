"""What is known about Dutch words without looking at any document: how common they are, and accents."""

import math
from functools import cache, lru_cache

import simplemma

from forum.search.analysis.fold import fold
from forum.search.analysis.wordlist import WordList, packed_elsewhere

_RARE = 1e-8
_EVERYBODY = 4.0  # the dictionary misses some plain words, such as "schade"


_held: list[WordList] = []


def _words() -> WordList:
    if not _held:
        _held.append(WordList())
    return _held[0]


def load() -> None:
    """Read what is known now, and not with the first word."""
    if not _held:
        _held.append(packed_elsewhere())
    _accented()
    is_word("woord")


@cache
def _accented() -> dict[str, str]:
    """Unaccented spelling -> usual accented spelling, for words that exist only with the accent.

    Of several the commonest one.
    """
    words = _words()
    found: dict[str, str] = {}
    for word in words:
        if word.isascii() or words.frequency(plain := fold(word)):
            continue
        if plain not in found or words.frequency(word) > words.frequency(found[plain]):
            found[plain] = word
    return found


@lru_cache(maxsize=50_000)
def commonness(word: str) -> float:
    """How common a lower-case word is, on the Zipf scale: 0 (never seen) to about 8 ("de")."""
    frequency = _words().frequency(word)
    return math.log10(frequency) + 9 if frequency > _RARE else 0.0


def with_accents(word: str) -> str:
    """ "ideeen" becomes "ideeën"; a word that exists without accents stays as it is."""
    return _accented().get(word, word)


@lru_cache(maxsize=50_000)
def is_word(word: str) -> bool:
    """Whether the Dutch dictionary of forms holds this lower-case word, or everybody uses it anyway."""
    return simplemma.is_known(word, lang="nl", low_memory=True) or commonness(word) >= _EVERYBODY


def dictionary_form(word: str) -> str:
    """The lemma that the Dutch dictionary gives for a lower-case word, or the word itself."""
    # In its packed form the dictionary takes 8 MB in each process, not 57, and is as quick.
    return simplemma.lemmatize(word, lang="nl", low_memory=True)
