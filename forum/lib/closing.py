"""A closing date that people fill in: the end of that day on the Dutch clock."""

from datetime import date, datetime, time, timedelta

from forum.lib import clock


def end_of(day: date | None) -> datetime | None:
    """The moment at which `day` is over in the Netherlands, or None for no day."""
    if day is None:
        return None
    # The next day is named, not 24 hours added: two days a year are an hour longer or shorter.
    return datetime.combine(day + timedelta(days=1), time.min, clock.AMSTERDAM)
