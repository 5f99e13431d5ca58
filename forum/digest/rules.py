"""When a digest is due: pure rules, on the clock of the Netherlands."""

from datetime import datetime, timedelta

from forum.lib import clock

# Tuesday morning: after Monday's full inbox, before the week is over.
WEEKDAY = 1
HOUR = 8
FIRST_LOOKS_BACK = timedelta(days=7)
LONGEST_LOOKS_BACK = timedelta(days=28)


def period_due(now: datetime) -> str | None:
    """The name of the weekly period whose sending moment has passed, as "2026-W48"; None before it.

    From Tuesday 08:00 until the end of the ISO week, so that a worker that was down then sends later.
    """
    local = clock.local(now)
    if (local.weekday(), local.hour) < (WEEKDAY, HOUR):
        return None
    year, week, _day = local.isocalendar()
    return f"{year}-W{week:02}"


def since(last_digest_at: datetime | None, now: datetime) -> datetime:
    """From when on things are new for somebody: since their last digest; the first looks back a week.

    Somebody who was away for long gets four weeks, not a flood.
    """
    start = last_digest_at or now - FIRST_LOOKS_BACK
    return max(start, now - LONGEST_LOOKS_BACK)
