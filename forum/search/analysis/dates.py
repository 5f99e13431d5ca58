"""Days and amounts that are written in several ways: "12 mei 2024", "12-05-2024" and "2024-05-12" are one term.

Pure: tokens in, terms out. A day that does not exist is no day.
"""

import re
from collections.abc import Sequence
from datetime import date

from forum.search.analysis.tokens import Token

_DAY = "@"  # before a day, so that it is nothing that somebody can type
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan", "februari feb", "maart mrt", "april apr", "mei", "juni jun",
            "juli jul", "augustus aug", "september sep sept", "oktober okt", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DUTCH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
WORDS = 3  # of a day that is written out


def day(tokens: Sequence[Token]) -> tuple[str, int] | None:
    """The term of the day with which these tokens begin, and how many tokens it takes; at most three are looked at."""
    whole = tokens[0].whole
    if not whole[:1].isdigit():
        return None
    many = 1
    if found := _DUTCH.fullmatch(whole):
        term = _term(found[3], found[2], found[1])
    elif found := _ISO.fullmatch(whole):
        term = _term(found[1], found[2], found[3])
    elif len(tokens) >= WORDS and tokens[1].whole in _MONTHS:
        many, term = WORDS, _term(tokens[2].whole, str(_MONTHS[tokens[1].whole]), whole)
    else:
        return None
    return (term, many) if term else None


def amount(whole: str) -> str | None:
    """ "1.250.000" without its dots; None for what is no such number. "2.3" is an article, and stays one."""
    return whole.replace(".", "") if _THOUSANDS.fullmatch(whole) else None


def _term(year: str, month: str, day: str) -> str | None:
    if not (len(year) == 4 and year.isdigit() and day.isdigit() and len(day) < 3):
        return None
    try:
        return _DAY + date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
