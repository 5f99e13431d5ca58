"""When collected mail goes out: pure rules, on the clock and the calendar of the Netherlands."""

from datetime import datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

from forum.lib import clock
from forum.lib.later import bare, later

if TYPE_CHECKING:
    from holidays.countries import netherlands
else:
    netherlands = later("holidays.countries.netherlands")

# Before work, at lunch, and before going home.
SLOTS = (time(8, 30), time(12, 30), time(16, 30))
KEPT_FOR = timedelta(days=90)
# Several things in a short time become one mail, and a writer can still correct a slip.
AT_ONCE_WAITS = timedelta(minutes=2)


@cache
def _holidays() -> "netherlands.Netherlands":
    with bare("holidays.countries"):  # without the three hundred others, 12 MB
        return netherlands.Netherlands()  # type: ignore[no-untyped-call]


def is_working_day(moment: datetime) -> bool:
    """Monday to Friday, and no public holiday in the Netherlands."""
    local = clock.local(moment)
    return local.weekday() < 5 and local.date() not in _holidays()


def last_slot(now: datetime) -> datetime | None:
    """The newest collecting moment of today that has passed, or None: too early, or no working day."""
    if not is_working_day(now):
        return None
    local = clock.local(now)
    passed = [slot for slot in SLOTS if local.time() >= slot]
    if not passed:
        return None
    return datetime.combine(local.date(), passed[-1], tzinfo=clock.AMSTERDAM)
