"""Searches that somebody keeps, to hear when something new answers them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from forum.access import Reader
from forum.core.events import UserChanged
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import Forbidden, Invalid, NotFound
from forum.search.models import SavedSearch

DAILY, WEEKLY, NEVER = "daily", "weekly", "never"
OFTEN = (DAILY, WEEKLY, NEVER)
MOST = 30
HOUR = 7  # before the first client, on the clock of the Netherlands


def next_after(moment: datetime, often: str) -> datetime:
    """When to look again: the next morning, or that of a week later."""
    local = clock.local(moment)
    morning = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    days = 7 if often == WEEKLY else 0 if local < morning else 1
    return (morning + timedelta(days=days)).astimezone(UTC)


def save(reader: Reader, words: str, choices: Mapping[str, str]) -> SavedSearch:
    """Keep a search of `reader`, who hears of it once a week. The same one twice is once.

    Raises:
        Forbidden: nobody is signed in. Invalid: there is nothing to search for, or they keep thirty already.
    """
    if reader.user_id is None:
        raise Forbidden
    if not words and not choices:
        raise Invalid(_("Typ eerst waarop je zoekt."), "q")
    mine = list_saved(reader)
    for row in mine:
        if (row.words, row.choices) == (words, dict(choices)):
            return row
    if len(mine) >= MOST:
        raise Invalid(_("Je bewaart al %(number)s zoekvragen. Haal er eerst een weg.", number=MOST), "q")
    row = SavedSearch(
        user_id=reader.user_id,
        words=words,
        choices=dict(choices),
        often=WEEKLY,
        next_at=next_after(clock.now(), WEEKLY),
    )
    db.session.add(row)
    return row


def list_saved(reader: Reader) -> Sequence[SavedSearch]:
    """What `reader` keeps, the newest first."""
    mine = select(SavedSearch).where(SavedSearch.user_id == reader.user_id)
    return db.session.scalars(mine.order_by(SavedSearch.id.desc())).all()


def get_saved(reader: Reader, public_id: str) -> SavedSearch:
    """One that `reader` keeps.

    Raises:
        NotFound: it is not there, or somebody else's.
    """
    query = select(SavedSearch).where(
        SavedSearch.user_id == reader.user_id, SavedSearch.public_id == public_id
    )
    row = db.session.scalars(query).one_or_none() if reader.signed_in else None
    if row is None:
        raise NotFound
    return row


def set_often(row: SavedSearch, often: str) -> None:
    """How often its owner hears of it.

    Raises:
        Invalid: that is no choice.
    """
    if often not in OFTEN:
        raise Invalid(_("Kies hoe vaak je iets wilt horen."), "often")
    if row.often == NEVER and often != NEVER:
        row.looked_at = clock.now()  # what came while they wanted nothing is no news
    row.often, row.next_at = often, next_after(clock.now(), often)


def forget(row: SavedSearch) -> None:
    """Keep it no longer."""
    db.session.delete(row)


def on_user_changed(event: UserChanged) -> None:
    """A closed account keeps nothing."""
    if event.access:
        db.session.execute(delete(SavedSearch).where(SavedSearch.user_id == event.user_id))


def count_saved(reader: Reader) -> int:
    """How many `reader` keeps."""
    query = select(func.count()).select_from(SavedSearch).where(SavedSearch.user_id == reader.user_id)
    return db.session.scalar(query) or 0
