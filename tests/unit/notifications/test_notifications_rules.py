"""When collected mail goes out: on the Dutch clock, on Dutch working days."""

from datetime import UTC, datetime

import pytest

from forum.notifications import rules


@pytest.mark.parametrize(
    ("moment", "slot"),
    [
        (datetime(2026, 11, 25, 7, 29, tzinfo=UTC), None),  # Wednesday, 08:29 in the Netherlands
        (datetime(2026, 11, 25, 7, 30, tzinfo=UTC), "08:30"),
        (datetime(2026, 11, 25, 12, 0, tzinfo=UTC), "12:30"),
        (datetime(2026, 11, 25, 22, 59, tzinfo=UTC), "16:30"),
        (datetime(2026, 11, 25, 23, 1, tzinfo=UTC), None),  # Thursday already
        (datetime(2026, 7, 1, 6, 30, tzinfo=UTC), "08:30"),  # summer time
        (datetime(2026, 11, 28, 12, 0, tzinfo=UTC), None),  # Saturday
        (datetime(2026, 4, 27, 12, 0, tzinfo=UTC), None),  # Koningsdag, a Monday
        (datetime(2026, 12, 25, 12, 0, tzinfo=UTC), None),  # Christmas, a Friday
    ],
)
def test_slots(moment: datetime, slot: str | None) -> None:
    found = rules.last_slot(moment)
    assert (found.strftime("%H:%M") if found else None) == slot
