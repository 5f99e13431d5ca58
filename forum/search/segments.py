"""Reading one part ("segment") of a Whoosh index, with what never changes about it kept in memory.

A segment is written once; only the set of deleted documents grows. So labels, kinds, groups and the
postings of terms are read once per process, and a commit costs the next reader only the new segment.
"""

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from itertools import compress
from sys import intern
from typing import Any

from whoosh.reading import TermNotFound

FIELDS = ("title", "lead", "body")
_MAX_CACHED_POSTINGS = 3_000_000
_MAX_LABEL_SETS = 32
Lengths = Mapping[str, "array[int]"]  # of each document, for each field


class Postings:
    """In which documents a term or phrase stands, and how often."""

    __slots__ = ("counts", "docs")

    def __init__(self) -> None:
        self.docs: array[int] = array("I")
        self.counts: array[float] = array("f")


_NOTHING = Postings()


class Facts:
    """The stored records of a segment, by document number. Knows nothing of deletions."""

    def __init__(self, leaf: Any) -> None:
        size = leaf.doc_count_all()
        self.size = size
        self.keys: list[str] = [""] * size
        self.kinds: list[str] = [""] * size
        self.groups: list[int | None] = [None] * size
        self.boosts = array("d", [1.0]) * size
        self.by_key: dict[str, int] = {}
        self.children: dict[str, list[int]] = {}
        self.by_label: dict[str, list[int]] = {}
        self.passages: dict[
            int, array[int]
        ] = {}  # where each passage begins, of documents with more than one
        for number, stored in leaf.iter_docs():
            key, kind, group, parent, boost, labels, starts = stored["facts"]
            self.keys[number], self.kinds[number] = key, intern(kind)
            self.groups[number], self.boosts[number] = group, boost
            self.by_key[key] = number
            if starts:
                self.passages[number] = array("I", starts)
            if parent:
                self.children.setdefault(parent, []).append(number)
            for label in labels:
                self.by_label.setdefault(label, []).append(number)
        self.lengths = {
            field: array("I", (leaf.doc_field_length(number, field, 0) or 0 for number in range(size)))
            for field in FIELDS
        }


class View:
    """The documents of a segment that a set of labels may see: a byte for each, their number, and their lengths."""

    def __init__(self, allowed: bytearray, lengths: "Lengths") -> None:
        self.allowed = allowed
        self.count = sum(allowed)
        self.lengths = {field: sum(compress(values, allowed)) for field, values in lengths.items()}

    def without(self, documents: Iterable[int], lengths: "Lengths") -> "View":
        """The same with these documents left out."""
        found = copy(self)
        found.allowed, found.lengths = bytearray(self.allowed), dict(self.lengths)
        for number in documents:
            if found.allowed[number]:
                found.allowed[number] = 0
                found.count -= 1
                for field, values in lengths.items():
                    found.lengths[field] -= values[number]
        return found


class Cache:
    """What is kept of a segment between commits: its facts, the postings that were asked for, and who sees what."""

    def __init__(self, leaf: Any) -> None:
        self.facts = Facts(leaf)
        self.postings: dict[tuple[str, tuple[str, ...]], Postings] = {}
        self.size = 0
        self.gone = 0  # how many documents were deleted when `views` was made
        self.views: OrderedDict[frozenset[str], View] = OrderedDict()

    def keep(self, name: tuple[str, tuple[str, ...]], found: Postings) -> None:
        """Remember postings; when there are too many, forget all and begin again."""
        if self.size > _MAX_CACHED_POSTINGS:
            self.postings.clear()
            self.size = 0
        self.postings[name] = found
        self.size += len(found.docs) + 10


class Segment:
    """One segment as it is now: the cached facts, and which documents each set of labels may see."""

    def __init__(self, leaf: Any, cache: Cache) -> None:
        self.leaf = leaf
        self.facts = cache.facts
        self._cache = cache
        self._deleted = frozenset(leaf.deleted_docs_set or ())
        if len(self._deleted) != cache.gone:  # it only ever grows
            cache.gone = len(self._deleted)
            cache.views.clear()

    def view(self, labels: frozenset[str], exclude: frozenset[str]) -> View:
        """What lives, shares a label, and is not excluded (nor its parent)."""
        found = self._cache.views.get(labels)
        if found is None:
            allowed = bytearray(self.facts.size)
            for label in labels:
                for number in self.facts.by_label.get(label, ()):
                    allowed[number] = 1
            for number in self._deleted:
                allowed[number] = 0
            found = self._cache.views[labels] = View(allowed, self.facts.lengths)
            if len(self._cache.views) > _MAX_LABEL_SETS:
                self._cache.views.popitem(last=False)
        else:
            self._cache.views.move_to_end(labels)
        if not exclude:
            return found
        hidden = [self.facts.by_key[key] for key in exclude if key in self.facts.by_key]
        hidden += [number for key in exclude for number in self.facts.children.get(key, ())]
        return found.without(hidden, self.facts.lengths)

    def term(self, field: str, term: str) -> Postings:
        """The postings of one term, deleted documents perhaps included."""
        return self.phrase(field, (term,))

    def phrase(self, field: str, terms: tuple[str, ...]) -> Postings:
        """The postings of terms that stand directly after each other."""
        name = (field, terms)
        found = self._cache.postings.get(name)
        if found is None:
            found = self._read(field, terms[0]) if len(terms) == 1 else self._read_phrase(field, terms)
            self._cache.keep(name, found)
        return found

    def holding(self, field: str, terms: tuple[str, ...], documents: Iterable[int]) -> set[int]:
        """Those of a few documents in which these terms stand directly after each other."""
        if len(terms) == 1:
            return set(documents).intersection(self.term(field, terms[0]).docs)
        return set(self._starts(field, terms, sorted(documents)))

    def positions(self, field: str, term: str, documents: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        """(document, positions of the term) for those of the given documents, in order, that hold it."""
        matcher = self._matcher(field, term)
        for number in documents:
            if matcher is None or not matcher.is_active():
                return
            if matcher.id() < number:
                matcher.skip_to(number)
            if matcher.is_active() and matcher.id() == number:
                yield number, list(matcher.value_as("positions"))

    def _matcher(self, field: str, term: str) -> Any | None:
        try:
            return self.leaf.postings(field, term)
        except TermNotFound:
            return None

    def _read(self, field: str, term: str) -> Postings:
        matcher = self._matcher(field, term)
        if matcher is None:
            return _NOTHING
        found = Postings()
        while matcher.is_active():
            found.docs.append(matcher.id())
            found.counts.append(matcher.weight())
            matcher.next()
        return found

    def _read_phrase(self, field: str, terms: tuple[str, ...]) -> Postings:
        common = set(self.term(field, terms[0]).docs)
        for term in terms[1:]:
            if not common:
                return _NOTHING
            common.intersection_update(self.term(field, term).docs)
        starts = self._starts(field, terms, sorted(common))
        found = Postings()
        for number, begins in starts.items():
            found.docs.append(number)
            found.counts.append(float(len(begins)))
        return found

    def _starts(self, field: str, terms: tuple[str, ...], documents: Sequence[int]) -> dict[int, set[int]]:
        """Where in each of these documents the terms stand directly after each other."""
        starts: dict[int, set[int]] = {}
        for step, term in enumerate(terms):
            following: dict[int, set[int]] = {}
            documents = [number for number in documents if step == 0 or number in starts]
            for holder, places in self.positions(field, term, documents):
                here = {place - step for place in places}
                following[holder] = here if step == 0 else here & starts.get(holder, set())
            starts = following
        return {number: starts[number] for number in documents if starts.get(number)}
