"""How the index keeps in which documents a term stands: first where and how much, then the positions, apart.

Scoring a word that stands in 20,000 texts has no use for its positions, and unpacking them was most of its cost. So a
term lies on the disk as

    header | steps from document to document | sorts | which sort each is | positions, in chunks of 64 documents

with numbers of one byte where they fit. A sort is how often the term stands in a text and the length of that text, as a
byte: few are different, so the score of each is worked out once.
"""

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from struct import Struct

_MAGIC = 0x4B50
# Magic; documents; the first one; sorts; the code of a step, of a sort; bytes of the table of chunks.
_HEADER = Struct("<HIIIccI")
_ZLIB = 0x78  # how what zlib packed begins; what is not packed begins with a letter
_WORTH_PACKING = 64  # bytes
CHUNK = 64  # documents whose positions are packed together
_LEVEL = 1  # of zlib: higher levels save 3% of the index and cost 20% of the time to build it


class Postings:
    """In which documents a term or phrase stands, and how much that is: a number in `sorts` for each."""

    __slots__ = ("docs", "sorts", "which")

    def __init__(
        self,
        docs: "array[int] | None" = None,
        which: "array[int] | None" = None,
        sorts: Sequence[tuple[int, int]] = (),
    ) -> None:
        """`sorts` are pairs: how often, and the length of the text as a byte."""
        self.docs = array("I") if docs is None else docs
        self.which = array("B") if which is None else which
        self.sorts = sorts

    @classmethod
    def of(cls, docs: Sequence[int], counts: Sequence[int], lengths: bytes) -> "Postings":
        """`lengths` are those of all documents of the part."""
        pairs = list(zip(counts, map(lengths.__getitem__, docs), strict=True))
        numbers = {pair: number for number, pair in enumerate(dict.fromkeys(pairs))}
        return cls(
            array("I", docs), _small(list(map(numbers.__getitem__, pairs)), len(numbers)), tuple(numbers)
        )

    def counts(self) -> list[int]:
        """How often each document holds it."""
        often = [count for count, _length in self.sorts]
        return list(map(often.__getitem__, self.which))


def pack(found: Postings, values: Sequence[bytes]) -> bytes:
    """The bytes of a term; `values` are the packed positions for each document, with at least one document."""
    docs = found.docs
    steps = [after - before for before, after in zip(docs, docs[1:], strict=False)]
    near = _small(steps, max(steps, default=0))
    sorts = array("I", (number for pair in found.sorts for number in pair))
    chunks = [_packed(values[start : start + CHUNK]) for start in range(0, len(values), CHUNK)]
    ends = array("I", accumulate(map(len, chunks)))
    header = _HEADER.pack(
        _MAGIC,
        len(docs),
        docs[0],
        len(found.sorts),
        near.typecode.encode(),
        found.which.typecode.encode(),
        len(ends),
    )
    return b"".join((header, near, sorts, found.which, ends, *chunks))


class Packed:
    """The bytes of a term, opened as far as they are needed. Raises ValueError when they are something else."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) < _HEADER.size:
            raise ValueError("these are no postings")
        magic, self._number, self._first, sorts, near, which, chunks = _HEADER.unpack_from(raw)
        if magic != _MAGIC or near not in b"BHI" or which not in b"BHI":
            raise ValueError("these are no postings")
        self._raw = raw
        self._near, self._which = array(near.decode()), array(which.decode())
        self._steps_at = _HEADER.size
        self._sorts_at = self._steps_at + (self._number - 1) * self._near.itemsize
        self._which_at = self._sorts_at + sorts * 2 * 4
        self._ends_at = self._which_at + self._number * self._which.itemsize
        self._chunks_at = self._ends_at + chunks * 4

    def postings(self) -> Postings:
        """The documents, and how much each holds; nothing of positions is read."""
        self._near.frombytes(self._raw[self._steps_at : self._sorts_at])
        docs = array("I", accumulate(self._near, initial=self._first))
        self._near = array(self._near.typecode)
        numbers = array("I", self._raw[self._sorts_at : self._which_at])
        which = array(self._which.typecode, self._raw[self._which_at : self._ends_at])
        return Postings(docs, which, tuple(zip(numbers[::2], numbers[1::2], strict=True)))

    def values(self, docs: Sequence[int], wanted: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """(document, packed positions) of those `wanted`, in order, that are among `docs`: all that hold the term."""
        ends = array("I", self._raw[self._ends_at : self._chunks_at])
        opened, values = -1, []
        at = 0
        for doc in wanted:
            at = bisect_left(docs, doc, at)
            if at == len(docs):
                return
            if docs[at] != doc:
                continue
            chunk = at // CHUNK
            if chunk != opened:
                start = self._chunks_at + (ends[chunk - 1] if chunk else 0)
                opened, values = chunk, _unpacked(self._raw[start : self._chunks_at + ends[chunk]])
            yield doc, values[at % CHUNK]


def encode(places: Sequence[int]) -> bytes:
    """Positions, in order, in a few bytes."""
    steps = [places[0], *(after - before for before, after in zip(places, places[1:], strict=False))]
    small = _small(steps, max(steps))
    return small.typecode.encode() + small.tobytes()


def positions(value: bytes) -> list[int]:
    """At which words of a document a term stands."""
    return list(accumulate(array(chr(value[0]), value[1:])))


def _small(numbers: Sequence[int], most: int) -> "array[int]":
    """The numbers, in as few bytes as the largest needs."""
    return array("B" if most < 2**8 else "H" if most < 2**16 else "I", numbers)


def _packed(values: Sequence[bytes]) -> bytes:
    sizes = _small(list(map(len, values)), max(map(len, values)))
    raw = b"".join((sizes.typecode.encode(), bytes([len(sizes)]), sizes, *values))
    return zlib.compress(raw, _LEVEL) if len(raw) >= _WORTH_PACKING else raw


def _unpacked(chunk: bytes) -> list[bytes]:
    raw = zlib.decompress(chunk) if chunk[0] == _ZLIB else chunk
    sizes = array(chr(raw[0]))
    start = 2 + raw[1] * sizes.itemsize
    sizes.frombytes(raw[2:start])
    begins = accumulate(sizes, initial=start)
    return [raw[begin : begin + size] for begin, size in zip(begins, sizes, strict=False)]
