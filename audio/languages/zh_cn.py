"""Mandarin Chinese, as it is spoken on the mainland."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from audio.language import Language, Pace, Unit, plain_digits
from audio.numerals.chinese import before_measure, cardinal, digit_by_digit
from audio.written.chinese import WEEKDAYS, ChineseFigures

# On the telephone 1 is 幺, so that it cannot be heard as 7.
_IDENTIFIER = str.maketrans("0123456789", "零幺二三四五六七八九")
_UNITS = {Unit.MONTHS: "个月", Unit.DAYS: "天", Unit.HOURS: "个小时", Unit.MINUTES: "分钟"}
_PARTS_OF_DAY = ((6, "凌晨"), (8, "早上"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


class _Mandarin(Language):
    def money(self, fen: int) -> str:
        """元, 角 and 分 are measure words, so each 2 before them is 两: 两元两角两分, 十二元.

        角 is said only when it is not zero. Fen without jiao after yuan follow a 零 (十元零五分);
        below one yuan the first unit starts (五角, 五分). What is owed starts with 欠.
        """
        yuan, cents = divmod(abs(fen), 100)
        jiao, rest = divmod(cents, 10)
        words = "欠" if fen < 0 else ""
        if yuan or not cents:
            words += f"{before_measure(yuan)}元"
        if jiao:
            words += f"{before_measure(jiao)}角"
        if rest:
            words += "零" if yuan and not jiao else ""
            words += f"{before_measure(rest)}分"
        return words

    def digits(self, groups: Sequence[str]) -> str:
        return "，".join(groups).translate(_IDENTIFIER)

    def date(self, day: dt.date) -> str:
        return f"{self.month(day.year, day.month)}{cardinal(day.day)}日"

    def month(self, year: int, month: int) -> str:
        return f"{digit_by_digit(str(year))}年{cardinal(month)}月"

    def weekday(self, day: dt.date) -> str:
        return WEEKDAYS[day.weekday()]

    def time(self, moment: dt.time) -> str:
        """凌晨 before 6, 早上 before 8, 上午 before 12, 中午 until 1, 下午 before 6, then 晚上."""
        part = next(name for end, name in _PARTS_OF_DAY if moment.hour < end)
        hour = moment.hour - 12 if moment.hour > 12 else moment.hour
        words = f"{part}{before_measure(hour)}点"
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
        return before_measure(number)

    def number(self, number: int) -> str:
        return cardinal(number)

    def duration(self, amount: int, unit: Unit) -> str:
        return before_measure(amount) + _UNITS[unit]


LANGUAGE = _Mandarin(
    code="zh-CN",
    name="普通话",
    say_code="cmn-CN",
    # A syllable a character; a Latin letter (the X of an ID number) counts as one.
    pace=Pace(unit=re.compile(r"[㐀-䶿一-鿿A-Za-z]"), units_per_second=4.2),
    written=ChineseFigures({**_UNITS, Unit.HOURS: "小时"}),
)
