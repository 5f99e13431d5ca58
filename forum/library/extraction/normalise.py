"""Making extracted text fit to store, to search and to show."""

import re
import unicodedata

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What is not text: controls, lone surrogates, noncharacters, private use (bullets of symbol fonts).
_NOISE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\uffff]"
)
# What is invisible and only stands in the way of finding: soft hyphens, zero width, direction marks.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_AROUND_LINES = re.compile(" ?\n ?")
_EMPTY_LINES = re.compile("\n{3,}")
_LIGATURES = re.compile("[\ufb00-\ufb06]")

# Piles of accents on one letter; putting them in order takes time that grows with their square.
_PILE = re.compile(
    "([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{10})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)

# pdfium writes U+FFFE where a word was broken at a line end; other producers leave the hyphen.
_BROKEN_WORD = re.compile(r"(\w)(?:\ufffe\s*|[\u00ad\u2010-]\r?\n[ \t]*|\u00ad)(\w+)(?=([ ,]?))")
_MORE = frozenset({"en", "of", "tot", "als", "dan", "noch", "respectievelijk"})
_CLASHES = frozenset("aa ae ai au ee ei eu ie ij oe oi oo ou ui uu ée".split())


def clean(text: str) -> str:
    """Give the text in NFC, without noise, with single spaces and at most one empty line in a row."""
    text = _LINE_END.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _NOISE.sub(" ", text)
    text = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    text = unicodedata.normalize("NFC", _PILE.sub(r"\1", text))
    text = _SPACES.sub(" ", text)
    text = _AROUND_LINES.sub("\n", text)
    return _EMPTY_LINES.sub("\n\n", text).strip()


def join_broken_words(text: str) -> str:
    """Put words together that a PDF broke at a line end: "ver-⏎zekering" becomes "verzekering".

    A hyphen that belongs to the word stays: after a capital or digit ("CBS-code"), where two vowels would
    melt ("re-integratie"), after a single letter ("e-mail") and in "jeugd- en gezinszorg".
    """
    return _BROKEN_WORD.sub(_join, text)


def _join(found: re.Match[str]) -> str:
    before, after = found.group(1), found.group(2)
    if after in _MORE and found.group(3) == " ":
        return f"{before}- {after}"
    start = found.start(1)
    single = start == 0 or not found.string[start - 1].isalnum()
    whole = before.islower() and after[0].islower() and not single and before + after[0] not in _CLASHES
    return f"{before}{after}" if whole else f"{before}-{after}"
