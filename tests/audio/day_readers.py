"""Listeners for times of day and days of the week, strict like those of amounts."""

from __future__ import annotations

import re
from datetime import time

from .readers import chinese_number, english_number

_PARTS = {
    "zh-CN": ((0, "凌晨"), (6, "早上"), (8, "上午"), (12, "中午"), (13, "下午"), (18, "晚上")),
    "yue-CN": ((0, "凌晨"), (6, "朝早"), (8, "上昼"), (12, "中午"), (13, "下昼"), (18, "夜晚")),
}
_MIDNIGHT = {"zh-CN": "零", "yue-CN": "十二"}
_CHINESE_TIME = re.compile(
    "(?P<part>凌晨|早上|朝早|上午|上昼|中午|下午|下昼|晚上|夜晚)(?P<hour>[零一两三四五六七八九十二]+)点"
    "(?:(?P<half>半)|(?P<zero>零)?(?P<minute>[一二三四五六七八九十]+)分)?"
)
_ENGLISH_TIME = re.compile(
    "(?P<hour>[a-z]+)(?: (?P<minute>oh [a-z]+|[a-z-]+))? (?P<half>a.m.|p.m.|noon|midnight)"
)


def hear_chinese_time(words: str, code: str) -> time:
    match = _CHINESE_TIME.fullmatch(words)
    assert match, f"no time: {words}"
    hour, minute = _chinese_hour(match, code), 30 if match["half"] else 0
    if match["minute"]:
        said = "两" if match["minute"] == "二" else match["minute"]  # 零二分: never 两.
        minute = chinese_number(said, code)
        assert bool(match["zero"]) == (minute < 10) and minute != 30, words
    begun = [name for first, name in _PARTS[code] if hour >= first]
    assert begun[-1] == match["part"], f"the part of the day: {words}"
    return time(hour, minute)


def _chinese_hour(match: re.Match[str], code: str) -> int:
    if match["part"] == "凌晨" and match["hour"] == _MIDNIGHT[code]:
        return 0
    hour = chinese_number(match["hour"], code)
    assert 1 <= hour <= 12, match[0]
    afternoon = match["part"] in ("下午", "下昼", "晚上", "夜晚")
    return hour + 12 if afternoon else hour


def hear_english_time(words: str) -> time:
    match = _ENGLISH_TIME.fullmatch(words)
    assert match, f"no time: {words}"
    hour = english_number(match["hour"])
    assert 1 <= hour <= 12, words
    minute = 0
    if match["minute"]:
        minute = english_number(match["minute"].removeprefix("oh "))
        assert match["minute"].startswith("oh ") == (minute < 10), words
    if match["half"] in ("noon", "midnight"):
        assert (hour, minute) == (12, 0), words
        return time(12 if match["half"] == "noon" else 0)
    assert (hour, minute) != (12, 0), f"noon or midnight: {words}"
    return time(hour % 12 + (12 if match["half"] == "p.m." else 0), minute)
