"""Public holidays and the weekend days worked for them, by year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flows.city.entry import Entry


class Year(Entry):
    """The days of one year that are not what their weekday says."""

    holidays: frozenset[date]
    workdays: frozenset[date] = frozenset()
    """Days of a weekend that are worked."""
    provisional: bool = False
    """Only what the law fixes is known: the State Council's notice is not out yet."""

    def problem(self, number: int) -> str | None:
        """What is wrong with these days as those of the year ``number``."""
        for day in sorted(self.holidays | self.workdays):
            if day.year != number:
                return f"{day} is listed under {number}; move it to its own year"
        for day in sorted(self.workdays):
            if day in self.holidays:
                return f"{day} is a holiday and a workday; take it out of one"
            if day.weekday() < 5:
                return f"{day} is worked anyway; workdays are days of a weekend"
        return None

    def written(self, number: int) -> str:
        """These days as a profile has them, a month a line."""
        lines = [f"[calendar.{number}]"]
        if self.provisional:
            lines.append("provisional = true")
        for name, days in (("holidays", self.holidays), ("workdays", self.workdays)):
            lines += [f"{name} = [", *_by_month(days), "]"] if days else [f"{name} = []"]
        return "\n".join(lines)


def _by_month(days: frozenset[date]) -> Iterator[str]:
    for month in sorted({day.month for day in days}):
        yield f"  {', '.join(str(day) for day in sorted(days) if day.month == month)},"


def days_of(number: int) -> Iterator[date]:
    """Every date of a year."""
    day = date(number, 1, 1)
    while day.year == number:
        yield day
        day += timedelta(days=1)
