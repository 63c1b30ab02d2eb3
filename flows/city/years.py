"""Public holidays and the weekend days worked for them, by year."""

from __future__ import annotations

from datetime import date

from flows.city.entry import Entry


class Year(Entry):
    """The days of one year that are not what their weekday says."""

    holidays: frozenset[date]
    workdays: frozenset[date] = frozenset()
    """Days of a weekend that are worked."""
    provisional: bool = False
    """Only what the law fixes is known; the State Council's notice is not out."""

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
