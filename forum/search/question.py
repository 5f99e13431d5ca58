"""Reading what somebody typed: words and "phrases", never query syntax.

A question becomes a list of concepts (one per word that counts), each with the different ways in which
a document may say it, and what each way is worth.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from forum.search.analysis.dates import WORDS, amount, day
from forum.search.analysis.dutch import PART, forms, joined_term
from forum.search.analysis.fold import clean, fold
from forum.search.analysis.lemma import lemma
from forum.search.analysis.related import related
from forum.search.analysis.stopwords import STOPWORDS
from forum.search.analysis.synonyms import Thesaurus, starter
from forum.search.analysis.tokens import Token, tokenize

MAX_CHARACTERS = 400
MAX_WORDS = 24
MAX_PHRASES = 4
_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'
_QUOTED = re.compile(f"[{_QUOTES}]([^{_QUOTES}]+)[{_QUOTES}]")

W_PART, W_ALL_PARTS, W_RELATED, W_SYNONYM, W_JOINED, W_JOINED_PART = 0.6, 0.35, 0.25, 0.6, 1.5, 1.0
W_DAY = 1.5  # the day itself, and not loose numbers that happen to stand there
W_FULL_NAME = 0.9  # an abbreviation and its full name are the same thing, not merely alike


@dataclass(frozen=True, slots=True)
class Way:
    """One way of saying a concept. `terms` is a phrase; `every` are phrases that must all be there."""

    weight: float
    terms: tuple[str, ...] = ()
    every: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True)
class Concept:
    """A word that counts: how it was typed, its term, and the ways of saying it, strongest first."""

    word: str
    term: str
    ways: list[Way] = field(default_factory=list)
    prefix: str | None = None

    def add(self, weight: float, *terms: str) -> None:
        """Another way: these terms directly after each other."""
        if not any(way.terms == terms for way in self.ways):
            self.ways.append(Way(weight, terms))


@dataclass(frozen=True, slots=True)
class Question:
    """`phrases` are required; `sequence` is the whole question as terms in the order typed."""

    concepts: tuple[Concept, ...]
    phrases: tuple[tuple[str, ...], ...]
    sequence: tuple[str, ...]


def read(text: str, thesaurus: Thesaurus | None = None) -> Question:
    """The question in a typed text, cut to a reasonable size; nothing in it is ever refused.

    `thesaurus` holds the names of this site for one thing; without one it is the starter list.
    """
    text = clean(text[:MAX_CHARACTERS])
    quoted = [_sequence(tuple(tokenize(part))) for part in _QUOTED.findall(text)]
    phrases = tuple(dict.fromkeys(terms for terms in quoted if terms))[:MAX_PHRASES]
    tokens = tuple(tokenize(text))[:MAX_WORDS]
    counted = [token for token in tokens if fold(token.whole) not in STOPWORDS and not _lone_letter(token)]
    counted = counted or list(tokens)
    concepts = [_concept(token) for token in counted]
    _join_neighbours(tokens, counted, concepts)
    _add_days(tokens, counted, concepts)
    _add_synonyms(counted, concepts, thesaurus or starter())
    if tokens and counted and counted[-1] is tokens[-1]:
        word = fold(tokens[-1].whole)
        concepts[-1].prefix = word if len(word) >= 3 and word.isalpha() and not tokens[-1].pieces else None
    unique: dict[str, Concept] = {}
    for concept in concepts:
        unique.setdefault(concept.term, concept)
    return Question(tuple(unique.values()), phrases, _sequence(tokens))


def wanted(concepts: Sequence[Concept]) -> dict[str, tuple[int, float]]:
    """Term -> (which concept, weight), for every single word that would be a match."""
    found: dict[str, tuple[int, float]] = {}
    for number, concept in enumerate(concepts):
        for way in concept.ways:
            for terms in way.every or (way.terms,):
                weight = way.weight / len(terms)
                for term in terms:
                    for name in (term, term if term.startswith(PART) else PART + term):
                        if weight > found.get(name, (0, 0.0))[1]:
                            found[name] = (number, weight)
    return found


def _lone_letter(token: Token) -> bool:
    return len(token.whole) == 1 and token.whole.isalpha()


def _sequence(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for token in tokens:
        found.extend(forms(piece).whole for piece in token.pieces or (token.whole,))
    return tuple(found)


def _concept(token: Token) -> Concept:
    term = joined_term(token)
    concept = Concept(token.text, term)
    concept.add(1.0, term)
    if plain := amount(token.whole):
        concept.add(1.0, plain)
    if token.pieces:
        pieces = tuple(forms(piece).whole for piece in token.pieces)
        concept.add(0.9, *pieces)
        concept.add(W_PART, PART + term)
        return concept
    concept.add(W_PART, PART + term)
    if parts := forms(token.whole).parts:
        concept.add(0.9, *parts)
        concept.ways.append(Way(W_ALL_PARTS, every=tuple((part,) for part in parts)))
    for other in related(term):
        concept.add(W_RELATED, other)
    return concept


def _join_neighbours(tokens: tuple[Token, ...], counted: list[Token], concepts: list[Concept]) -> None:
    """ "schuld sanering" also means "schuldsanering": one word in a document answers both."""
    by_token = {id(token): concept for token, concept in zip(counted, concepts, strict=True)}
    for left, right in zip(tokens, tokens[1:], strict=False):
        first, second = by_token.get(id(left)), by_token.get(id(right))
        if first is None or second is None or not _joinable(left) or not _joinable(right):
            continue
        tail = lemma(right.whole)
        heads = dict.fromkeys((left.whole, left.whole + "s", lemma(left.whole), lemma(left.whole) + "s"))
        for word in dict.fromkeys(fold(head + tail) for head in heads):
            for concept in (first, second):
                concept.add(W_JOINED, word)
                concept.add(W_JOINED_PART, PART + word)


def _add_days(tokens: tuple[Token, ...], counted: list[Token], concepts: list[Concept]) -> None:
    """ "12 mei 2024" is also said as "12-05-2024"."""
    by_token = {id(token): concept for token, concept in zip(counted, concepts, strict=True)}
    for first in range(len(tokens)):
        found = day(tokens[first : first + WORDS])
        for token in tokens[first : first + found[1]] if found else ():
            if found and (concept := by_token.get(id(token))):
                concept.add(W_DAY, found[0])


def _joinable(token: Token) -> bool:
    return not token.pieces and len(token.whole) >= 3 and token.whole.isalpha()


def _add_synonyms(counted: list[Token], concepts: list[Concept], thesaurus: Thesaurus) -> None:
    terms = [concept.term for concept in concepts]
    for start in range(len(terms)):
        for end in range(start + 1, min(len(terms), start + thesaurus.longest) + 1):
            for other in thesaurus.synonyms(terms[start:end]):
                for concept in concepts[start:end]:
                    weight = W_FULL_NAME if end - start > 1 or len(other) > 1 else W_SYNONYM
                    concept.add(weight, *other)
                    if len(other) == 1:
                        concept.add(weight * W_PART, PART + other[0])
