"""Lines of a printed page made into paragraphs again, so that they fit a phone. A pure rule on text."""

import re

# A line that fills so much of the widest ones was broken by the edge of the paper, not by its writer.
FULL = 0.72
_NEW_ITEM = re.compile(r"\s*(?:[-–•*▪]|\d{1,3}[.)]|[a-z][.)])\s")
_SENTENCE_END = re.compile(r"[.!?:;]\s*$")


def paragraphs(page: str) -> str:
    """`page` with the lines that belong together joined by a space; other line ends stay.

    A line goes on in the next when it is nearly as long as the widest lines of the page, unless it ends a
    sentence and the next begins with a capital, or the next is an item of a list.
    """
    lines = page.splitlines()
    widths = sorted(len(line) for line in lines if line.strip())
    if not widths:
        return page
    wide = widths[int((len(widths) - 1) * 0.9)]
    joined = [lines[0]]
    for before, line in zip(lines, lines[1:], strict=False):
        if _goes_on(before, line, wide):
            joined[-1] = f"{joined[-1].rstrip()} {line.lstrip()}"
        else:
            joined.append(line)
    return "\n".join(joined)


def _goes_on(line: str, following: str, wide: int) -> bool:
    if not line.strip() or not following.strip() or _NEW_ITEM.match(following):
        return False
    ends = _SENTENCE_END.search(line) is not None
    if ends and not following.lstrip()[0].islower():
        return False
    return len(line) >= wide * FULL
