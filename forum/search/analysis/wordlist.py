"""How often words are used, in a few megabytes: the list of wordfreq as one sorted run of bytes instead of a dict of objects.

Three hundred thousand words take 5 MB like this and 45 as a dict, in each of the processes. Packing them needs 30 MB, which a
process never gives back: `packed_elsewhere` lets another one do it.
"""

import pickle
import subprocess
import sys
from array import array
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from forum.lib.later import later

if TYPE_CHECKING:
    import wordfreq
else:
    wordfreq = later("wordfreq")  # 6 MB, and used once


class WordList:
    """The Dutch words of wordfreq with their frequencies. Never changes, so threads may share it."""

    def __init__(self) -> None:
        rows = wordfreq.get_frequency_list("nl", wordlist="best")
        wordfreq.get_frequency_list.cache_clear()
        self._frequencies = [wordfreq.cB_to_freq(-level) for level in range(len(rows))]
        # One object for each word at a time: what is given back to the system later is little.
        words = [word.encode() + level.to_bytes(2) for level, bucket in enumerate(rows) for word in bucket]
        del rows
        words.sort(key=lambda word: word[:-2])
        self._levels = array("H", (int.from_bytes(word[-2:]) for word in words))
        self._ends = array("I", accumulate(len(word) - 2 for word in words))
        self._letters = b"".join(word[:-2] for word in words)

    def frequency(self, word: str) -> float:
        """The share of all words in Dutch text that is this lower-case word; 0.0 when it is not in the list."""
        wanted = word.encode("utf-8", "surrogatepass")
        low, high = 0, len(self._levels)
        while low < high:
            middle = (low + high) // 2
            if self._at(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return (
            self._frequencies[self._levels[low]]
            if low < len(self._levels) and self._at(low) == wanted
            else 0.0
        )

    def __iter__(self) -> Iterator[str]:
        return (self._at(place).decode() for place in range(len(self._levels)))

    def _at(self, place: int) -> bytes:
        return self._letters[self._ends[place - 1] if place else 0 : self._ends[place]]


def packed_elsewhere() -> WordList:
    """The list, packed by a process of its own; what that needs goes with it."""
    code = f"import pickle, sys; from {__name__} import WordList; pickle.dump(WordList(), sys.stdout.buffer)"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)  # noqa: S603 - ours
    found = pickle.loads(done.stdout)  # noqa: S301 - from ourselves
    return found if isinstance(found, WordList) else WordList()
