"""Markdown: the words, without the marks that would clutter a fragment; the first heading is the title."""

import re
from pathlib import Path

from forum.library.extraction.encoding import decode, read_some
from forum.library.extraction.sink import Sink

# Every repetition has a maximum: these run over whatever somebody sends.
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.{0,20000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.S)
_FRONT_TITLE = re.compile(r"^title:[ \t]*['\"]?(.{1,400}?)['\"]?[ \t]*$", re.M)
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t]*(.{0,2000}?)[ \t#]*$", re.M)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_EMBEDDED = re.compile(r"data:[\w/+.;=-]{1,100},[A-Za-z0-9+/=%]{50,}")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?:[ \t]+\"[^\"\n]{0,500}\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,500})\1")


def read(path: Path, sink: Sink) -> None:
    """Send the text to the sink as one page."""
    text = decode(read_some(path, sink))
    front = _FRONT.match(text)
    stated = _FRONT_TITLE.search(front.group(1)) if front else None
    if front:
        text = text[front.end() :]
    text = _EMBEDDED.sub("", text)
    text = _without_comments(text)
    text = _TAG.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    heading = _HEADING.search(text)
    text = _HEADING.sub(r"\1", text)
    title = stated or heading
    sink.title(title.group(1) if title else None)
    sink.add(f"{stated.group(1)}\n" if stated else "")
    sink.page(text)


def _without_comments(text: str) -> str:
    """Drop <!-- … -->; by hand, because a regular expression looks for each end again and again."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])
