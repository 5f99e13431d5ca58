"""Reading the small words with a colon that some people like to type: `auteur:samira type:pdf "vroeg begin" -wonen`.

Pure: no database, no Flask. Nothing is refused here: what is no operator is a word.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_VALUE = 80
MOST_ASKED = 8

AUTHOR, GROUP, TYPE, BEFORE, AFTER, THEME = "author", "group", "type", "before", "after", "theme"
_NAMES = {
    "auteur": AUTHOR,
    "author": AUTHOR,
    "groep": GROUP,
    "group": GROUP,
    "type": TYPE,
    "soort": TYPE,
    "voor": BEFORE,
    "before": BEFORE,
    "na": AFTER,
    "after": AFTER,
    "thema": THEME,
    "theme": THEME,
}
_QUOTE = '"\u201c\u201d\u201e\u00ab\u00bb'
_QUOTED = f"[{_QUOTE}](?P<{{name}}>[^{_QUOTE}]*)[{_QUOTE}]"
_PIECE = re.compile(
    rf"(?<!\S)(?:(?P<operator>{'|'.join(_NAMES)}):(?:{_QUOTED.format(name='quoted')}|(?P<plain>[^\s{_QUOTE}]+))"
    rf"|-(?:{_QUOTED.format(name='unwanted_phrase')}|(?P<unwanted>[^\W\d_][^\s{_QUOTE}]*)))(?!\S)"
    rf"|{_QUOTED.format(name='phrase')}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Asked:
    """One operator: its name here, the value, and how it stood there."""

    name: str
    value: str
    typed: str


@dataclass(frozen=True)
class Typed:
    """What somebody typed, taken apart. `words` is what is left to search for, phrases in their quotes."""

    words: str
    without: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()

    @property
    def rest(self) -> str:
        """What stays in the search box when every operator became a choice."""
        unwanted = (f'-"{text}"' if " " in text else f"-{text}" for text in self.without)
        return " ".join(filter(None, (self.words, *unwanted)))


def parse(text: str) -> Typed:
    """Take a question apart. The last of two operators with one name counts; inside a phrase nothing is one."""
    without: list[str] = []
    asked: dict[str, Asked] = {}

    def take(found: re.Match[str]) -> str:
        if found["phrase"] is not None:
            return found[0]
        unwanted = found["unwanted_phrase"] if found["unwanted_phrase"] is not None else found["unwanted"]
        if unwanted is not None:
            if unwanted := _line(unwanted):
                without.append(unwanted)
            return " "
        value = _line(found["quoted"] if found["quoted"] is not None else found["plain"])
        if not value or len(value) > LONGEST_VALUE:
            return found[0].partition(":")[2]
        name = _NAMES[found["operator"].lower()]
        asked[name] = Asked(name, value, found[0])
        return " "

    words = _line(_PIECE.sub(take, text))
    return Typed(words, tuple(dict.fromkeys(without))[:MOST_ASKED], tuple(asked.values()))


def _line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Period:
    """A year, a month or a day; `end` is the first day after it."""

    first: date
    end: date

    @property
    def code(self) -> str:
        """As it stands in an address: 2024, 2024-05 or 2024-05-01."""
        days = (self.end - self.first).days
        return self.first.isoformat() if days == 1 else self.first.isoformat()[: 7 if days <= 31 else 4]


_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def period(text: str) -> Period | None:
    """The period in "2024", "2024-05", "5-2024", "2024-05-01" or "1-5-2024"; None when it is something else."""
    year: int
    month = day = 0
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        whole = "day"
    elif found := _MONTH_FIRST.fullmatch(text):
        month, year = (int(part) for part in found.groups())
        whole = "month"
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) if part else 0 for part in found.groups())
        whole = "day" if found[3] else "month" if found[2] else "year"
    else:
        return None
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        if whole == "day":
            first = date(year, month, day)
            return Period(first, first + timedelta(days=1))
        if whole == "month":
            return Period(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))
    except ValueError:
        return None
    return Period(date(year, 1, 1), date(year + 1, 1, 1))
