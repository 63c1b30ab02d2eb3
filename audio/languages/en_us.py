"""American English. Yuan and fen keep their names and have no plural."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from audio.language import Language, Pace, Unit, plain_digits
from audio.numerals.english import ONES, cardinal, digit_by_digit, ordinal, two_digits
from audio.numerals.english import year as year_words
from audio.written.english import MONTHS, UNITS, WEEKDAYS, EnglishFigures

_IDENTIFIER = {str(digit): word for digit, word in enumerate(ONES[:10])} | {"X": "X"}


class _American(Language):
    def money(self, fen: int) -> str:
        """Fen below ten follow an "and", where Chinese says 零: ten yuan and five fen."""
        yuan, cents = divmod(abs(fen), 100)
        words = "minus " if fen < 0 else ""
        if yuan or not cents:
            words += f"{cardinal(yuan)} yuan"
        if cents:
            words += (" and " if cents < 10 else " ") if yuan else ""
            words += f"{cardinal(cents)} fen"
        return words

    def digits(self, groups: Sequence[str]) -> str:
        """Zero is "zero", never "oh", which could be a letter."""
        return ", ".join(" ".join(_IDENTIFIER[sign] for sign in group) for group in groups)

    def date(self, day: dt.date) -> str:
        return f"{MONTHS[day.month - 1]} {ordinal(day.day)}, {year_words(day.year)}"

    def month(self, year: int, month: int) -> str:
        return f"{MONTHS[month - 1]} {year_words(year)}"

    def weekday(self, day: dt.date) -> str:
        return WEEKDAYS[day.weekday()]

    def time(self, moment: dt.time) -> str:
        """Twelve o'clock is noon or midnight: with a.m. or p.m. nobody is sure."""
        hour = cardinal(moment.hour % 12 or 12)
        if moment.minute:
            hour += f" {two_digits(moment.minute)}"
        elif moment.hour % 12 == 0:
            return f"{hour} noon" if moment.hour else f"{hour} midnight"
        return f"{hour} {'a.m.' if moment.hour < 12 else 'p.m.'}"

    def percent(self, percentage: Decimal) -> str:
        whole, fraction = plain_digits(percentage)
        words = f"{'minus ' if percentage < 0 else ''}{cardinal(whole)}"
        return (
            f"{words} point {digit_by_digit(fraction)} percent" if fraction else f"{words} percent"
        )

    def count(self, number: int) -> str:
        return cardinal(number)

    def number(self, number: int) -> str:
        return cardinal(number)

    def duration(self, amount: int, unit: Unit) -> str:
        return f"{cardinal(amount)} {UNITS[unit]}{'' if amount == 1 else 's'}"


LANGUAGE = _American(
    code="en-US",
    name="English",
    say_code="en-US",
    # A word; the parts of a compound (thirty-four) and of an abbreviation (p.m.) count apart.
    pace=Pace(unit=re.compile(r"[A-Za-z][A-Za-z']*"), units_per_second=2.6),
    written=EnglishFigures(),
)
