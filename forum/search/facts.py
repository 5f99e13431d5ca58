"""The stored records of one part of the index, by number, in a few bytes each; and who sees what of them."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import compress
from typing import Any

from whoosh.codec.whoosh3 import STORED_COLUMN
from whoosh.util.numeric import byte_to_length

from forum.search.codec import lengths_of

FIELDS = ("title", "lead", "body")
LENGTH = [0, *(byte_to_length(code) for code in range(1, 256))]  # how Whoosh keeps lengths: in one byte
_LARGEST = 2**32
NO_GROUP = NOBODY = -1
NO_DAY = 0


class Keys:
    """Many keys such as "item:123": five bytes each, and quickly found."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._starts: list[str] = []
        self._word_of = array("B")
        self._number_of = array("I")
        self._odd: dict[int, str] = {}  # those that are not a word and a number

    def append(self, key: str) -> None:
        """One more."""
        start, number = _split(key)
        if number is not None and start not in self._words and len(self._starts) < 256:
            self._words[start] = len(self._starts)
            self._starts.append(start)
        if number is None or start not in self._words:
            self._odd[len(self._word_of)] = key
            start, number = "", 0
        self._word_of.append(self._words.get(start, 0))
        self._number_of.append(number)

    def __getitem__(self, place: int) -> str:
        odd = self._odd.get(place)
        return f"{self._starts[self._word_of[place]]}:{self._number_of[place]}" if odd is None else odd

    def places(self, key: str) -> Iterator[int]:
        """Where this key stands."""
        start, wanted = _split(key)
        word = self._words.get(start)
        if wanted is not None and word is not None:
            order = self._order
            low, high = 0, len(order)
            while low < high:
                middle = (low + high) // 2
                if self._number_of[order[middle]] < wanted:
                    low = middle + 1
                else:
                    high = middle
            while low < len(order) and self._number_of[order[low]] == wanted:
                if self._word_of[order[low]] == word and order[low] not in self._odd:
                    yield order[low]
                low += 1
        else:
            yield from (place for place, odd in self._odd.items() if odd == key)

    @cached_property
    def _order(self) -> "array[int]":
        return array("I", sorted(range(len(self._number_of)), key=self._number_of.__getitem__))


def _split(key: str) -> tuple[str, int | None]:
    """The word and the number of a key; no number when it is written in another way than we would."""
    start, colon, digits = key.rpartition(":")
    plain = colon and digits.isascii() and digits.isdigit() and len(digits) <= len(str(_LARGEST))
    number = int(digits) if plain else _LARGEST
    return start, number if number < _LARGEST and digits == str(number) else None


class Facts:
    """The stored records of a part. Knows nothing of deletions."""

    def __init__(self, leaf: Any) -> None:
        self.size = leaf.doc_count_all()
        self.keys, self._parents, self._children = Keys(), Keys(), array("I")
        self.kinds: list[str] = []
        self.kind_of = array("B")
        self.group_of = array("i")
        self.author_of = array("i")
        self.day_of = array("i")  # of publication, as date.toordinal()
        self.file_types: list[str] = []
        self.type_of = array("H")
        self.theme_sets: list[tuple[int, ...]] = []
        self.themes_of = array("I")
        self.boosts: dict[int, float] = {}  # other than 1
        self.passages: dict[int, array[int]] = {}  # where each begins, of documents with more than one
        self.label_sets: list[frozenset[str]] = []
        self.labels_of = array("H")
        columns = leaf.codec().per_document_reader(leaf.storage(), leaf.segment())
        sets: dict[tuple[str, ...], int] = {}
        themes_seen: dict[tuple[int, ...], int] = {}
        for number, stored in enumerate(self._records(columns)):
            key, kind, group, parent, boost, labels, starts, author, day, file_type, themes = stored["facts"]
            self.keys.append(key)
            if parent:
                self._parents.append(parent)
                self._children.append(number)
            if kind not in self.kinds:
                self.kinds.append(kind)
            self.kind_of.append(self.kinds.index(kind))
            self.group_of.append(NO_GROUP if group is None else group)
            self.author_of.append(NOBODY if author is None else author)
            self.day_of.append(day)
            if file_type not in self.file_types:
                self.file_types.append(file_type)
            self.type_of.append(self.file_types.index(file_type))
            if themes not in themes_seen:
                themes_seen[themes] = len(self.theme_sets)
                self.theme_sets.append(themes)
            self.themes_of.append(themes_seen[themes])
            if boost != 1.0:
                self.boosts[number] = boost
            if starts:
                self.passages[number] = array("I", starts)
            if labels not in sets:
                sets[labels] = len(self.label_sets)
                self.label_sets.append(frozenset(labels))
                if len(sets) == 2**16:
                    self.labels_of = array("I", self.labels_of)
            self.labels_of.append(sets[labels])
        self.length_codes = {
            field: lengths_of(leaf.storage(), leaf.segment(), field, self.size) for field in FIELDS
        }
        columns.close()

    def _records(self, columns: Any) -> Iterator[dict[str, Any]]:
        stored = columns.column_reader("_stored", STORED_COLUMN)
        return (stored[number] for number in range(self.size))

    def children(self, key: str) -> Iterator[int]:
        """The documents whose parent is `key`."""
        return (self._children[place] for place in self._parents.places(key))

    def length(self, field: str, number: int) -> int:
        """How many words a field of a document has, about."""
        return LENGTH[self.length_codes[field][number]]

    @cached_property
    def sums(self) -> "tuple[list[int], dict[str, list[int]]]":
        """For each set of labels: how many documents have it, and for each field how many words they hold."""
        counted = Counter(self.labels_of)
        lengths = {}
        for field, codes in self.length_codes.items():
            totals = [0] * len(self.label_sets)
            for (labels, code), many in Counter(zip(self.labels_of, codes, strict=True)).items():
                totals[labels] += LENGTH[code] * many
            lengths[field] = totals
        return [counted[number] for number in range(len(self.label_sets))], lengths


class View:
    """The documents of a part that a set of labels may see: a byte for each, their number, and their lengths."""

    def __init__(self, facts: Facts, labels: frozenset[str]) -> None:
        self._facts = facts
        seen = [not labels.isdisjoint(one) for one in facts.label_sets]
        self.allowed = bytearray(map(seen.__getitem__, facts.labels_of))
        counts, lengths = facts.sums
        self.count = sum(compress(counts, seen))
        self.lengths: Mapping[str, int] = {
            field: sum(compress(totals, seen)) for field, totals in lengths.items()
        }

    def without(self, documents: Iterable[int]) -> "View":
        """The same with these documents left out."""
        found = View.__new__(View)
        found._facts = self._facts
        found.allowed, found.count, lengths = bytearray(self.allowed), self.count, dict(self.lengths)
        for number in documents:
            if found.allowed[number]:
                found.allowed[number] = 0
                found.count -= 1
                for field in lengths:
                    lengths[field] -= self._facts.length(field, number)
        found.lengths = lengths
        return found
