"""Where in a long text it is worth while to look: a quick first pass before words are analysed.

Analysing every word of a report of 400 pages to mark a few takes a second. A wanted term and the words that
match it share their beginning, nearly always ("gemeente", "gemeentelijke"), also inside a compound. So only words
that hold the beginning of a wanted term are looked at. What is missed by this ("ging" for "gaan") is not marked;
it is found all the same, since finding is the index's work.
"""

import re
from collections.abc import Iterable, Iterator

_LONGEST_WORD = 250
_VARIANTS = {
    "a": "[aàáâãäå]",
    "c": "[cç]",
    "e": "[eèéêë]",
    "i": "[iìíîï]",
    "n": "[nñ]",
    "o": "[oòóôõö]",
    "u": "[uùúûü]",
}


def pattern(terms: Iterable[str]) -> re.Pattern[str] | None:
    """What finds the beginnings of these (folded) terms, with or without accents; None without terms."""
    stems = {_stem(term) for term in terms if term}
    if not stems:
        return None
    # A shorter stem that begins a longer one finds it as well.
    kept = [stem for stem in stems if not any(stem != other and stem.startswith(other) for other in stems)]
    return re.compile("|".join(_loose(stem) for stem in sorted(kept)), re.IGNORECASE)


def chunks(text: str, hints: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """(start, end) of each run without white space that holds a hint, in order, each once."""
    at, size = 0, len(text)
    for hit in hints.finditer(text):
        if hit.start() < at:
            continue
        start, end = hit.start(), hit.end()
        first, last = max(at, start - _LONGEST_WORD), min(size, end + _LONGEST_WORD)
        while start > first and not text[start - 1].isspace():
            start -= 1
        while end < last and not text[end].isspace():
            end += 1
        at = end
        yield start, end


def _stem(term: str) -> str:
    if len(term) <= 3:
        return term
    return term[: 3 if len(term) <= 5 else 4]


def _loose(stem: str) -> str:
    letters = [_VARIANTS.get(letter, re.escape(letter)) for letter in stem]
    if len(stem) <= 3 and stem.isalpha():
        return r"\.?".join(letters)  # "G.I." is written with dots
    return "".join(letters)
