"""Making different ways of writing the same letters equal."""

import re
import unicodedata
from functools import lru_cache

# Soft hyphen, zero-width characters, direction marks, byte order mark: never seen, so never part of a word.
_INVISIBLE = dict.fromkeys([0xAD, 0x2060, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)])
_BROKEN_WORD = re.compile(r"(?<=[a-zà-ÿ])[-\u2010]\r?\n[ \t]*(?!(?:en|of)\b)(?=[a-zà-ÿ])")
_EXTRA = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def clean(text: str) -> str:
    """Text in composed form, without invisible characters and with words joined that a line end broke."""
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return _BROKEN_WORD.sub("", text) if "\n" in text else text


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A lower-case word without diacritics: "Coördinatie" becomes "coordinatie"."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_EXTRA)
