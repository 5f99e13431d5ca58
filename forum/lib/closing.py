"""A closing date that people fill in: the end of that day on the Dutch clock."""

from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _

from forum.lib import clock
from forum.lib.errors import Invalid


def end_of(day: date | None) -> datetime | None:
    """The moment at which `day` is over in the Netherlands, or None for no day."""
    if day is None:
        return None
    # The next day is named, not 24 hours added: two days a year are an hour longer or shorter.
    return datetime.combine(day + timedelta(days=1), time.min, clock.AMSTERDAM)


def last_day(closes_at: datetime | None) -> date | None:
    """The last day on which one can still vote, in the Netherlands, or None: `end_of` the other way round."""
    if closes_at is None:
        return None
    return (closes_at.astimezone(clock.AMSTERDAM) - timedelta(microseconds=1)).date()


def kept_or_end_of(day: date | None, before: datetime | None) -> datetime | None:
    """As `end_of`; the moment `before` itself when `day` is its day: a form that only knows days does not move it."""
    return before if day == last_day(before) else end_of(day)


def checked(closes_at: datetime | None, before: datetime | None) -> datetime | None:
    """`closes_at`, in the place of `before`. What closed stays closed: its result was shown.

    Raises:
        Invalid: it is not in the future, or what it is for is closed.
    """
    if closes_at == before:
        return before
    now = clock.now()
    if before is not None and before <= now:
        raise Invalid(_("Stemmen kan niet meer. De laatste dag kan niet meer veranderen."), "closes_on")
    if closes_at is not None and closes_at <= now:
        raise Invalid(_("Kies een dag die nog komt."), "closes_on")
    return closes_at
