"""Plain text: cleaning what comes in, reading words out of HTML, short teasers."""

import html
import re
import unicodedata
from html.parser import HTMLParser

# Control characters, halves of surrogate pairs, non-characters, and the marks that turn the writing
# direction around: they break feeds and databases, or make text look like something it is not.
# Tab and newline stay; so do joiners, which emoji and Arabic need.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INLINE = frozenset({"a", "img", "em", "strong", "del", "code"})


def has_unwanted(value: str) -> bool:
    """True when `clean` would take something away."""
    return _UNWANTED.search(value) is not None


def clean(value: str) -> str:
    """The same text with "\\n" as its only line break and without characters that only do harm."""
    return _UNWANTED.sub("", _BREAKS.sub("\n", value))


def from_html(sanitised: str) -> str:
    """The words of sanitised HTML, one line a block."""
    reader = _Words()
    reader.feed(sanitised)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def to_html(value: str) -> str:
    """Clean text as HTML in which every character is just itself: paragraphs and line breaks only."""
    blocks = (block.strip("\n") for block in re.split(r"\n[ \t]*\n", value))
    escaped = (html.escape(block, quote=False).replace("\n", "<br>\n") for block in blocks if block.strip())
    return "\n".join(f"<p>{block}</p>" for block in escaped)


def teaser(value: str, limit: int = 200) -> str:
    """At most `limit` characters of text on one line, cut between words, with "…" when cut."""
    line = " ".join(clean(value).split())
    if len(line) <= limit:
        return line
    if limit < 2:
        return "…"[:limit]
    cut = line[: limit - 1]
    if line[limit - 1] != " " and " " in cut[limit // 2 :]:
        cut = cut[: cut.rindex(" ")]
    elif line[limit - 1] != " ":
        cut = _whole(cut, line[limit - 1])
    return cut.rstrip(" ,;:.-–") + "…"


def _whole(cut: str, following: str) -> str:
    """Do not cut between a letter and its accent, or in the middle of a joined emoji."""
    while cut and (_joins(following) or cut[-1] == "\u200d"):
        cut, following = cut[:-1], cut[-1]
    return cut


def _joins(character: str) -> bool:
    return (
        character in "\u200d\ufe0e\ufe0f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or unicodedata.combining(character) > 0
    )


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.parts.append("\n")
        if tag == "img":
            self.parts.append(f" {dict(attrs).get('alt') or ''} ")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
