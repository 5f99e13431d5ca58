"""Reading the postings of Whoosh's third format a block at a time, in one read of the disk for each term.

Whoosh's own matchers go from document to document, with some ten calls for each; nothing else was as slow in a search.
"""

import zlib
from array import array
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import accumulate
from pickle import load, loads
from struct import Struct
from typing import NamedTuple

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC

_SIZE = Struct("!i")
_COUNT = 4  # bytes of the number of positions, before the positions themselves


class Block(NamedTuple):
    """Some 128 postings: the last document in it, and what is known of all, packed."""

    last: int
    number: int
    packed: bool
    data: bytes

    def open(self) -> tuple[Sequence[int], Sequence[float], Sequence[bytes]]:
        """The documents, how often each holds the term, and where (see `positions`)."""
        # The index is ours, like the code: nobody else writes there.
        steps, weights, values = loads(zlib.decompress(self.data) if self.packed else self.data)  # noqa: S301
        if weights is None:
            weights = (1.0,) * self.number
        elif isinstance(weights, float):
            weights = (weights,) * self.number
        return list(accumulate(steps)), weights, values


def blocks(raw: bytes) -> Iterator[Block]:
    """The blocks in the bytes of one term."""
    stream = BytesIO(raw)
    if stream.read(len(WHOOSH3_HEADER_MAGIC)) != WHOOSH3_HEADER_MAGIC:
        raise ValueError("these are no postings")
    last = False
    while not last:
        (size,) = _SIZE.unpack(stream.read(_SIZE.size))
        last = size < 0
        end = stream.tell() + abs(size)
        number, last_document, _most, packed, _shortest, _longest = load(stream)  # noqa: S301
        yield Block(last_document, number, bool(packed), stream.read(end - stream.tell()))


def positions(value: bytes) -> list[int]:
    """At which words of a document a term stands."""
    return list(accumulate(loads(memoryview(value)[_COUNT:])))  # noqa: S301


class Postings:
    """In which documents a term or phrase stands, and how much that is: a number in `sorts` for each.

    A sort is how often it stands there and the length of the text, as a byte: few are different, so each is worked out
    once.
    """

    __slots__ = ("docs", "sorts", "which")

    def __init__(self, docs: Sequence[int] = (), counts: Sequence[float] = (), lengths: bytes = b"") -> None:
        """`lengths` are those of all documents of the part."""
        self.docs = array("I", docs)
        pairs = list(zip(counts, map(lengths.__getitem__, docs), strict=True))
        self.sorts: Sequence[tuple[float, int]] = tuple(dict.fromkeys(pairs))
        numbers = {pair: number for number, pair in enumerate(self.sorts)}
        self.which = array("H" if len(numbers) < 2**16 else "I", map(numbers.__getitem__, pairs))
