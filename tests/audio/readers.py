"""Listeners: they turn spoken amounts back into fen, sharing nothing with the code that speaks.

They are strict: what the rules of the line forbid, they do not understand.
"""

from __future__ import annotations

import re

_CHINESE = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_CHINESE_AMOUNT = re.compile(
    r"(?P<owed>欠)?(?:(?P<yuan>[零一二两三四五六七八九十百千万亿]+)元(?P<zero>零)?)?"
    r"(?:(?P<jiao>[一两三四五六七八九])角)?(?:(?P<fen>[一两三四五六七八九])分)?"
)
_ENGLISH_AMOUNT = re.compile(
    r"(?P<minus>minus )?(?:(?P<yuan>[a-z -]+) yuan)?(?P<joint> and | )?(?:(?P<fen>[a-z-]+) fen)?"
)
_SMALL = [
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
    "fifteen sixteen seventeen eighteen nineteen",
]
_ENGLISH = {word: number for number, word in enumerate(" ".join(_SMALL).split())}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}


def hear_cantonese(words: str) -> int:
    """Fen."""
    return hear_chinese(words, "yue-CN")


def hear_chinese(words: str, code: str = "zh-CN") -> int:
    """Fen."""
    match = _CHINESE_AMOUNT.fullmatch(words)
    assert match and (match["yuan"] or match["jiao"] or match["fen"]), f"no amount: {words}"
    lonely_fen = bool(match["yuan"] and match["fen"] and not match["jiao"])
    assert bool(match["zero"]) == lonely_fen, f"零 before 分: {words}"
    yuan = chinese_number(match["yuan"], code) if match["yuan"] else 0
    assert yuan or match["yuan"] is None or words == "零元", f"zero yuan with more: {words}"
    jiao = _CHINESE[match["jiao"]] if match["jiao"] else 0
    fen = _CHINESE[match["fen"]] if match["fen"] else 0
    return (-1 if match["owed"] else 1) * (yuan * 100 + jiao * 10 + fen)


def chinese_number(words: str, code: str = "zh-CN") -> int:
    """A number before a measure word, 两 where it is due.

    Splits at the largest unit and hears each side: the number before it, and the rest.
    """
    if words == "零":
        return 0
    assert "零零" not in words and not words.endswith("零"), words
    keeps = {"zh-CN": "十", "yue-CN": "十百"}[code]
    assert not re.match(f"二[^{keeps}]|二$", words), f"二 where 两 is due: {words}"
    assert not re.match(f"两[{keeps}]", words), f"两 where 二 is due: {words}"
    assert "两" not in words[1:], f"两 inside: {words}"
    return _hear(words, at_start=True)


def _hear(words: str, *, at_start: bool) -> int:
    words = words if at_start else words.removeprefix("零")
    if not words:
        return 0
    for unit, worth in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        before, found, after = words.partition(unit)
        if not found:
            continue
        if not before:
            assert unit == "十" and at_start, f"{unit} without a number: {words}"
            return worth + _hear(after, at_start=False)
        assert not (at_start and before == "一" and unit == "十"), f"一十 at the start: {words}"
        rest = _hear(after, at_start=False)
        assert rest < worth, words
        # The digit of the next place is zero exactly when a 零 is heard.
        assert after.startswith("零") == (0 < rest < worth // 10), f"零: {words}"
        return _hear(before, at_start=at_start) * worth + rest
    return _CHINESE[words]


def hear_english(words: str) -> int:
    """Fen."""
    match = _ENGLISH_AMOUNT.fullmatch(words)
    assert match and (match["yuan"] or match["fen"]), f"no amount: {words}"
    assert bool(match["joint"]) == bool(match["yuan"] and match["fen"]), words
    yuan = english_number(match["yuan"]) if match["yuan"] else 0
    fen = english_number(match["fen"]) if match["fen"] else 0
    assert fen < 100 and (match["joint"] == " and ") == bool(match["joint"] and fen < 10), words
    return (-1 if match["minus"] else 1) * (yuan * 100 + fen)


def english_number(words: str) -> int:
    """Adds from left to right; a scale multiplies what came since the larger one."""
    total = group = 0
    for word in words.split(" "):
        if word == "hundred":
            assert 0 < group < 10, words
            group *= 100
        elif word in ("thousand", "million", "billion"):
            assert 0 < group < 1000, words
            total += group * {"thousand": 10**3, "million": 10**6, "billion": 10**9}[word]
            group = 0
        else:
            ten, hyphen, one = word.partition("-")
            small = _TENS[ten] + _ENGLISH[one] if hyphen else (_TENS | _ENGLISH)[word]
            assert not hyphen or 0 < _ENGLISH[one] < 10, words
            assert group % 100 == 0, words
            group += small
    return total + group
