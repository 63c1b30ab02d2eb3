"""What a language must be able to say and to write.

A language is one module in ``audio/languages`` whose ``LANGUAGE`` is an instance of a subclass of
``Language``, and one folder of phrases. Nothing else names it.
"""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Unit(Enum):
    """What a duration is counted in."""

    MONTHS = "months"
    DAYS = "days"
    HOURS = "hours"
    MINUTES = "minutes"


@dataclass(frozen=True)
class Pace:
    """How fast a telephone voice reads: for estimates, never for cutting sound.

    ``unit`` matches one spoken unit in a text: a syllable or a word.
    """

    unit: re.Pattern[str]
    units_per_second: float


class Wording(ABC):
    """Every kind of value as text: as it is spoken, or as it is written.

    The values handed to the methods are already checked (``audio.values``): numbers are 0 or more
    and at most ``numerals.LARGEST``; only money and percentages may be below zero.
    """

    @abstractmethod
    def money(self, fen: int) -> str:
        """An amount of yuan, in fen (1/100 yuan)."""

    @abstractmethod
    def digits(self, groups: Sequence[str]) -> str:
        """An identifier, digit by digit, with a pause between groups of ``0-9X``."""

    @abstractmethod
    def date(self, day: dt.date) -> str:
        """A day with its year."""

    @abstractmethod
    def month(self, year: int, month: int) -> str:
        """A month (1 to 12) of a year."""

    @abstractmethod
    def weekday(self, day: dt.date) -> str:
        """The name of a day of the week."""

    @abstractmethod
    def time(self, moment: dt.time) -> str:
        """A time of day, to the minute."""

    @abstractmethod
    def percent(self, percentage: Decimal) -> str:
        """A percentage: ``Decimal("8.5")`` is eight and a half of a hundred."""

    @abstractmethod
    def count(self, number: int) -> str:
        """A number before a measure word or noun of the phrase."""

    @abstractmethod
    def number(self, number: int) -> str:
        """A number by itself."""

    @abstractmethod
    def duration(self, amount: int, unit: Unit) -> str:
        """A number of months, days, hours or minutes, with the word for the unit."""


@dataclass(frozen=True)
class Language(Wording):
    """One language: how it is called, every kind of value as spoken words, and as ``written``."""

    code: str
    """BCP 47, also the name of its folder of phrases: ``zh-CN``."""
    name: str
    """In the language itself."""
    say_code: str
    """What a carrier's ``<Say language=…>`` calls it: ``cmn-CN``."""
    pace: Pace
    written: Wording
    """The same values in figures, as a text message reads them."""


def plain_digits(value: Decimal) -> tuple[int, str]:
    """The whole part and the decimal digits of a value's size, without trailing zeros.

    ``Decimal("-8.50")`` is ``(8, "5")``; ``Decimal("2.0")`` is ``(2, "")``.
    """
    whole, _, fraction = format(abs(value), "f").partition(".")
    return int(whole), fraction.rstrip("0")


def plain_percent(percentage: Decimal) -> str:
    """The figures of a percentage: ``Decimal("-8.50")`` is ``-8.5``."""
    whole, fraction = plain_digits(percentage)
    sign = "-" if percentage < 0 else ""
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
