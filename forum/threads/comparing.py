"""What changed between two versions of a text, word by word. Pure, and bounded in time for any text.

A text is compared sentence by sentence, and a sentence that changed word by word. Where that would be too much work, it
is shown as replaced as a whole: right, only less fine.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_SENTENCES = re.compile(r"[^.!?\n]*(?:[.!?]+\s*|\n+|$)")
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# The work of comparing is at most this times that; all changed sentences of a text share the second.
MOST_SENTENCES = 600 * 600
MOST_WORDS = 300 * 300


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and what became of it."""

    change: Change
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """The pieces of `old` and `new` in reading order: all that is not ADDED makes `old`, all that is not REMOVED
    makes `new`."""
    left = MOST_WORDS
    pieces: list[Piece] = []
    for before, after in _blocks(_split(_SENTENCES, old), _split(_SENTENCES, new), MOST_SENTENCES):
        if before == after:
            pieces.append(Piece(Change.SAME, "".join(before)))
            continue
        words, new_words = _split(_WORDS, "".join(before)), _split(_WORDS, "".join(after))
        work = len(words) * len(new_words)
        for part, other in _blocks(words, new_words, left):
            pieces += _pieces(part, other)
        left -= min(left, work)
    return _joined(pieces)


def shortened(pieces: list[Piece], around: int, most: int) -> tuple[list[Piece], bool]:
    """The same for a long text: of what did not change only `around` characters beside each change, at words, and no
    more than about `most` characters in all. Whether everything that changed is in it."""
    shown: list[Piece] = []
    total = 0
    for place, piece in enumerate(pieces):
        text = piece.text
        if piece.change == Change.SAME and len(text) > 2 * around + 20:
            before = "" if place == 0 else _whole_words(text[:around], end=True)
            after = "" if place == len(pieces) - 1 else _whole_words(text[-around:], end=False)
            text = f"{before} … {after}"
        room = most - total
        if room <= 0:
            return shown, False
        shown.append(Piece(piece.change, text if len(text) <= room else f"{text[:room]} …"))
        if len(text) > room:
            return shown, False
        total += len(text)
    return shown, True


def _whole_words(text: str, *, end: bool) -> str:
    """`text` without the word that was cut at its end, or at its beginning."""
    cut = text.rstrip().rfind(" ") if end else text.find(" ")
    if cut < 0:
        return text
    return text[:cut] if end else text[cut + 1 :]


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    if before == after:
        yield Piece(Change.SAME, "".join(before))
        return
    yield Piece(Change.REMOVED, "".join(before))
    yield Piece(Change.ADDED, "".join(after))


def _split(pattern: re.Pattern[str], text: str) -> list[str]:
    return [part for part in pattern.findall(text) if part]


def _blocks(before: list[str], after: list[str], most: int) -> Iterator[tuple[list[str], list[str]]]:
    """What stands in the same place in both, block by block: equal ones and changed ones."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    yield before[:start], after[:start]
    left, right = before[start : len(before) - end], after[start : len(after) - end]
    if len(left) * len(right) > most:
        yield left, right
    else:
        for _tag, i, j, k, m in SequenceMatcher(None, left, right).get_opcodes():
            yield left[i:j], right[k:m]
    if end:
        yield before[-end:], after[-end:]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """The same, without empty pieces, and with neighbours of one sort as one."""
    found: list[Piece] = []
    for piece in pieces:
        if found and piece.text and found[-1].change == piece.change:
            found[-1] = Piece(piece.change, found[-1].text + piece.text)
        elif piece.text:
            found.append(piece)
    return found
