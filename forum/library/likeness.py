"""Whether two texts are nearly the same, by marks that can be looked up. Pure: no database, no Flask.

One-permutation MinHash: every five words in a row fall into one of 64 buckets, and each bucket keeps its least hash; texts that
share most of their fives share most of these. Four buckets together make a band, and only equal bands are looked up.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b

WORDS_TOGETHER = 5
BUCKETS, BANDS = 64, 16
# Of so many words at most: a long text is known by its beginning.
MOST_WORDS = 100_000
# A shorter text looks like too many others.
LEAST_WORDS = 80
# Bands that two texts must share. With 4 of 16, texts that share three quarters of their fives are nearly always found,
# texts that share half of them hardly ever.
SHARED = 4

_WORD = re.compile(r"\w+")
_PER_BAND = BUCKETS // BANDS


def bands(pages: Sequence[str]) -> list[int]:
    """The marks of a text, one for each band, in order; none for a short text."""
    words: list[str] = []
    for page in pages:
        words += _WORD.findall(page.lower())
        if len(words) > MOST_WORDS:
            break
    words = words[:MOST_WORDS]
    if len(words) < LEAST_WORDS:
        return []
    least = [-1] * BUCKETS
    for start in range(len(words) - WORDS_TOGETHER + 1):
        hashed = _hash(" ".join(words[start : start + WORDS_TOGETHER]))
        bucket, rest = hashed % BUCKETS, hashed // BUCKETS
        if least[bucket] < 0 or rest < least[bucket]:
            least[bucket] = rest
    parts = (least[start : start + _PER_BAND] for start in range(0, BUCKETS, _PER_BAND))
    # 31 bits: an integer of every database.
    return [_hash(repr(part)) & 0x7FFFFFFF for part in parts]


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest())
