"""Figures in Chinese text: 1200.05元, 2026年7月5日, 15:30, 3个月.

After GB/T 15835-2011 (numerals in texts) and GB/T 7408 (the 24-hour clock). A text is read by a
person, so the units are 元 and 年, not ¥ and hyphens; thousands are not parted, as on a bank slip.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audio.language import Unit, Wording, plain_percent

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
"""Monday first, as ``date.weekday`` counts."""


@dataclass(frozen=True)
class ChineseFigures(Wording):
    """``units`` are the words after a written number of months, days, hours and minutes."""

    units: Mapping[Unit, str]

    def money(self, fen: int) -> str:
        """Always with two decimals. What is owed starts with 欠, as it does when spoken."""
        yuan, cents = divmod(abs(fen), 100)
        return f"{'欠' if fen < 0 else ''}{yuan}.{cents:02}元"

    def digits(self, groups: Sequence[str]) -> str:
        """In one piece: the groups are for the ear, and a number is copied whole."""
        return "".join(groups)

    def date(self, day: dt.date) -> str:
        return f"{self.month(day.year, day.month)}{day.day}日"

    def month(self, year: int, month: int) -> str:
        return f"{year}年{month}月"

    def weekday(self, day: dt.date) -> str:
        return WEEKDAYS[day.weekday()]

    def time(self, moment: dt.time) -> str:
        return f"{moment:%H:%M}"

    def percent(self, percentage: Decimal) -> str:
        return f"{plain_percent(percentage)}%"

    def count(self, number: int) -> str:
        return str(number)

    def number(self, number: int) -> str:
        return str(number)

    def duration(self, amount: int, unit: Unit) -> str:
        return f"{amount}{self.units[unit]}"
