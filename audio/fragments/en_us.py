"""English fragments: what ``audio.languages.en_us`` can say, in pieces as large as they recur.

Any number is covered by the numbers below a hundred and the scales; what callers hear every day
(yuan below a hundred, thousands, years, days of a month) is in one piece.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from audio.fragments.reading import Part, Reading, twice
from audio.languages.en_us import LANGUAGE
from audio.numerals.english import ONES, cardinal, ordinal, two_digits
from audio.numerals.english import year as year_words

_YEARS = range(1985, 2036)
_FINAL_NUMBERS = range(21)
_PAUSE, _END = ",", "."


def readings() -> Iterator[Reading]:
    """Every reading; what is needed most comes first."""
    yield from _numbers()
    yield from _money()
    yield from _calendar()
    yield from _clock()
    yield from _durations()


def _numbers() -> Iterator[Reading]:
    """Inside a number or before a noun; small ones also at the end, as keys are."""
    for key in range(10):
        yield twice(f"press {ONES[key]}", f"press-{key}", _PAUSE, _END)
    yield Part("press", "press"), Part("ten", "", _END)
    for number in range(100):
        yield Part(cardinal(number), f"number-{number}"), Part("days", "", _END)
    for number in _FINAL_NUMBERS:
        yield Part("It is"), Part(cardinal(number), f"number-{number}", _END)
    for number in range(1, 10):
        text = f"{ONES[number]} hundred"
        yield Part(text, f"hundred-{number}"), Part("thirty-five yuan", "", _END)
    for number in (*range(1, 21), *range(30, 100, 10)):
        text = f"{cardinal(number)} thousand"
        yield Part(text, f"thousand-{number}"), Part("three hundred yuan", "", _END)
    for scale in ("hundred", "thousand", "million", "billion"):
        yield Part("sixty-five"), Part(scale, scale), Part("three hundred days", "", _END)
        yield Part("sixty-five"), Part(scale, scale, _END)
    yield Part("minus", "minus"), Part("twelve yuan", "", _END)
    yield Part("eight"), Part("point", "point"), Part("five percent", "", _END)
    yield twice("percent", "percent", _PAUSE, _END, Part("eight"))
    yield Part("It ends in two"), Part("X", "letter-x"), Part("two"), Part("X", "letter-x", _END)


def _money() -> Iterator[Reading]:
    for number in range(100):
        yield twice(f"{cardinal(number)} yuan", f"yuan-{number}", _PAUSE, _END)
    for number in range(1, 10):
        text = f"{ONES[number]} hundred yuan"
        yield twice(text, f"hundred-{number}-yuan", _PAUSE, _END)
        text = f"and {ONES[number]} fen"
        yield twice(text, f"and-fen-{number}", _PAUSE, _END, Part("ten yuan"))
    yield twice("yuan", "yuan", _PAUSE, _END, Part("six thousand"))
    yield twice("fen", "fen", _PAUSE, _END, Part("ten yuan thirty-five"))


def _calendar() -> Iterator[Reading]:
    for month in range(1, 13):
        name = LANGUAGE.month(2026, month).split()[0]
        yield Part("of"), Part(name, f"month-{month}"), Part("fifth", "", _END)
    for day in range(1, 32):
        yield (
            Part("July"),
            Part(ordinal(day), f"day-{day}", _PAUSE),
            Part("two thousand six", "", _END),
        )
    for year in _YEARS:
        yield twice(year_words(year), f"year-{year}", _PAUSE, _END, Part("July"))
    monday = dt.date(2026, 7, 6)
    for day in range(7):
        text = LANGUAGE.weekday(monday + dt.timedelta(days=day))
        yield twice(text, f"weekday-{day + 1}", _PAUSE, _END, Part("on"))


def _clock() -> Iterator[Reading]:
    for hour in range(24):
        text = LANGUAGE.time(dt.time(hour))
        yield twice(text, f"hour-{hour:02}", _PAUSE, _END, Part("at"))
    for minute in range(1, 10):
        yield Part("at three"), Part(two_digits(minute), f"oh-{minute}"), Part("p.m.", "", _END)
    for half in ("a.m.", "p.m."):
        yield twice(half, half.replace(".", ""), _PAUSE, _END, Part("at three thirty"))


def _durations() -> Iterator[Reading]:
    for unit in ("month", "day", "hour", "minute"):
        yield twice(f"{unit}s", f"{unit}s", _PAUSE, _END, Part("thirty-five"))
        yield twice(unit, unit, _PAUSE, _END, Part("one"))
