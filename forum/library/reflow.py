"""Lines of a printed page made into paragraphs again, so that they fit a phone. Pure rules on text."""

import re
from collections import Counter
from collections.abc import Sequence

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


# With fewer pages nothing can be said about what stands on each of them.
FEWEST_PAGES = 4
_EDGE = 2  # lines at the top and at the bottom where it may stand
_DIGITS = re.compile(r"\d+")
_LEADERS = re.compile(r"[ \t]*\.(?:[ \t]?\.){4,}[ \t]*")


def without_margins(pages: Sequence[str]) -> list[str]:
    """The pages without the lines that stand at the top or bottom of more than half of them, whatever number is in
    them: the name of the document, "Pagina 3 van 12"."""
    lines = [page.splitlines() for page in pages]
    edges = [_edges(page) for page in lines]
    counts = Counter(key for edge in edges for key in set(edge.values()))
    if len(pages) < FEWEST_PAGES:
        return list(pages)
    return [
        "\n".join(
            line
            for place, line in enumerate(page)
            if place not in edge or counts[edge[place]] * 2 <= len(pages)
        )
        for page, edge in zip(lines, edges, strict=True)
    ]


def _edges(lines: Sequence[str]) -> dict[int, str]:
    """The place of each line at the edges, and by what it is known on other pages."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    return {place: _DIGITS.sub("#", lines[place].strip()) for place in {*filled[:_EDGE], *filled[-_EDGE:]}}


def without_leaders(page: str) -> str:
    """The page without the rows of points that lead from a heading to its number in a table of contents."""
    return _LEADERS.sub(" … ", page)
