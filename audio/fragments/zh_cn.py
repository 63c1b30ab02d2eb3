"""Mandarin fragments: what ``audio.languages.zh_cn`` can say, in pieces as large as they recur.

Any number up to 亿 is covered by the small numbers and the units; what callers hear every day (元
below a hundred, years, days, hours, months up to five years) is in one piece.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from audio.fragments.reading import Part, Reading, twice
from audio.languages.zh_cn import LANGUAGE
from audio.numerals.chinese import DIGITS, before_measure, cardinal

_YEARS = range(1985, 2036)
_FINAL_NUMBERS = range(21)
_MONTHS = range(1, 61)
_KEYS = range(10)
_ONES = "一二三四五六七八九"
_PAUSE, _END = "，", "。"


def readings() -> Iterator[Reading]:
    """Every reading; what is needed most comes first."""
    yield from _keys()
    yield from _numbers()
    yield from _yuan()
    yield from _small_money()
    yield from _large()
    yield from _calendar()
    yield from _clock()
    yield from _identifiers()
    yield from _durations()


def _keys() -> Iterator[Reading]:
    """The key a caller is to press, with the word before it: a syllable alone is easily misheard.

    Each is read first, where nothing runs into its beginning; 对 begins with a silence.
    """
    for key in _KEYS:
        text = f"请按{DIGITS[key]}"
        yield Part(text, f"press-{key}", _PAUSE), Part("对", "", _END)
        yield (Part(text, f"press-{key}", _END),)
    yield Part("请按", "press", _PAUSE), Part("星号键", "", _END)


def _numbers() -> Iterator[Reading]:
    """Inside a number or before a measure word; small ones also at the end, as keys are."""
    for number in range(1, 100):
        yield Part(cardinal(number), f"number-{number}"), Part("天", "", _END)
    for number in range(10, 20):
        yield Part("一百"), Part(f"一{cardinal(number)}", f"inside-{number}"), Part("天", "", _END)
    yield Part("两", "number-2-liang"), Part("张", "", _END)
    yield Part("一千"), Part("零", "number-0"), Part("五十天", "", _END)
    for number in _FINAL_NUMBERS:
        yield Part("请按"), Part(cardinal(number), f"number-{number}", _END)


def _yuan() -> Iterator[Reading]:
    for number in range(100):
        yield twice(f"{before_measure(number)}元", f"yuan-{number}", _PAUSE, _END)
    hundred = Part("一百")
    for number in range(10, 20):
        text = f"一{cardinal(number)}元"
        yield twice(text, f"yuan-inside-{number}", _PAUSE, _END, hundred)
    yield twice("二元", "yuan-inside-2", _PAUSE, _END, Part("一百零"))


def _small_money() -> Iterator[Reading]:
    """角 and 分; 零五分 is also how minutes are said."""
    for number in range(1, 10):
        yield twice(f"{before_measure(number)}角", f"jiao-{number}", _PAUSE, _END, Part("十元"))
        yield twice(f"{before_measure(number)}分", f"fen-{number}", _PAUSE, _END, Part("一角"))
        text = f"零{before_measure(number)}分"
        yield twice(text, f"fen-0{number}", _PAUSE, _END, Part("十元"))
    yield Part("欠", "owed"), Part("十二元", "", _END)
    yield (
        Part("负", "minus"),
        Part("百分之", "percent"),
        Part("八"),
        Part("点", "point"),
        Part("五", "", _END),
    )


def _large() -> Iterator[Reading]:
    """Hundreds and thousands: inside (一千, 二百), and with 元 behind them."""
    for number, digit in enumerate(_ONES, start=1):
        yield (
            Part(f"{digit}千", f"thousand-{number}"),
            Part(f"{digit}百", f"hundred-{number}"),
            Part("三十五元", "", _END),
        )
        yield twice(f"{digit}百元", f"hundred-{number}-yuan", _PAUSE, _END, Part("一千"))
        yield twice(f"{digit}千元", f"thousand-{number}-yuan", _PAUSE, _END, Part("三万"))
    yield Part("两千", "thousand-2-liang"), Part("三百元", "", _END)
    yield Part("两百", "hundred-2-liang"), Part("三十五元", "", _END)
    yield twice("两百元", "hundred-2-yuan-liang", _PAUSE, _END)
    yield twice("两千元", "thousand-2-yuan-liang", _PAUSE, _END)
    for lead in ("三十", "一百"):
        yield Part(lead), Part("万", "ten-thousand"), Part("五千元", "", _END)
    yield twice("万元", "ten-thousand-yuan", _PAUSE, _END, Part("三十"))
    yield Part("三"), Part("亿", "hundred-million"), Part("五千万元", "", _END)
    yield twice("元", "yuan", _PAUSE, _END, Part("三亿"))
    for text, name in (("百", "hundred"), ("千", "thousand"), ("十", "ten")):
        yield Part("二"), Part(text, name), Part("五十天", "", _END)
    for text, name in (("百", "hundred"), ("千", "thousand"), ("万", "ten-thousand")):
        yield Part("一共五"), Part(text, name, _END)
    yield Part("一共三"), Part("亿", "hundred-million", _END)


def _calendar() -> Iterator[Reading]:
    for year in _YEARS:
        text = "".join(DIGITS[int(digit)] for digit in str(year))
        yield Part(f"{text}年", f"year-{year}"), Part("七月", "", _END)
    yield Part("一九七八"), Part("年", "year"), Part("七月", "", _END)
    for month in range(1, 13):
        text = f"{cardinal(month)}月"
        yield Part("二零二六年"), Part(text, f"month-{month}"), Part("八日", "", _END)
        yield Part("二零二六年"), Part(text, f"month-{month}", _END)
    for day in range(1, 32):
        yield twice(f"{cardinal(day)}日", f"day-{day}", _PAUSE, _END, Part("七月"))
    monday = dt.date(2026, 7, 6)
    for day in range(7):
        text = LANGUAGE.weekday(monday + dt.timedelta(days=day))
        yield twice(text, f"weekday-{day + 1}", _PAUSE, _END)


def _clock() -> Iterator[Reading]:
    for hour in range(24):
        text = LANGUAGE.time(dt.time(hour))
        yield Part(text, f"hour-{hour:02}"), Part("开始，"), Part(text, f"hour-{hour:02}", _END)
    yield twice("半", "half", _PAUSE, _END, Part("下午三点"))
    yield twice("分", "minute", _PAUSE, _END, Part("下午三点十五"))


def _identifiers() -> Iterator[Reading]:
    """Digit by digit. 幺 and X are heard only here; the other digits are numbers."""
    yield Part("尾号三"), Part("幺", "digit-1"), Part("八"), Part("幺", "digit-1", _END)
    yield Part("尾号三"), Part("X", "letter-x"), Part("八二"), Part("X", "letter-x", _END)


def _durations() -> Iterator[Reading]:
    for months in _MONTHS:
        yield twice(f"{before_measure(months)}个月", f"months-{months}", _PAUSE, _END)
    units = (("个月", "months"), ("天", "days"), ("个小时", "hours"), ("分钟", "minutes"))
    for text, name in units:
        yield twice(text, name, _PAUSE, _END, Part("三十五"))
