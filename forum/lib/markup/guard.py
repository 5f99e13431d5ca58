"""Refuses text that would keep python-markdown busy, before and while it works.

No signal and no timer can stop it: it runs in a thread and its regular expressions hold the
interpreter lock. So the guard bounds what one regular expression can be given, and the budget is
looked at between any two of them. See docs/decisions/0003-markup.md.
"""

import re
import time

MAX_LENGTH = 50_000
MAX_NESTING = 12
MAX_INDENT = 100
MAX_FENCES = 200
MAX_RUN = 200
MAX_BACKTICKS = 12
MAX_UNCLOSED = 50
MAX_CELLS = 5_000
MAX_TAGS = 12_000  # bleach takes up to 75 µs for each
# Each marker can make a pattern look through the rest of its block: markers × length is the work.
MAX_WORK = 5_000_000
BUDGET_SECONDS = 1.0

_FENCE = re.compile(r"^(?:~{3,}|`{3,})", re.MULTILINE)
_RUN = re.compile(rf"([^\w\s])\1{{{MAX_RUN}}}")
_BACKTICKS = re.compile(f"`{{{MAX_BACKTICKS + 1}}}")
_NESTED = re.compile(rf"^[ ]*(?:>[ ]*|(?:[-*+]|\d{{1,9}}\.)[ ]+){{{MAX_NESTING + 1}}}", re.MULTILINE)
_INDENT = re.compile(f"^[ ]{{{MAX_INDENT + 1}}}", re.MULTILINE)
_MARKERS = "`*_[](<&!\\~"


class TooHard(Exception):
    """This text is not worth the time; show it as plain text."""


class Budget:
    """Processor time that one text may take. Not the clock on the wall: a busy machine is not the
    writer's fault, and what is shown as plain text now is stored that way."""

    def __init__(self, seconds: float = BUDGET_SECONDS) -> None:
        self._end = time.thread_time() + seconds

    def check(self) -> None:
        """Raise TooHard when the time is used up."""
        if time.thread_time() > self._end:
            raise TooHard("budget")


def check_source(source: str) -> None:
    """Raise TooHard for text that is too much before anything is parsed."""
    if len(source) > MAX_LENGTH:
        raise TooHard("length")
    if sum(1 for _ in _FENCE.finditer(source)) > MAX_FENCES:
        raise TooHard("fences")


def check_blocks(text: str) -> None:
    """Raise TooHard for normalised text (fenced code taken out) that would be slow or deeply nested."""
    for pattern in (_RUN, _BACKTICKS, _NESTED, _INDENT):
        if pattern.search(text):
            raise TooHard(pattern.pattern)
    cells = 0
    for block in text.split("\n\n"):
        _check_block(block)
        cells += _cells(block)
    if cells > MAX_CELLS:
        raise TooHard("table")


def check_html(html: str) -> None:
    """Raise TooHard for HTML that bleach would take long for."""
    if html.count("<") > MAX_TAGS:
        raise TooHard("tags")


def _check_block(block: str) -> None:
    if sum(map(block.count, _MARKERS)) * len(block) > MAX_WORK:
        raise TooHard("markers")
    depth = unclosed = 0
    for bracket in re.findall(r"[\[\]]", block):
        depth = depth + 1 if bracket == "[" else max(0, depth - 1)
        unclosed = max(unclosed, depth)
    if unclosed > MAX_NESTING and (depth > MAX_UNCLOSED or unclosed - depth > MAX_NESTING):
        raise TooHard("brackets")


def _cells(block: str) -> int:
    """Cells that a table in this block can have: each row is filled up to the width of the widest."""
    if "|" not in block:
        return 0
    lines = block.split("\n")
    return len(lines) * max(line.count("|") + 1 for line in lines)
