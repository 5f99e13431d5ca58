"""Titles from metadata: many are the name of a file or of a template, and those help nobody."""

import re

from forum.library.extraction.normalise import clean

MAX_TITLE = 200
_FEW = 3

_PREFIX = re.compile(r"^(?:microsoft\s+(?:office\s+)?(?:word|powerpoint|excel)\s*-\s*)", re.I)
_FILE_NAME = re.compile(
    r"\.(?:docx?|docm|dotx?|pdf|xlsx?|xlsm|pptx?|od[tsp]|rtf|html?|txt|md|csv|tmp|wpd|indd|qxd|pub|eml|cdr|ai)$",
    re.I,
)
_DEFAULT = re.compile(
    r"(?:(?:microsoft )?(?:word|powerpoint|excel)?[- ]?(?:document|presentatie|presentation|werkmap|werkblad)"
    r"|none|null|undefined|untitled|naamloos|zonder titel|titel|title|geen titel|no title|no slide title|slide|dia|map|book|sheet|blad"
    r"|template|sjabloon|rapport|brief|memo|notitie|subject|onderwerp|test|index|home)[-_ ]*\d*",
    re.I,
)


def sensible(title: str | None) -> str | None:
    """Give the title cleaned and on one line, or None when it says nothing about the document."""
    if not title:
        return None
    title = " ".join(clean(title[: MAX_TITLE * 5]).split())
    title = _PREFIX.sub("", title).strip("*_ ")
    letters = sum(character.isalpha() for character in title)
    if letters < _FEW or letters * 3 < len(title) or len(title) > MAX_TITLE:
        return None
    if (
        _FILE_NAME.search(title)
        or _DEFAULT.fullmatch(title)
        or "\ufffd" in title
        or "\\" in title
        or title[0] in "{[<"
    ):
        return None
    if " " not in title and ("_" in title or any(character.isdigit() for character in title)):
        return None
    return title
