"""Reading one part ("segment") of a Whoosh index, with what never changes about it kept in memory.

A segment is written once; only the set of deleted documents grows. So facts and the postings of terms are read once per
process, its files are opened once, and a commit costs the next reader only the new segment.
"""

import os
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import SegmentReader, TermNotFound

from forum.search.facts import FIELDS as FIELDS
from forum.search.facts import Facts, View
from forum.search.postings import Packed, Postings, positions

_MAX_CACHED_POSTINGS = 400_000  # of all segments together, seven bytes each
_COST = 60  # what remembering one term costs besides, in postings
_MAX_HELD = 20_000  # postings whose positions are at hand
_MAX_LABEL_SETS = 32
_SAMPLE = 32  # records that are read to see whether a file can be read
_NOTHING = Postings()
Name = tuple[str, tuple[str, ...]]


class Remembered:
    """The postings that were asked for last, of all segments of a process together."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[str, str, tuple[str, ...]], Postings] = OrderedDict()
        self._size = 0

    def get(self, segment: str, name: Name) -> Postings | None:
        """What was found under this name."""
        found = self._found.get((segment, *name))
        if found is not None:
            self._found.move_to_end((segment, *name))
        return found

    def keep(self, segment: str, name: Name, found: Postings) -> None:
        """Remember this; what was not asked for the longest is forgotten."""
        self._found[(segment, *name)] = found
        self._size += len(found.docs) + _COST
        while self._size > _MAX_CACHED_POSTINGS:
            _name, oldest = self._found.popitem(last=False)
            self._size -= len(oldest.docs) + _COST


class Part:
    """The open files of a segment, and what is kept of it between commits."""

    def __init__(self, storage: Any, schema: Any, segment: Any, remembered: Remembered) -> None:
        self.name = str(segment.segment_id())
        self._path = Path(storage.folder) / segment.make_filename(segment.COMPOUND_EXT)
        self._mark = self._present()
        self.leaf = SegmentReader(storage, schema, segment)
        self.remembered = remembered
        self.file = self.leaf.storage().open_file(segment.make_filename(W3Codec.POSTS_EXT))
        self.views: OrderedDict[frozenset[str], View] = OrderedDict()
        # Where terms stand in documents, of the terms that were read or asked for last: a question asks several times.
        self.held: OrderedDict[tuple[str, str], dict[int, bytes]] = OrderedDict()
        self.held_size = 0
        self.checked = False

    @cached_property
    def facts(self) -> Facts:
        """The stored records, read with the first question: who only writes has no use for them."""
        return Facts(self.leaf)

    def untouched(self) -> bool:
        """Whether the file on the disk is still what was opened."""
        return self._mark == self._present()

    def _present(self) -> tuple[int, int, int]:
        found = os.stat(self._path)
        return found.st_ino, found.st_size, found.st_mtime_ns

    def check(self) -> None:
        """Read a sample, once. Raises whatever a damaged file makes Whoosh raise."""
        if not self.checked:
            first = next(iter(self.leaf.lexicon("body")), None)
            if first is not None:
                Packed(self.bytes_of("body", first.decode())).postings()
            size = self.leaf.doc_count_all()
            for number in {size * step // _SAMPLE for step in range(_SAMPLE)} if size else ():
                self.leaf.stored_fields(number)
            self.checked = True

    def bytes_of(self, field: str, term: str) -> bytes:
        """The postings of a term as they lie on the disk; none when it stands nowhere."""
        try:
            start, size = self.leaf.term_info(field, term).extent()
        except TermNotFound:
            return b""
        (length,) = size  # Whoosh leaves it as it was unpacked
        return bytes(self.file.get(start, length))

    def view(self, labels: frozenset[str]) -> View:
        """What shares a label, deleted documents included."""
        found = self.views.get(labels)
        if found is None:
            found = self.views[labels] = View(self.facts, labels)
            if len(self.views) > _MAX_LABEL_SETS:
                self.views.popitem(last=False)
        else:
            self.views.move_to_end(labels)
        return found

    def hold(self, name: tuple[str, str], values: dict[int, bytes]) -> None:
        """Keep at hand where a term stands."""
        if name in self.held:
            self.held_size -= len(self.held.pop(name))
        self.held[name] = values
        self.held_size += len(values)
        while self.held_size > _MAX_HELD and len(self.held) > 1:
            _name, oldest = self.held.popitem(last=False)
            self.held_size -= len(oldest)

    def close(self) -> None:
        """Close its files."""
        self.file.close()
        self.leaf.close()


class Segment:
    """One segment as it is now: the part, and which of its documents are deleted."""

    def __init__(self, part: Part, deleted: Iterable[int]) -> None:
        self.leaf = part.leaf
        self.part = part
        self._deleted = frozenset(deleted)
        self._views: dict[frozenset[str], View] = {}

    @property
    def facts(self) -> Facts:
        """The stored records."""
        return self.part.facts

    def count(self) -> int:
        """How many documents live in it."""
        return int(self.leaf.doc_count_all()) - len(self._deleted)

    def view(self, labels: frozenset[str], exclude: frozenset[str]) -> View:
        """What lives, shares a label, and is not excluded (nor its parent)."""
        found = self._views.get(labels) if self._deleted else self.part.view(labels)
        if found is None:
            found = self._views[labels] = self.part.view(labels).without(self._deleted)
            if len(self._views) > _MAX_LABEL_SETS:
                self._views.pop(next(iter(self._views)))
        if not exclude:
            return found
        facts = self.facts
        return found.without(
            number
            for key in exclude
            for place in (facts.keys.places, facts.children)
            for number in place(key)
        )

    def term(self, field: str, term: str) -> Postings:
        """The postings of one term, deleted documents perhaps included."""
        return self.phrase(field, (term,))

    def phrase(self, field: str, terms: tuple[str, ...]) -> Postings:
        """The postings of terms that stand directly after each other."""
        part, name = self.part, (field, terms)
        found = part.remembered.get(part.name, name)
        if found is None:
            found = self._read(field, terms[0]) if len(terms) == 1 else self._read_phrase(field, terms)
            part.remembered.keep(part.name, name, found)
        return found

    def holding(self, field: str, terms: tuple[str, ...], documents: Iterable[int]) -> set[int]:
        """Those of a few documents in which these terms stand directly after each other."""
        if len(terms) == 1:
            return set(documents).intersection(self.term(field, terms[0]).docs)
        return set(self._starts(field, terms, sorted(documents)))

    def positions(self, field: str, term: str, documents: Collection[int]) -> Iterator[tuple[int, list[int]]]:
        """(document, positions of the term) for those of the given documents, in order, that hold it."""
        held = self.part.held.get((field, term), {})
        missing = [number for number in documents if number not in held]
        if missing:
            held = {**held, **self._values(field, term, missing)}
            self.part.hold((field, term), held)
        for number in documents:
            if value := held[number]:
                yield number, positions(value)

    def _values(self, field: str, term: str, documents: Sequence[int]) -> dict[int, bytes]:
        """The packed positions in these documents, in order; nothing where the term does not stand."""
        values = dict.fromkeys(documents, b"")
        holding = self.term(field, term).docs
        if holding:
            values.update(Packed(self.part.bytes_of(field, term)).values(holding, documents))
        return values

    def _read(self, field: str, term: str) -> Postings:
        raw = self.part.bytes_of(field, term)
        return Packed(raw).postings() if raw else _NOTHING

    def _read_phrase(self, field: str, terms: tuple[str, ...]) -> Postings:
        common = set(self.term(field, terms[0]).docs)
        for term in terms[1:]:
            if not common:
                return _NOTHING
            common.intersection_update(self.term(field, term).docs)
        starts = self._starts(field, terms, sorted(common))
        counts = [len(begins) for begins in starts.values()]
        return Postings.of(list(starts), counts, self.facts.length_codes[field])

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
