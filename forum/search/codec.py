"""How Whoosh writes a part of our index: its third format, with postings of our own (`postings.py`).

Everything else (terms, lengths, stored records, which parts there are) is Whoosh's. The class is named in every index:
do not move it lightly.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.matching import ListMatcher

from forum.search.postings import Packed, Postings, pack

VERSION = 1  # of the files that come out
Posting = tuple[str, bytes, int, float, bytes]  # field, term, document, how often, packed positions


class Codec(W3Codec):
    """The formats of a part."""

    def field_writer(self, storage: Any, segment: Any) -> "TermWriter":
        """See W3Codec."""
        return TermWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        """See W3Codec: for merging parts and for finding a document by its key. A search reads `postings.py` itself."""
        start, (length,) = terminfo.extent()  # Whoosh leaves the length as it was unpacked
        packed = Packed(bytes(dbfile.get(start, length)))
        found = packed.postings()
        values = [value for _doc, value in packed.values(found.docs, found.docs)]
        weights = list(map(float, found.counts()))
        return ListMatcher(
            list(found.docs), weights, values, format_, scorer=scorer, term=term, terminfo=terminfo
        )


class TermWriter(W3FieldWriter):
    """Writes all terms of a part, in order."""

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[Posting]) -> None:
        """See FieldWriter: `items` are ordered by field, term and document; `lengths` is not asked."""
        for name, of_field in groupby(items, itemgetter(0)):
            self.start_field(name, schema[name])
            codes = lengths_of(self._storage, self._segment, name, 0)
            for term, of_term in groupby(of_field, itemgetter(1)):
                self._add(term, list(of_term), codes)
            self.finish_field()

    def _add(self, term: bytes, postings: Sequence[Posting], codes: bytes) -> None:
        docs = [posting[2] for posting in postings]
        counts = [int(posting[3]) for posting in postings]
        found = Postings.of(docs, counts, codes.ljust(docs[-1] + 1, b"\0"))
        packed = pack(found, [posting[4] or b"" for posting in postings])
        about = W3TermInfo()
        about.add_block(_Whole(docs, counts))
        about.set_extent(self._postfile.tell(), len(packed))
        self._postfile.write(packed)
        self._tindex.add(int(self._fieldid).to_bytes(2, "big") + term, about.to_bytes())


class _Whole:
    """What Whoosh wants to know of a block of postings; ours is always the whole term. Lengths stand in `postings.py`."""

    def __init__(self, docs: Sequence[int], counts: Sequence[int]) -> None:
        self._docs = docs
        self._weights = counts

    def __len__(self) -> int:
        return len(self._docs)

    def min_id(self) -> int:
        return self._docs[0]

    def max_id(self) -> int:
        return self._docs[-1]

    def min_length(self) -> int:
        return 0

    def max_length(self) -> int:
        return 0

    def max_weight(self) -> int:
        return max(self._weights)


def lengths_of(storage: Any, segment: Any, field: str, size: int) -> bytes:
    """The lengths of a field in all documents of a part, each as a byte, filled up to `size`."""
    name = W3Codec.column_filename(segment, f"_{field}_len")
    if not storage.file_exists(name):
        return bytes(size)
    with storage.open_file(name) as file:
        return bytes(file.get(0, storage.file_length(name))).ljust(size, b"\0")
