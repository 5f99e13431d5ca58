"""From text to the terms of the index: dictionary words, and the parts of compounds marked with "+".

"De jeugdzorgplannen" gives "de" at 0 and, all at 1: "jeugdzorgplan", "+jeugdzorg", "+plan", "+jeugd",
"+zorg", "+zorgplan". The mark keeps a whole word apart from the same word inside a longer one, so that a
question can count the first for more.
"""

from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from forum.search.analysis import lexicon
from forum.search.analysis.compounds import leaves, split
from forum.search.analysis.dates import WORDS, amount, day
from forum.search.analysis.fold import clean, fold
from forum.search.analysis.lemma import lemma
from forum.search.analysis.tokens import Token, tokenize

PART = "+"
_SPAN_LIMIT = 4


class Forms(NamedTuple):
    """One word: its own term, the terms of its main parts, and those of every part and run of parts."""

    whole: str
    parts: tuple[str, ...]
    spans: tuple[str, ...]


@lru_cache(maxsize=50_000)
def forms(word: str) -> Forms:
    """The terms (without marks) of one lower-case word."""
    base = lemma(word)
    whole = fold(base)
    main = tuple(fold(lemma(part)) for part in split(base))
    if not main:
        return Forms(whole, (), ())
    parts = leaves(base)
    spans = dict.fromkeys((*main, *(fold(lemma(part)) for part in parts)))
    if 2 < len(parts) <= _SPAN_LIMIT:
        for first in range(len(parts)):
            for last in range(first + 2, len(parts) + 1):
                if last - first < len(parts):
                    spans[fold(_joined(base, parts, first, last))] = None
    spans.pop(whole, None)
    return Forms(whole, main, tuple(spans))


def _joined(word: str, parts: tuple[str, ...], first: int, last: int) -> str:
    """The letters of a run of parts, linking letters included, ending in a dictionary word."""
    at, starts = 0, []
    for part in parts:
        at = word.index(part, at)
        starts.append(at)
        at += len(part)
    return word[starts[first] : starts[last - 1]] + lemma(parts[last - 1])


@lru_cache(maxsize=50_000)
def _terms(word: str) -> tuple[str, ...]:
    found = forms(word)
    return (found.whole, *(PART + span for span in found.spans))


def token_terms(token: Token) -> Iterator[tuple[str, int]]:
    """The terms of one token, each with its distance in words from the start of the token."""
    if not token.pieces:
        for term in _terms(token.whole):
            yield term, 0
        if plain := amount(token.whole):
            yield plain, 0
        return
    yield joined_term(token), 0
    for step, piece in enumerate(token.pieces):
        for term in _terms(piece):
            yield term, step


def joined_term(token: Token) -> str:
    """The term of a token as one word: "AI-modellen" gives "aimodel"."""
    if not token.pieces or not token.whole.isalpha():
        return forms(token.whole).whole
    last = token.pieces[-1]
    return fold(token.whole[: len(token.whole) - len(last)] + lemma(last))


def index_terms(text: str) -> Iterator[tuple[str, int]]:
    """Every term of a text with the position of its word."""
    tokens = tokenize(clean(text))
    ahead = deque(islice(tokens, WORDS))
    position = 0
    while ahead:
        token = ahead[0]
        for term, step in token_terms(token):
            yield term, position + step
        if found := day(ahead):
            yield found[0], position
        position += len(token.pieces) or 1
        ahead.popleft()
        ahead.extend(islice(tokens, 1))


def load() -> None:
    """Read the dictionaries now, and not with the first word."""
    lexicon.load()
    list(index_terms("jeugdzorgplannen"))
