"""Showing why something was found: the best part of a text, with the words of the question marked.

Pure functions on text that the caller got through the door; the index is not asked.
"""

from typing import NamedTuple

from markupsafe import Markup, escape

from forum.search.analysis.dutch import PART, token_terms
from forum.search.analysis.fold import clean
from forum.search.analysis.synonyms import Thesaurus
from forum.search.analysis.tokens import spans, tokenize
from forum.search.hints import chunks, pattern
from forum.search.question import read, wanted

_MAX_TEXT = 200_000  # characters looked through for one fragment
Known = dict[str, tuple[int, float] | None]
_SENTENCE_ENDS = ".!?\n"


class _Mark(NamedTuple):
    start: int
    end: int
    concept: int
    weight: float


class Marker:
    """Shows why texts answer one question. The question is read once, and each different word analysed once."""

    def __init__(self, query_text: str, thesaurus: Thesaurus | None = None) -> None:
        concepts = read(query_text, thesaurus).concepts
        self._wanted = wanted(concepts)
        for number, concept in enumerate(concepts):
            if concept.prefix:
                self._wanted.setdefault(f"{concept.prefix}*", (number, 0.3))
        self._known: Known = {}

    def fragment(self, text: str, length: int = 200) -> Markup:
        """The passage of about `length` characters that answers best, with the words of the question in <mark>.

        Everything else is escaped. Without a match it is the beginning of the text; "" stays "".
        """
        cleaned = clean(text[:_MAX_TEXT])
        marks = _marks(cleaned, self._wanted, self._known)
        start, end = _passage(cleaned, marks, max(length, 20))
        inside = [mark for mark in marks if start <= mark.start and mark.end <= end]
        return _render(cleaned, start, end, inside)

    def holds(self, text: str) -> bool:
        """Whether `text` holds a word of the question, however it says it."""
        return bool(_marks(clean(text[:_MAX_TEXT]), self._wanted, self._known))


def fragment(text: str, query_text: str, length: int = 200) -> Markup:
    """As `Marker.fragment`, for one text."""
    return Marker(query_text).fragment(text, length)


def _marks(text: str, wanted: dict[str, tuple[int, float]], known: Known) -> list[_Mark]:
    """The words of the text that are wanted. Each different word is analysed once, and kept in `known`."""
    prefix = next((name[:-1] for name in wanted if name.endswith("*")), None)
    near = pattern(name.removeprefix(PART).removesuffix("*") for name in wanted)
    marks: list[_Mark] = []
    for first, last in chunks(text, near) if near else ():
        for word, start, end in spans(text[first:last]):
            if word not in known:
                known[word] = _match(word, wanted, prefix)
            if (found := known[word]) is not None:
                marks.append(_Mark(first + start, first + end, *found))
    return marks


def _match(word: str, wanted: dict[str, tuple[int, float]], prefix: str | None) -> tuple[int, float] | None:
    found: tuple[int, float] | None = None
    for token in tokenize(word):
        for term, _ in token_terms(token):
            if term in wanted and (found is None or wanted[term][1] > found[1]):
                found = wanted[term]
        if found is None and prefix and token.whole.startswith(prefix):
            found = wanted[f"{prefix}*"]
    return found


def _page_score(marks: list[_Mark]) -> float:
    """Different words count most; more of the same only breaks ties."""
    best: dict[int, float] = {}
    for mark in marks:
        best[mark.concept] = max(best.get(mark.concept, 0.0), mark.weight)
    return sum(best.values()) + min(len(marks), 50) * 0.005


def _passage(text: str, marks: list[_Mark], length: int) -> tuple[int, int]:
    if not marks:
        return 0, _word_end(text, length)
    room = int(length * 0.75)
    best, best_score = marks[0], -1.0
    for index, first in enumerate(marks):
        inside: list[_Mark] = []
        for mark in marks[index : index + 40]:
            if mark.end > first.start + room:
                break
            inside.append(mark)
        score = _page_score(inside)
        if score > best_score:
            best, best_score = first, score
    start = _sentence_start(text, best.start, length // 4)
    return start, max(_word_end(text, start + length), best.end)


def _sentence_start(text: str, at: int, reach: int) -> int:
    """The start of the sentence, when it is near; else of a word a little before."""
    least = max(0, at - reach)
    for here in range(at, least, -1):
        if text[here - 1] in _SENTENCE_ENDS:
            return here
    if least == 0:
        return 0
    space = text.find(" ", least, at)
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, at - 30), at + 1)
    return space if space > 0 else at


def _render(text: str, start: int, end: int, marks: list[_Mark]) -> Markup:
    out = [Markup("… ")] if start > 0 and text[:start].strip() else []
    at = start
    for mark in marks:
        out.append(escape(_flat(text[at : mark.start])))
        out.append(Markup("<mark>{}</mark>").format(text[mark.start : mark.end]))
        at = mark.end
    out.append(escape(_flat(text[at:end])))
    if text[end:].strip():
        out.append(Markup(" …"))
    return Markup("").join(out).strip()


def _flat(text: str) -> str:
    """White space as single spaces, kept at both ends."""
    if not text:
        return ""
    flat = " ".join(text.split())
    return (" " if text[0].isspace() else "") + flat + (" " if flat and text[-1].isspace() else "")
