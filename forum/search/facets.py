"""What the reader chose besides words, and how many hits every other choice would give.

Everything is read off the facts of a part, which are in memory: no hit is looked up. Of a facet, the counts are of what
all the other choices leave.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from forum.search.engine import Counts, Query
from forum.search.facts import NO_DAY, NO_GROUP, NOBODY, Facts
from forum.search.question import read
from forum.search.ranking import Scope, Scores

Test = Callable[[int], bool]
Here = dict[int, float]
MAX_WITHOUT = 8


def everything(scope: Scope) -> Scores:
    """All that the reader may see, the newest with the highest score."""
    return [
        {number: float(segment.facts.day_of[number]) for number, seen in enumerate(allowed) if seen}
        for segment, allowed in zip(scope.segments, scope.allowed, strict=True)
    ]


def narrow(
    query: Query, scores: Scores, scope: Scope
) -> tuple[Scores, dict[str, int], dict[int, int], Counts]:
    """What is left of the hits; and what each choice of kind, group, and the other facets would give."""
    scores = _without(query, scores, scope)
    kinds: Counter[str] = Counter()
    groups: Counter[int] = Counter()
    themes: Counter[int] = Counter()
    authors: Counter[int] = Counter()
    colleagues: Counter[int] = Counter()
    years: Counter[int] = Counter()
    file_types: Counter[str] = Counter()
    chosen: Scores = []
    for segment, all_here in zip(scope.segments, scores, strict=True):
        facts = segment.facts
        here = _among(query, facts, all_here)
        passing = {name: {doc for doc in here if test(doc)} for name, test in _choices(query, facts).items()}

        def left(but: str, here: Here = here, passing: dict[str, set[int]] = passing) -> Iterable[int]:
            others = [docs for name, docs in passing.items() if name != but]
            return others[0].intersection(*others[1:]) if others else here

        for number, many in Counter(map(facts.kind_of.__getitem__, left("kind"))).items():
            kinds[facts.kinds[number]] += many
        groups.update(map(facts.group_of.__getitem__, left("group")))
        if query.facets:
            for number, many in Counter(map(facts.themes_of.__getitem__, left("theme"))).items():
                for theme in facts.theme_sets[number]:
                    themes[theme] += many
            authors.update(map(facts.author_of.__getitem__, left("author")))
            colleagues.update(map(facts.author_of.__getitem__, left("organisation")))
            for day, many in Counter(map(facts.day_of.__getitem__, left("year"))).items():
                years[_year(day)] += many
            for number, many in Counter(map(facts.type_of.__getitem__, left("file type"))).items():
                file_types[facts.file_types[number]] += many
        kept = left("")
        chosen.append(here if kept is here else {doc: here[doc] for doc in kept})
    groups.pop(NO_GROUP, None)
    for people in (authors, colleagues):
        people.pop(NOBODY, None)
    years.pop(NO_DAY, None)
    file_types.pop("", None)
    counts = Counts(dict(themes), dict(authors), dict(colleagues), dict(years), dict(file_types))
    return chosen, dict(kinds), dict(groups), counts


def _choices(query: Query, facts: Facts) -> dict[str, Test]:
    """A test of a document for each facet of which something was chosen."""
    tests: dict[str, Test] = {}
    if query.kinds is not None:
        right_kinds = {number for number, kind in enumerate(facts.kinds) if kind in query.kinds}
        tests["kind"] = lambda doc: facts.kind_of[doc] in right_kinds
    if query.group_id is not None:
        tests["group"] = lambda doc: facts.group_of[doc] == query.group_id
    if query.theme_id is not None:
        right_themes = {n for n, themes in enumerate(facts.theme_sets) if query.theme_id in themes}
        tests["theme"] = lambda doc: facts.themes_of[doc] in right_themes
    if query.author_ids is not None:
        people = query.author_ids
        tests["author"] = lambda doc: facts.author_of[doc] in people
    if query.colleague_ids is not None:
        colleagues = query.colleague_ids
        tests["organisation"] = lambda doc: facts.author_of[doc] in colleagues
    if query.year is not None:
        tests["year"] = lambda doc: _year(facts.day_of[doc]) == query.year
    if query.file_type is not None:
        right_types = {number for number, name in enumerate(facts.file_types) if name == query.file_type}
        tests["file type"] = lambda doc: facts.type_of[doc] in right_types
    return tests


def _among(query: Query, facts: Facts, here: Here) -> Here:
    """Those of the right days, and of one item and its replies: no facet shows what else there is."""
    if query.since is not None or query.before is not None:
        first = query.since.toordinal() if query.since else NO_DAY + 1
        end = query.before.toordinal() if query.before else date.max.toordinal() + 1
        here = {doc: score for doc, score in here.items() if first <= facts.day_of[doc] < end}
    if query.within is not None:
        inside = {*facts.keys.places(query.within), *facts.children(query.within)}
        here = {doc: score for doc, score in here.items() if doc in inside}
    return here


def _without(query: Query, scores: Scores, scope: Scope) -> Scores:
    """Those that hold none of the unwanted words, in whatever form."""
    for text in query.without[:MAX_WITHOUT]:
        terms = read(text).sequence
        if terms:
            scores = [
                {doc: score for doc, score in here.items() if doc not in those}
                for here, those in zip(scores, scope.holding(terms), strict=True)
            ]
    return scores


@lru_cache(maxsize=20_000)
def _year(day: int) -> int:
    return date.fromordinal(day).year if day != NO_DAY else NO_DAY
