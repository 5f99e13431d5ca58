"""What people looked for and did not find, or found and left: counted without knowing who they are.

Why and how: docs/decisions/0022-counting-searches.md. A question is kept as it was typed only when three different people
asked it in one week; until then there are marks that nobody can read, and those go when the week is over.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Integer, delete, func, or_, select, type_coerce

from forum.access import Action, Reader, require
from forum.core.user import User
from forum.lib import clock
from forum.lib.db import db, transaction
from forum.lib.upsert import upsert
from forum.search.models import SearchMark, SearchSalt, SoughtLine
from forum.search.personal import is_name_of, looks_personal
from forum.search.standing import terms

COUNT = "search.count"
EMPTY, FOUND, CHOSEN = "empty", "found", "chosen"
LEAST = 3  # different people in one week
SHOWN = timedelta(weeks=4)
KEPT = timedelta(weeks=13)
LONGEST = 80  # longer questions are a story, and stories are about people
MOST_LINES = 50


@dataclass(frozen=True)
class Sought:
    """A question, and how many people it left without: the sum of the numbers of each week."""

    line_id: int
    question: str
    people: int


def week_of(day: date) -> date:
    """The Monday of a week."""
    return day - timedelta(days=day.weekday())


def count(text: str, outcome: str, who: str) -> None:
    """Work of the worker: somebody (`who`: a text that is the same for one person) asked `text`, and it went so.

    Three times by one person is once. What looks like a question about a person is not counted.
    """
    wanted = terms(text)
    if not wanted or len(text) > LONGEST or looks_personal(text) or _is_somebody(text):
        return
    week = week_of(clock.local(clock.now()).date())
    with transaction():
        salt = _salt(week)
        asked = _under(salt, wanted)
        upsert(
            SearchMark,
            {"week": week, "asked": asked, "outcome": outcome, "who": _under(salt, f"{wanted}\n{who}")},
            {},
        )
        numbers = {EMPTY: 0, FOUND: 0, CHOSEN: 0} | dict(
            db.session.execute(
                select(SearchMark.outcome, func.count())
                .where(SearchMark.week == week, SearchMark.asked == asked)
                .group_by(SearchMark.outcome)
            ).all()
        )
        if max(numbers[EMPTY], numbers[FOUND]) >= LEAST:
            upsert(
                SoughtLine,
                {"week": week, "terms": wanted},
                {"question": " ".join(text.split()).lower(), **numbers},
            )


def forget_old() -> None:
    """Every minute: throw the marks away of weeks that are over, and lines after three months."""
    week = week_of(clock.local(clock.now()).date())
    over = or_(
        select(SearchSalt.week).where(SearchSalt.week < week).exists(),
        select(SoughtLine.id).where(SoughtLine.week < week - KEPT).exists(),
    )
    if not db.session.scalar(select(over)):
        return
    with transaction():
        db.session.execute(delete(SearchMark).where(SearchMark.week < week))
        db.session.execute(delete(SearchSalt).where(SearchSalt.week < week))
        db.session.execute(delete(SoughtLine).where(SoughtLine.week < week - KEPT))


def list_sought(reader: Reader) -> tuple[list[Sought], list[Sought]]:
    """Of the last four weeks: what at least three people a week did not find, and what as many found and left.

    Raises:
        Forbidden: `reader` is no editor.
    """
    require(reader, Action.SEARCH_EDIT)
    left = SoughtLine.found - SoughtLine.chosen
    return _list(type_coerce(SoughtLine.empty, Integer)), _list(left)


def take_away(reader: Reader, line_id: int) -> None:
    """Editors are done with a question: it is shown no more, until three people ask it again.

    Raises:
        Forbidden: `reader` is no editor.
    """
    require(reader, Action.SEARCH_EDIT)
    line = db.session.get(SoughtLine, line_id)
    if line is None:
        return
    asked = [
        _under(salt.salt, line.terms) for salt in db.session.scalars(select(SearchSalt)).all()
    ]  # counted anew from now on
    db.session.execute(delete(SearchMark).where(SearchMark.asked.in_(asked)))
    db.session.execute(delete(SoughtLine).where(SoughtLine.terms == line.terms))


def _list(number: ColumnElement[int]) -> list[Sought]:
    since = week_of(clock.local(clock.now()).date()) - SHOWN
    total = func.sum(number)
    rows = db.session.execute(
        select(func.max(SoughtLine.id), func.max(SoughtLine.question), total)
        .where(number >= LEAST, SoughtLine.week > since)
        .group_by(SoughtLine.terms)
        .order_by(total.desc(), func.max(SoughtLine.question))
        .limit(MOST_LINES)
    )
    return [Sought(*row) for row in rows]


def _salt(week: date) -> str:
    upsert(SearchSalt, {"week": week}, {})
    return db.session.scalars(select(SearchSalt.salt).where(SearchSalt.week == week)).one()


def _under(salt: str, text: str) -> str:
    return hmac.new(salt.encode(), text.encode(), hashlib.sha256).hexdigest()


def _is_somebody(text: str) -> bool:
    """Whether it is the name of somebody with an account."""
    words = [word for word in text.split() if len(word) > 1][:12]
    if not words:
        return False
    called = or_(
        *(
            User.name.icontains(spelled, autoescape=True)
            for word in words
            for spelled in {word, word.capitalize()}
        )
    )
    # door: names are compared with what was typed, and nobody is shown
    return is_name_of(text, list(db.session.scalars(select(User.name).where(called))))
