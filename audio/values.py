"""The kinds of value a phrase can hold, and how each becomes words or figures.

A value comes as Python has it or as JSON keeps it, so that a stored conversation can be spoken
again: dates and times as ISO strings, percentages as strings, everything else as it is.

No error quotes the value: it may be somebody's balance or ID number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

from audio.language import Language, Unit, Wording
from audio.numerals import LARGEST

_Raw = TypeVar("_Raw")
_Value = TypeVar("_Value")

_IDENTIFIER = re.compile(r"[0-9]*X?")
_MOBILE = re.compile(r"(?:\+86)?(1[0-9]{2})([0-9]{4})([0-9]{4})")
_FOURS = re.compile(r".{1,4}(?:.$)?")


class ValueRefused(ValueError):  # noqa: N818 (it is refused, which is not always an error)
    """A value is not of its kind. The text says what was expected, never what came."""


def as_money(value: object) -> int:
    """Fen, any sign, less than 10^12 yuan."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) // 100 > LARGEST:
        raise ValueRefused("money is a whole number of fen")
    return value


def as_number(value: object) -> int:
    """A whole number from 0 to ``LARGEST``."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise ValueRefused("a number is whole and not below zero")
    return value


def as_digits(value: object) -> tuple[str, ...]:
    """Groups of an identifier: digits, at the end perhaps X (a lower-case x is taken as X).

    Spaces and hyphens group as they stand. Otherwise a mobile number is grouped 3-4-4, its +86 left
    out, and anything else in fours from the front, where a last digit alone joins those before it:
    up to five digits are one group.
    """
    if not isinstance(value, str):
        raise ValueRefused("digits are a string, since they may start with zero")
    text = value.upper()
    if mobile := _MOBILE.fullmatch(text):
        return mobile.groups()
    groups = tuple(re.split(r"[ -]+", text))
    if not all(groups) or not _IDENTIFIER.fullmatch("".join(groups)):
        raise ValueRefused(
            "digits are 0 to 9 and at the end perhaps X, grouped by spaces or hyphens"
        )
    return groups if len(groups) > 1 else tuple(_FOURS.findall(text))


def as_date(value: object) -> date:
    """A day, or its ISO form. A moment is refused: its day depends on a time zone."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        day = _parsed(date.fromisoformat, value)
        if day is not None:
            return day
    raise ValueRefused("a date is a date without a time, or YYYY-MM-DD")


def as_month(value: object) -> tuple[int, int]:
    """Year and month of a period, year * 100 + month."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 1_000_000:
        raise ValueRefused("a month is a whole number, year * 100 + month")
    year, month = divmod(value, 100)
    if not year or not 1 <= month <= 12:
        raise ValueRefused("a month is year * 100 + month, with a month from 1 to 12")
    return year, month


def as_time(value: object) -> time:
    """A time of day, or its ISO form; seconds are not spoken."""
    if isinstance(value, time):
        return value
    if isinstance(value, str):
        moment = _parsed(time.fromisoformat, value)
        if moment is not None:
            return moment
    raise ValueRefused("a time is a time of day, or HH:MM")


def as_percent(value: object) -> Decimal:
    """A percentage of any sign, to six decimals; a float is refused, since 8.1 has no exact one."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise ValueRefused("a percentage is a Decimal, a whole number or a string")
    percentage = _parsed(Decimal, value)
    if percentage is None or percentage.is_nan() or not -LARGEST <= percentage <= LARGEST:
        raise ValueRefused("a percentage is a decimal number of reasonable size")
    # A tiny number such as 1e-999999 would be spoken for a year.
    if percentage != round(percentage, 6):
        raise ValueRefused("a percentage has at most six decimals")
    return percentage


def as_term(value: object) -> str:
    """The name of a term, without the ``term.`` of its phrase."""
    if not isinstance(value, str) or not value:
        raise ValueRefused("a term is the name of a phrase that starts with term.")
    return value


def _parsed(parse: Callable[[_Raw], _Value], value: _Raw) -> _Value | None:
    """None instead of an error that quotes the value, even as the cause of another."""
    try:
        return parse(value)
    except (ValueError, ArithmeticError):
        return None


@dataclass(frozen=True)
class Kind:
    """One kind of value: what is of it, how a wording gives that, and samples that are long when
    spoken. ``read`` raises ValueRefused; whatever it gives can be worded."""

    read: Callable[[object], Any]
    give: Callable[[Any, Wording], str]
    samples: tuple[object, ...]

    def word(self, value: object, wording: Wording) -> str:
        """``value`` in the words of ``wording``. Raises ValueRefused."""
        return self.give(self.read(value), wording)


def _duration(unit: Unit, sample: int) -> Kind:
    return Kind(as_number, lambda number, wording: wording.duration(number, unit), (sample,))


_LONG_DAYS = tuple(date(2077, month, 27) for month in range(1, 13))

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "money": Kind(as_money, lambda v, w: w.money(v), (777_777_77, 777_777_07, -777_777_77)),
        "digits": Kind(as_digits, lambda v, w: w.digits(v), ("77777777777", "7777 7777 7777")),
        "date": Kind(as_date, lambda v, w: w.date(v), _LONG_DAYS),
        "month": Kind(as_month, lambda v, w: w.month(*v), tuple(range(207701, 207713))),
        "weekday": Kind(as_date, lambda v, w: w.weekday(v), _LONG_DAYS),
        "time": Kind(as_time, lambda v, w: w.time(v), ("11:47", "17:57")),
        "percent": Kind(as_percent, lambda v, w: w.percent(v), ("77.77",)),
        "count": Kind(as_number, lambda v, w: w.count(v), (777,)),
        "number": Kind(as_number, lambda v, w: w.number(v), (777,)),
        "months": _duration(Unit.MONTHS, 377),
        "days": _duration(Unit.DAYS, 377),
        "hours": _duration(Unit.HOURS, 77),
        "minutes": _duration(Unit.MINUTES, 57),
    }
)
"""By the name used in phrases. ``term`` is not here: only a book of phrases can look it up."""

TERM = "term"


def speak(kind: str, value: object, language: Language) -> str:
    """``value`` in words.

    Raises KeyError when there is no such kind, ValueRefused when the value is not of it.
    """
    return KINDS[kind].word(value, language)


def write(kind: str, value: object, language: Language) -> str:
    """``value`` in figures, as a text message reads it.

    Raises KeyError when there is no such kind, ValueRefused when the value is not of it.
    """
    return KINDS[kind].word(value, language.written)
