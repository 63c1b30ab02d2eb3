"""Cantonese, as a public office of Guangdong speaks it: colloquial grammar, formal words.

Written in simplified characters, which its people and its carriers' voices read; docs/languages.md
gives the reasons for each choice.
"""

from __future__ import annotations

import re

from audio.language import Pace, Unit
from audio.spoken.chinese import Chinese
from audio.written.chinese import ChineseFigures

_UNITS = {Unit.MONTHS: "个月", Unit.DAYS: "日", Unit.HOURS: "个钟头", Unit.MINUTES: "分钟"}

LANGUAGE = Chinese(
    code="yue-CN",
    name="粤语",
    say_code="yue-CN",
    # A syllable a character, as in Mandarin, and as many a second until a voice proves otherwise:
    # espeak-ng's Cantonese, left at its own rate, reads 4.3 with the pauses.
    pace=Pace(unit=re.compile(r"[㐀-䶿一-鿿A-Za-z]"), units_per_second=4.2),
    # Written, 5日 would be read as the fifth, and 小时 is what everybody writes.
    written=ChineseFigures({**_UNITS, Unit.DAYS: "天", Unit.HOURS: "小时"}),
    # 幺 is Mandarin. 一 (jat) and 七 (cat) rhyme, but nobody expects another word for one.
    one="一",
    # 二百 and never 两百, but 两千, 两万.
    keeps_two="十百",
    # 日 counts days (五日: five days), so the fifth of a month is 五号.
    day="号",
    units=_UNITS,
    parts_of_day=((6, "凌晨"), (8, "朝早"), (12, "上昼"), (13, "中午"), (18, "下昼"), (24, "夜晚")),
    midnight=12,
)
