"""Times of day and days of the week, as a listener understands them."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from audio.golden import load
from audio.languages import LANGUAGES
from audio.values import speak, write

from .day_readers import hear_chinese_time, hear_english_time

Listener = Callable[[str], time]
LISTENERS: dict[str, Listener] = {
    "zh-CN": lambda words: hear_chinese_time(words, "zh-CN"),
    "yue-CN": lambda words: hear_chinese_time(words, "yue-CN"),
    "en-US": hear_english_time,
}
MINUTES = [time(hour, minute) for hour in range(24) for minute in range(60)]


@pytest.mark.parametrize("code", LISTENERS)
def test_every_minute_of_a_day_is_heard_as_it_was_meant(code: str) -> None:
    for moment in MINUTES:
        assert LISTENERS[code](speak("time", moment, LANGUAGES[code])) == moment


@pytest.mark.parametrize("code", LISTENERS)
def test_every_time_of_the_corpus_is_heard_as_it_was_meant(code: str) -> None:
    entries = [e for e in load() if e["language"] == code and e["type"] == "time"]
    assert len(entries) > 90
    for entry in entries:
        assert LISTENERS[code](entry["words"]) == time.fromisoformat(str(entry["value"]))


@pytest.mark.parametrize("code", LISTENERS)
def test_days_of_the_week_follow_one_another(code: str) -> None:
    monday = date(2026, 3, 16)
    days = [monday + timedelta(days=number) for number in range(14)]
    names = [speak("weekday", day, LANGUAGES[code]) for day in days]
    assert names == [write("weekday", day, LANGUAGES[code]) for day in days]
    if code == "en-US":
        assert names == [*calendar.day_name, *calendar.day_name]
    else:
        assert names == [f"星期{sign}" for sign in "一二三四五六日" * 2]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("zh-CN", "下午二点"),
        ("zh-CN", "下午三点五分"),
        ("zh-CN", "下午三点三十分"),
        ("zh-CN", "上午三点"),
        ("zh-CN", "凌晨十二点"),
        ("yue-CN", "凌晨零点"),
        ("yue-CN", "下午三点"),
        ("en-US", "twelve p.m."),
        ("en-US", "three five p.m."),
        ("en-US", "thirteen p.m."),
    ],
)
def test_the_listeners_are_strict(code: str, words: str) -> None:
    with pytest.raises(AssertionError):
        LISTENERS[code](words)
