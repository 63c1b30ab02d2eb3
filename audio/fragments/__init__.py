"""Values are spoken from fragments: 一千, 二百, 三十四元; "two thousand", "thirty-four yuan".

Each language that is recorded has an inventory here (``zh_cn``, ``en_us``): *readings*, sentences
that a voice reads and from which fragments are cut, so that each was spoken in its place: inside a
number, before a pause, at the end. ``table`` puts any value together from the fewest of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from audio.fragments import en_us, zh_cn
from audio.fragments.reading import FULL_STOPS, Part, Reading, fragments

INVENTORIES: Mapping[str, tuple[Reading, ...]] = MappingProxyType(
    {"zh-CN": tuple(zh_cn.readings()), "en-US": tuple(en_us.readings())}
)
"""By language."""

__all__ = ["FULL_STOPS", "INVENTORIES", "Part", "Reading", "fragments"]
