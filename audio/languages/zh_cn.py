"""Mandarin Chinese, as it is spoken on the mainland."""

from __future__ import annotations

import re

from audio.language import Pace, Unit
from audio.spoken.chinese import Chinese
from audio.written.chinese import ChineseFigures

_UNITS = {Unit.MONTHS: "个月", Unit.DAYS: "天", Unit.HOURS: "个小时", Unit.MINUTES: "分钟"}

LANGUAGE = Chinese(
    code="zh-CN",
    name="普通话",
    say_code="cmn-CN",
    # A syllable a character; a Latin letter (the X of an ID number) counts as one.
    pace=Pace(unit=re.compile(r"[㐀-䶿一-鿿A-Za-z]"), units_per_second=4.2),
    written=ChineseFigures({**_UNITS, Unit.HOURS: "小时"}),
    # On the telephone 1 is 幺, so that it cannot be heard as 7.
    one="幺",
    keeps_two="十",
    day="日",
    units=_UNITS,
    parts_of_day=((6, "凌晨"), (8, "早上"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上")),
    midnight=0,
)
