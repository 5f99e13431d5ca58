"""What every template can use."""

from datetime import date as calendar_date
from datetime import datetime, timedelta
from functools import lru_cache

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from forum.lib import clock, freshness, i18n

MINUTE, HOUR, DAY = 60, 3600, 86400


def ago(moment: datetime | None) -> Markup:
    """A moment as people say it ("3 uur geleden"), in a `<time>` that also holds it exactly."""
    if moment is None:
        return Markup("")
    exact = _exactly(moment, str(get_locale()))
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        moment.isoformat(), exact, spoken(moment)
    )


@lru_cache(maxsize=5000)
def _exactly(moment: datetime, _locale: str) -> str:
    # Twenty on each page, and each takes as long as a small query.
    return str(format_datetime(moment, "d MMMM yyyy HH:mm"))


def spoken(moment: datetime) -> str:
    """How long ago `moment` was, in words; a date when that is longer than a week."""
    seconds = int((clock.now() - moment).total_seconds())
    if seconds < 0 or seconds >= 7 * DAY:
        freshness.until(moment - timedelta(seconds=1) if seconds < 0 else None)
        return date(moment)
    step = next(step for step in (DAY, HOUR, MINUTE) if seconds >= step or step == MINUTE)
    freshness.until(moment + timedelta(seconds=(seconds // step + 1) * step))
    if seconds < MINUTE:
        return _("zojuist")
    if seconds < HOUR:
        return ngettext("%(num)s minuut geleden", "%(num)s minuten geleden", seconds // MINUTE)
    if seconds < DAY:
        return ngettext("%(num)s uur geleden", "%(num)s uur geleden", seconds // HOUR)
    return ngettext("%(num)s dag geleden", "%(num)s dagen geleden", seconds // DAY)


def date(moment: datetime | None) -> str:
    """A date, with the year only when it is another one."""
    if moment is None:
        return ""
    year = clock.local(clock.now()).year
    freshness.until(datetime(year + 1, 1, 1, tzinfo=clock.AMSTERDAM))
    this_year = clock.local(moment).year == year
    return format_date(moment, "d MMMM" if this_year else "d MMMM yyyy")


def day(when: calendar_date) -> str:
    """A day of the calendar, as `date`."""
    return date(datetime(when.year, when.month, when.day, 12, tzinfo=clock.AMSTERDAM))


def time_of_day(moment: datetime) -> str:
    """The time on a Dutch clock, as 14:05."""
    return clock.local(moment).strftime("%H:%M")


def size(number: int) -> str:
    """A file size for people."""
    if number < 1024 * 1024:
        return f"{max(1, round(number / 1024))} kB"
    return f"{format_decimal(round(number / 1024 / 1024, 1))} MB"


def install(app: Flask) -> None:
    """Add our filters and globals to the template environment."""
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(ago=ago, date=date, day=day, size=size, clock=time_of_day, number=i18n.number)
    env.globals["has_endpoint"] = lambda name: name in app.view_functions
