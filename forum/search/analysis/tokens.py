"""Cutting text into words, numbers and abbreviations, each with its place in the text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_WORD = 64  # longer runs of letters are not language

_TOKEN = re.compile(
    r"""
      (?P<dotted>(?<!\w)(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?)      # G.I.  w.o.z.
    | (?P<number>\d+(?:[.,/:\-\u2013]\d+)+)                          # 2.3  2024/123  1-1-2024
    | (?P<word>[^\W_]+(?:['\u2019&\-\u2010\u2011][^\W_]+)*)          # Wmo  b&w  AI-model  foto's
    """,
    re.VERBOSE,
)
_PIECE = re.compile(r"[^\W_]+")
_GENITIVE = re.compile(r"['\u2019](?:s|tje|tjes)$", re.IGNORECASE)


class Token(NamedTuple):
    """`text` as written; `pieces` are the words inside it when it is written with joints ("AI-model")."""

    text: str
    whole: str
    pieces: tuple[str, ...]
    start: int
    end: int


def tokenize(text: str) -> Iterator[Token]:
    """The tokens of cleaned text, in order; numbers with a dot or slash and abbreviations stay whole."""
    for match in _TOKEN.finditer(text):
        raw = match.group()
        if len(raw) > MAX_WORD * 4:
            continue
        yield _token(raw, match.lastgroup or "word", match.start(), match.end())


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Only (text, start, end) of each token: much cheaper where most words are of no interest."""
    for match in _TOKEN.finditer(text):
        yield match.group(), match.start(), match.end()


def _token(raw: str, sort: str, start: int, end: int) -> Token:
    lower = raw.lower()
    if sort == "dotted":
        return Token(raw, lower.replace(".", ""), (), start, end)
    if sort == "number":
        whole = lower.replace("\u2013", "-")
        pieces = () if re.fullmatch(r"\d+(?:[.,:]\d+)+", whole) else tuple(_PIECE.findall(whole))
        return Token(raw, whole, pieces, start, end)
    lower = _GENITIVE.sub("", lower)
    if lower.isalnum():
        return Token(raw, lower[:MAX_WORD], (), start, end)
    pieces = tuple(piece[:MAX_WORD] for piece in _PIECE.findall(lower))
    whole = lower if "&" in lower else "".join(pieces)
    return Token(raw, whole[:MAX_WORD], pieces, start, end)
