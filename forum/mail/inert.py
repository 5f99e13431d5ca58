"""Words of people in a mail stay words: no links, no headers, no markup (T10).

Mail programs make a link of everything that looks like an address, also where we wrote none. So each
text that a template shows gets an invisible joiner in such places. Texts of our own (translations, links to our
site) are let through.
"""

import re
import unicodedata

from markupsafe import Markup

JOINER = "\u2060"
# "www.1", "a.nl", "a@b", "https://a", "tel:1"; not "1.234", "10:30" or the end of a sentence.
_LINKISH = re.compile(
    r"(?<=www)(?=\.\S)|(?<=\S)(?=[.\u3002\uff0e\uff61][^\W\d_])|(?<=\S)(?=@\S)|(?<=\S@)(?=\S)|(?<=:)(?=//)|(?<=[a-z])(?=:[a-z0-9+])",
    re.I,
)
LONGEST_SUBJECT = 200


class Trusted(str):
    """A text of our own: a translation, or the address of a page of ours."""

    __slots__ = ()


def inert(text: str) -> str:
    """`text` such that no mail program makes a link of it; it looks the same."""
    return _LINKISH.sub(JOINER, text)


def let_through(value: object, base_url: str) -> object:
    """What a template shows for `value`: our own texts as they are, those of people made inert.

    The address of a page of ours (it starts with `base_url` and holds no space) is our own.
    """
    if not isinstance(value, str) or isinstance(value, Markup | Trusted):
        return value
    own = value == base_url or value.startswith((f"{base_url}/", f"{base_url}?"))
    if own and not any(sign.isspace() or sign in "\"'<>" for sign in value):
        return value
    return inert(value)


def subject_line(text: str) -> str:
    """`text` on one line without control signs, so that it can add no header; cut when far too long."""
    line = " ".join(
        "".join(
            sign if unicodedata.category(sign)[0] != "C" or sign == JOINER else " " for sign in text
        ).split()
    )
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"
