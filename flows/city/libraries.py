"""The calendars that libraries know, for years a profile has not.

``chinesecalendar`` has the State Council's notices, up to the last one published when it was made.
``holidays`` reckons the days that the law fixes for any year, and has the notices as well, without
the weekend days that lie within a holiday. A new year's notice comes in November.

Both are imported when a year is asked for that a profile lacks, never before: ``holidays`` takes
18 MB of a worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from flows.city.years import Year, days_of


@dataclass(frozen=True)
class Known:
    """What a library knows of a year, and which."""

    year: Year
    source: str


@cache
def known(number: int) -> Known | None:
    """The best there is: a notice, else the days fixed by law, else None."""
    return noticed(number) or reckoned(number)


def noticed(number: int) -> Known | None:
    """The State Council's notice for a year, by ``chinesecalendar``."""
    from chinese_calendar import get_holiday_detail

    days = list(days_of(number))
    try:
        details = [(day, *get_holiday_detail(day)) for day in days]
    except NotImplementedError:
        # Its word for a year it has no data of.
        return None
    named = [(day, off) for day, off, name in details if name is not None]
    return Known(
        Year(
            holidays=frozenset(day for day, off in named if off),
            workdays=frozenset(day for day, off in named if not off),
        ),
        f"chinesecalendar {version('chinesecalendar')}",
    )


def reckoned(number: int) -> Known | None:
    """What ``holidays`` has of a year; provisional when no weekend is worked in it, for every
    notice since 2004 has such days."""
    from holidays import country_holidays

    found = country_holidays("CN", years=number)
    workdays = frozenset(day for day in found.weekend_workdays if day.year == number)
    days_off = frozenset(day for day in found if day.year == number)
    if not days_off:
        return None
    return Known(
        Year(holidays=days_off, workdays=workdays, provisional=not workdays),
        f"holidays {version('holidays')}",
    )


def differences(number: int, year: Year) -> list[str]:
    """The dates of which a notice, as a library has it, says otherwise than ``year``.

    Weekend days within a holiday are not compared: ``holidays`` does not list them.
    """
    found = []
    for other in (noticed(number), reckoned(number)):
        if other is None or other.year.provisional:
            continue
        days_off = {day for day in year.holidays ^ other.year.holidays if day.weekday() < 5}
        for day in sorted(days_off | (year.workdays ^ other.year.workdays)):
            found.append(f"{day}: {other.source} says otherwise; look at the notice.")
    return found
