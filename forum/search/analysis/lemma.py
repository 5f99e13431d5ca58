"""From a form to its dictionary word: "gemeenten" to "gemeente", "aangevraagd" to "aanvraag"."""

from functools import lru_cache

import Stemmer

from forum.search.analysis.compounds import split
from forum.search.analysis.lexicon import commonness, dictionary_form, is_word, with_accents

_VOWELS = frozenset("aeou")
# The older Porter stemmer for Dutch does not take "ge-" off; the newer one makes "menen" of "gemeente".
_STEMMER = "dutch_porter"
_ESTABLISHED = 2.5  # a word people really use, only missing from the dictionary: leave it alone
# Where the dictionary chooses the other meaning of a form.
_CHOSEN = {"leden": "lid", "data": "data", "ouder": "ouder", "ouders": "ouder"}
_ENDINGS = ("en", "s", "n", "e", "es")
# Adjectives that have become names for people: the dictionary would make "jong" of "jongeren".
_PEOPLE = frozenset(
    "jongere oudere jeugdige minderjarige meerderjarige volwassene betrokkene belanghebbende leidinggevende"
    " nabestaande asielzoekende werkende werkloze dakloze thuisloze gehandicapte zieke gevangene"
    " deskundige zelfstandige gemachtigde".split()
)


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The dictionary word of a lower-case form; an unknown word keeps a careful stem.

    Known words go by dictionary, unknown compounds by the dictionary word of their last part, and only
    what is left over by a stemmer.
    """
    if not word.isalpha() or len(word) < 3:
        return word
    word = with_accents(word)
    if (person := word.removesuffix("n")) in _PEOPLE:
        return person
    if word in _CHOSEN:
        return _CHOSEN[word]
    if is_word(word) and (found := _dictionary(word)):
        return _noun_of(found)
    if parts := split(word):
        last = parts[-1]
        return word[: len(word) - len(last)] + lemma(last)
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base != word and len(base) >= 4 and (is_word(base) or commonness(base) >= _ESTABLISHED):
            return lemma(base)
    return word if commonness(word) >= _ESTABLISHED else _careful_stem(word)


def _dictionary(word: str) -> str:
    """Follow the dictionary to the end: it sends some forms to a form that itself has a lemma.

    "" when what it gives is not a word.
    """
    seen = [word]
    while len(seen) < 4:
        found = dictionary_form(seen[-1]).lower()
        if not found.isalpha():  # "raad_lid" and other notes of the dictionary's makers
            return ""
        if found in seen:
            # A ring ("a" to "b" to "a") must give one answer wherever it is entered.
            ring = seen[seen.index(found) :]
            return min(ring)
        seen.append(found)
    return seen[-1]


def _noun_of(word: str) -> str:
    """Verb to the noun that is its stem, when that is a common word of its own: "gebruiken" to "gebruik"."""
    if len(word) < 5 or not word.endswith("en"):
        return word
    for stem in _stems(word[:-2]):
        if commonness(stem) >= 4 and is_word(stem) and _dictionary(stem) == stem:
            return stem
    return word


def _stems(root: str) -> tuple[str, ...]:
    """Possible spellings of a verb stem: "werk", "vrag" as "vraag", "zett" as "zet", "geloov" as "geloof"."""
    hard = {"v": "f", "z": "s"}.get(root[-1], root[-1])
    base = root[:-1] + hard
    if len(root) > 2 and root[-1] == root[-2]:
        return (root[:-1],)
    if root[-2] in _VOWELS and root[-3] not in "aeiou" and root[-1] not in "aeiou":
        doubled = root[:-2] + root[-2] * 2 + hard
        return (doubled,) if is_word(doubled) else (base,)
    return (base,)


def _careful_stem(word: str) -> str:
    if len(word) < 6 or word.startswith("ge"):
        return word
    if word.endswith("ingen"):
        return word[:-2]
    if word.endswith("heden"):
        return word[:-4] + "heid"
    if word.endswith(("ing", "heid")):
        return word
    # A stemmer object is not safe to share between threads, and cheap to make.
    stem: str = Stemmer.Stemmer(_STEMMER, 0).stemWord(word)
    return stem if len(stem) >= 4 else word
