"""Names, titles and reading portions. Pure: no database, no Flask."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import unquote

from forum.lib.markup import text

LONGEST_NAME = 200
LONGEST_TITLE = 200
LONGEST_EXTENSION = 12
# So many characters stand on one page of the reading view.
PORTION = 20_000
# A link to read a document works so many days, unless somebody says another number.
SHARE_DAYS, SHARE_MOST_DAYS = 14, 90

# What search makes of it: of two that answer as well, the verified one comes first and the expired one last.
VERIFIED, TO_REVIEW, EXPIRED = 1.15, 0.9, 0.5

_EXTENSION = re.compile(r"\.(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{1,5}$")


def tidy_name(name: str | None) -> str:
    """A file name as we keep it and give it back: without folders, tricks and control characters, not too
    long, and never empty. It never becomes a path of ours."""
    line = (name or "").encode("utf-8", "replace").decode("utf-8").replace("\\", "/")
    line = " ".join(text.clean(line.rpartition("/")[2]).replace("\ufffd", "?").split())
    line = line.strip(" .") if not line.strip(".").startswith(" ") else line.strip()
    if not line:
        return "document"
    if len(line) <= LONGEST_NAME:
        return line
    stem, dot, extension = line.rpartition(".")
    if not dot or len(extension) > LONGEST_EXTENSION:
        return line[:LONGEST_NAME].strip()
    return f"{stem[: LONGEST_NAME - len(extension) - 1].strip()}.{extension}"


def title_from(name: str) -> str:
    """A title made from a file name: "jaar_plan-2026.pdf" becomes "Jaar plan 2026"."""
    stem = _EXTENSION.sub("", tidy_name(unquote(name) if "%" in name else name))
    words = stem.replace("_", " ")
    if " " not in stem.strip():  # otherwise a dash belongs to a word: "self-assessment v4"
        words = words.replace("-", " ")
    words = " ".join(words.split()).strip(" -.") or stem
    return (words[0].upper() + words[1:])[:LONGEST_TITLE]


class Validity(StrEnum):
    """Whether what a document says still holds. A date to look again makes CURRENT into REVIEW (`holds`)."""

    CURRENT = "current"
    REVIEW = "review"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Piece:
    """The characters `start` to `stop` of page `number`."""

    number: int
    start: int
    stop: int


def portions(lengths: Sequence[tuple[int, int]], most: int = PORTION) -> list[list[Piece]]:
    """Divide pages, given as (number, length), over portions of about `most` characters to read at once.

    A longer page is cut. Every page is somewhere, also an empty one; no portion is empty.
    """
    found: list[list[Piece]] = []
    room = 0
    for number, length in lengths:
        for start in range(0, max(length, 1), most):
            stop = min(length, start + most)
            if not found or stop - start > room:
                found.append([])
                room = most
            found[-1].append(Piece(number, start, stop))
            room -= stop - start
    return found


def portion_with(found: Sequence[Sequence[Piece]], number: int) -> int:
    """The place (from 0) of the first portion that holds page `number`; 0 when no page has it."""
    for place, portion in enumerate(found):
        if any(piece.number == number for piece in portion):
            return place
    return 0


def holds(validity: Validity, review_on: date | None, today: date) -> Validity:
    """Whether a document holds on this day: what was said of it, or a day to look again that came."""
    if validity == Validity.CURRENT and review_on is not None and review_on <= today:
        return Validity.REVIEW
    return validity


def boost(validity: Validity, verified: bool) -> float:
    """How much a document counts in search; 1 is as others."""
    if validity == Validity.EXPIRED:
        return EXPIRED
    return TO_REVIEW if validity == Validity.REVIEW else VERIFIED if verified else 1.0
