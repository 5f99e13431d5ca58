"""Splitting Dutch compounds: the cheapest path of known words through the letters.

A part costs less when it is a common word; a letter that only links parts (-s-, -en-, -e-, -er-, -n-)
costs a little. So "jeugdzorgplan" becomes "jeugdzorg" and "plan", and those are split further.
"""

from functools import lru_cache

from forum.search.analysis.lexicon import commonness, is_word

_MIN, _MAX = 7, 48
_PART_COST, _LINK_COST = 4.0, 0.7
_LINKS = ("s", "en", "e", "er", "n")
_OWN_WORD = 4.9  # so common that it stands for itself: "ziekenhuis", "minister"
_LEAST = 3.0
# Parts of three letters are mostly chance; these are words that compounds are really made of.
_SHORT = frozenset(
    "wet dag bos weg mee hof eis jas kas bus bon cel fee gas huis kop lek les lid lok man map mei nut ong pad"
    " pen pet rek rit rol rug ruk top som tak tas tax tel tip vak val vee vis vog wijk woz wmo wlz zee zin pgb ggz"
    " jgz vve ict zzp uwv bsn eet bed dak kap bal bad ras rat oog oor arm arts god bar bel".split()
) - {"mee", "ong", "lok", "ruk", "val", "tel"}
# A separable verb or prefix is not a compound of two nouns ("aanvraag", "onderzoek", "overheid").
_NOT_FIRST = frozenset(
    "aan achter af al be bij binnen boven buiten door ge her in langs mede mee naar naast neder neer om on onder"
    " ont op over rond samen tegen terug toe tussen uit van ver voor voort wan weer weg door hier daar waar heen"
    " niet deze die dat meer veel alle elke haar hun onze mijn zijn hebben maar want toch thuis".split()
)
_NOT_LAST = frozenset(
    "heid heden lijk lijke schap schappen baar bare zaam loos loze achtig ling ster erij atie isme teit ment king"
    " sing ping ting iteit eren erend ende aar aars ieder iger ige ing ring ten den der des ste sten tien tig"
    " maal waarts gewijs loosheid tegen over door niet deze naar onder voor".split()
)


@lru_cache(maxsize=50_000)
def split(word: str) -> tuple[str, ...]:
    """The parts of a lower-case compound as written ("honden", "belasting"), or () when it is not one.

    Linking letters that are not part of a word of their own are left out.
    """
    length = len(word)
    if not _MIN <= length <= _MAX or not word.isalpha() or commonness(word) >= _OWN_WORD:
        return ()
    best: list[tuple[float, tuple[str, ...]] | None] = [None] * (length + 1)
    best[0] = (0.0, ())
    for start in range(length - 2):
        here = best[start]
        if here is None:
            continue
        for end in range(start + 3, length + 1):
            if end - start == length:
                continue
            part = word[start:end]
            cost = _cost(part, start == 0, end == length)
            if cost is None:
                continue
            path = (here[0] + cost, (*here[1], part))
            _keep(best, end, path)
            for link in _LINKS:
                after = end + len(link)
                if after <= length - 3 and word.startswith(link, end):
                    _keep(best, after, (path[0] + _LINK_COST, path[1]))
    found = best[length]
    return found[1] if found and len(found[1]) <= 6 else ()


def leaves(word: str) -> tuple[str, ...]:
    """The smallest parts: "jeugdzorgplan" gives "jeugd", "zorg", "plan"; () when it is not a compound."""
    found: list[str] = []
    for part in split(word):
        found.extend(split(part) or (part,))
    return tuple(found)


def _keep(
    best: list[tuple[float, tuple[str, ...]] | None], at: int, path: tuple[float, tuple[str, ...]]
) -> None:
    old = best[at]
    if old is None or path[0] < old[0]:
        best[at] = path


@lru_cache(maxsize=50_000)
def _cost(part: str, first: bool, last: bool) -> float | None:
    if len(part) == 3 and part not in _SHORT:
        return None
    if (first and part in _NOT_FIRST) or (last and part in _NOT_LAST):
        return None
    common = commonness(part)
    if common < _LEAST - (0.6 if len(part) >= 7 else 0.0) or not is_word(part):
        return None
    return _PART_COST + max(0.0, 7.5 - common)
