"""Figures in American text: 1,200.05 yuan, July 5, 2026, 3:30 p.m., 3 months.

ASCII only: one other sign would more than halve what fits into a text message (GSM 03.38).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from audio.language import Unit, Wording, plain_percent

# Written out and not taken from ``calendar``, whose names follow the locale of the machine.
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""Monday first, as ``date.weekday`` counts."""

UNITS = {Unit.MONTHS: "month", Unit.DAYS: "day", Unit.HOURS: "hour", Unit.MINUTES: "minute"}
"""For one of it; more take an s."""


class EnglishFigures(Wording):
    """Numbers, months and noon as they are read in the United States."""

    def money(self, fen: int) -> str:
        """Always with two decimals."""
        yuan, cents = divmod(abs(fen), 100)
        return f"{'-' if fen < 0 else ''}{yuan:,}.{cents:02} yuan"

    def digits(self, groups: Sequence[str]) -> str:
        """In one piece: the groups are for the ear, and a number is copied whole."""
        return "".join(groups)

    def date(self, day: dt.date) -> str:
        return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"

    def month(self, year: int, month: int) -> str:
        return f"{MONTHS[month - 1]} {year}"

    def weekday(self, day: dt.date) -> str:
        return WEEKDAYS[day.weekday()]

    def time(self, moment: dt.time) -> str:
        """Twelve o'clock is noon or midnight: with a.m. or p.m. nobody is sure."""
        figures = f"{moment.hour % 12 or 12}:{moment.minute:02}"
        if moment.hour % 12 == 0 and moment.minute == 0:
            return f"{figures} {'noon' if moment.hour else 'midnight'}"
        return f"{figures} {'a.m.' if moment.hour < 12 else 'p.m.'}"

    def percent(self, percentage: Decimal) -> str:
        return f"{plain_percent(percentage)}%"

    def count(self, number: int) -> str:
        return f"{number:,}"

    def number(self, number: int) -> str:
        return f"{number:,}"

    def duration(self, amount: int, unit: Unit) -> str:
        return f"{amount:,} {UNITS[unit]}{'' if amount == 1 else 's'}"
