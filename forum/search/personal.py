"""Whether a question looks like one about a person: then it is not counted. Pure, no database."""

import re

_MANY_DIGITS = re.compile(
    r"\d(?:[\s.-]?\d){5,}"
)  # a citizen service number, a telephone number, a number of a file
_PARTICLES = r"(?:van|de|der|den|het|ten|ter|te|el|al|ben|bin|la|le|du|von|'t)"
_NAME = re.compile(rf"\b[^\W\d_a-z][^\W\d_]*(?:[\s-]+{_PARTICLES})*[\s-]+[^\W\d_a-z][^\W\d_]+\b")
_DATE = re.compile(r"\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d")  # of birth


def looks_personal(text: str) -> bool:
    """An address, a number of many digits, a day, or two words with a capital letter behind each other, as names are."""
    if "@" in text or _MANY_DIGITS.search(text) or _DATE.search(text):
        return True
    return any(not found[0].isupper() for found in _NAME.finditer(text))


def is_name_of(text: str, names: list[str]) -> bool:
    """Whether `text` is (a part of) one of these names, or holds two words of one."""
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    small = set(_PARTICLES.strip("(?:)").split("|"))
    for name in names:
        shared = words & set(re.findall(r"[^\W\d_]+", name.casefold())) - small
        if shared and (words - small <= shared or len(shared) > 1):
            return True
    return False
