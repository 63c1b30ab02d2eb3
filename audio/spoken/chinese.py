"""Spoken Chinese: what Mandarin and Cantonese say alike, and where they part as fields.

Both are written with the same signs and built alike; ``audio/languages/zh_cn.py`` and ``yue_cn.py``
fill in what differs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audio.language import Language, Unit, plain_digits
from audio.numerals.chinese import DIGITS, before_measure, cardinal, digit_by_digit
from audio.written.chinese import WEEKDAYS


@dataclass(frozen=True)
class Chinese(Language):
    """A Chinese language of the mainland."""

    one: str
    """The digit 1 of an identifier."""
    keeps_two: str
    """The places before which a number's first 2 stays 二 although a measure word follows."""
    day: str
    """After the number of a day of the month."""
    units: Mapping[Unit, str]
    """After a number of months, days, hours and minutes."""
    parts_of_day: tuple[tuple[int, str], ...]
    """Each with the hour at which it is over."""
    midnight: int
    """The number of the hour that starts a day: 0 or 12."""

    def money(self, fen: int) -> str:
        """元, 角 and 分 are measure words, so each 2 before them is 两: 两元两角两分, 十二元.

        角 is said only when it is not zero. Fen without jiao after yuan follow a 零 (十元零五分);
        below one yuan the first unit starts (五角, 五分). What is owed starts with 欠.
        """
        yuan, cents = divmod(abs(fen), 100)
        jiao, rest = divmod(cents, 10)
        words = "欠" if fen < 0 else ""
        if yuan or not cents:
            words += f"{self.count(yuan)}元"
        if jiao:
            words += f"{self.count(jiao)}角"
        if rest:
            words += "零" if yuan and not jiao else ""
            words += f"{self.count(rest)}分"
        return words

    def digits(self, groups: Sequence[str]) -> str:
        return digit_by_digit("，".join(groups)).replace(DIGITS[1], self.one)

    def date(self, day: dt.date) -> str:
        return f"{self.month(day.year, day.month)}{cardinal(day.day)}{self.day}"

    def month(self, year: int, month: int) -> str:
        return f"{digit_by_digit(str(year))}年{cardinal(month)}月"

    def weekday(self, day: dt.date) -> str:
        return WEEKDAYS[day.weekday()]

    def time(self, moment: dt.time) -> str:
        """The part of the day, then the hour of twelve; half past is 半, 3:05 is 三点零五分."""
        part = next(name for end, name in self.parts_of_day if moment.hour < end)
        hour = moment.hour - 12 if moment.hour > 12 else moment.hour or self.midnight
        words = f"{part}{self.count(hour)}点"
        if moment.minute == 30:
            return f"{words}半"
        if moment.minute:
            words += "零" if moment.minute < 10 else ""
            words += f"{cardinal(moment.minute)}分"
        return words

    def percent(self, percentage: Decimal) -> str:
        whole, fraction = plain_digits(percentage)
        words = f"{'负' if percentage < 0 else ''}百分之{cardinal(whole)}"
        return f"{words}点{digit_by_digit(fraction)}" if fraction else words

    def count(self, number: int) -> str:
        return before_measure(number, self.keeps_two)

    def number(self, number: int) -> str:
        return cardinal(number)

    def duration(self, amount: int, unit: Unit) -> str:
        return self.count(amount) + self.units[unit]
