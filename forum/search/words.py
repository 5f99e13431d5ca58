"""The words that mean the same on this site: the starter list, as its editors changed it.

A change counts at once and everywhere: each search asks for the sum of all revisions, together with what it asks anyway
(`standing.py`), and a process that has an older list reads it anew. Nothing is indexed again.
"""

import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.access import Action, Reader, require
from forum.core import security_event
from forum.lib.db import db
from forum.lib.errors import Invalid, NotFound
from forum.lib.upsert import upsert
from forum.search.analysis.synonyms import Thesaurus, starter, starter_lines, terms_of
from forum.search.models import WordLine

LONGEST_NAME = 80
MOST_NAMES = 8
MOST_LINES = 1_000
BETWEEN = " | "
_EXTENSION = "kennisplein-search-words"
_guard = threading.Lock()


@dataclass(frozen=True)
class Line:
    """Names for one thing. `code` says in an address which: the number of a row, or the place of a starter line.
    `changed`: not as the starter list has it."""

    code: str
    names: tuple[str, ...]
    changed: bool = False

    @property
    def text(self) -> str:
        """As somebody writes it."""
        return ", ".join(self.names)


def thesaurus(revision: int) -> Thesaurus:
    """The names as they are at this revision, which was read just now; kept until there is another one."""
    if revision == 0:
        return starter()
    kept: tuple[int, Thesaurus] | None = current_app.extensions.get(_EXTENSION)
    if kept is None or kept[0] != revision:
        with _guard:
            kept = (revision, Thesaurus(BETWEEN.join(line.names) for line in _lines()))
            current_app.extensions[_EXTENSION] = kept
    return kept[1]


def list_lines(reader: Reader) -> tuple[list[Line], list[Line]]:
    """All lines that count, by their first name, and those of the starter list that were taken away.

    Raises:
        Forbidden: `reader` is no editor.
    """
    require(reader, Action.SEARCH_EDIT)
    gone = {row.starter for row in _rows() if row.gone and row.starter}
    away = [Line(code, _names(text)) for code, text in _starters().items() if text in gone]
    return sorted(_lines(), key=lambda line: line.text.lower()), away


def get_line(reader: Reader, code: str) -> Line:
    """One line that counts.

    Raises:
        Forbidden: `reader` is no editor. NotFound: there is no such line.
    """
    require(reader, Action.SEARCH_EDIT)
    found = next((line for line in _lines() if line.code == code), None)
    if found is None:
        raise NotFound
    return found


def add(reader: Reader, text: str) -> None:
    """Let these names, with commas between them, mean the same.

    Raises:
        Forbidden: `reader` is no editor.
        Invalid: fewer than two different names, too many or too long ones, or the list is full.
    """
    require(reader, Action.SEARCH_EDIT)
    names = _checked(text)
    if len(_rows()) >= MOST_LINES:
        raise Invalid(_("De lijst is vol. Haal eerst een regel weg."), "names")
    db.session.add(WordLine(names=BETWEEN.join(names), revision=_mark()))
    _record(reader, names)


def change(reader: Reader, code: str, text: str) -> None:
    """Give a line other names.

    Raises:
        Forbidden, NotFound: as `get_line`. Invalid: as `add`.
    """
    get_line(reader, code)
    names = _checked(text)
    _put(code, names=BETWEEN.join(names))
    _record(reader, names)


def take_away(reader: Reader, code: str) -> None:
    """Let a line count no longer.

    Raises:
        Forbidden, NotFound: as `get_line`.
    """
    names = get_line(reader, code).names
    _put(code, gone=True)
    _record(reader, names)


def put_back(reader: Reader, code: str) -> None:
    """Let a line of the starter list count as it is in that list.

    Raises:
        Forbidden: `reader` is no editor. NotFound: there is no such line.
    """
    require(reader, Action.SEARCH_EDIT)
    text = _starters().get(code)
    if text is None:
        raise NotFound
    _put(code, names=text, gone=False)
    _record(reader, _names(text))


def _rows() -> Sequence[WordLine]:
    return db.session.scalars(select(WordLine).order_by(WordLine.id)).all()


def _starters() -> dict[str, str]:
    """Code → line of the starter list. The first name is the code, so that a longer list changes no address."""
    return {f"begin-{line.partition('|')[0].strip()}": line for line in starter_lines()}


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split("|") if name.strip())


def _lines() -> list[Line]:
    rows = _rows()
    changed = {row.starter: row for row in rows if row.starter}
    lines: list[Line] = []
    for code, text in _starters().items():
        row = changed.get(text)
        if row is None:
            lines.append(Line(code, _names(text)))
        elif not row.gone:
            lines.append(Line(code, _names(row.names), row.names != text))
    own = [Line(str(row.id), _names(row.names), True) for row in rows if not row.starter and not row.gone]
    return lines + own


def _put(code: str, **values: object) -> None:
    """Change the row of a line; a line of the starter list gets one with its first change."""
    text = _starters().get(code)
    if text is not None:
        if db.session.scalar(select(WordLine.id).where(WordLine.starter == text)) is None:
            upsert(WordLine, {"starter": text}, {"names": text, "gone": False, "revision": _mark()})
        which = WordLine.starter == text
    else:
        which = WordLine.id == int(code)
    db.session.execute(update(WordLine).where(which).values(**values, revision=_mark()))


def _mark() -> int:
    """Another one for each change: counted up, a backup that is put back could bring back a sum that was seen before."""
    return secrets.randbelow(2**30) + 1


def _checked(text: str) -> list[str]:
    names = [" ".join(name.split()) for name in text.replace("|", ",").replace("\n", ",").split(",")]
    names = list(dict.fromkeys(name for name in names if name))
    different = {terms for name in names if (terms := terms_of(name))}
    if len(different) < 2:
        raise Invalid(_("Vul minstens twee verschillende woorden in, met een komma ertussen."), "names")
    if len(names) > MOST_NAMES:
        raise Invalid(_("Zet hoogstens %(number)s woorden op een regel.", number=MOST_NAMES), "names")
    if any(len(name) > LONGEST_NAME or not terms_of(name) for name in names):
        raise Invalid(_("Een van de woorden is te lang, of bestaat alleen uit leestekens."), "names")
    return names


def _record(reader: Reader, names: Sequence[str]) -> None:
    security_event.record("search-words-changed", None, ", ".join(names), by=reader.user_id)
