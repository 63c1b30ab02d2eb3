"""Chinese numerals: 零 to 九千九百九十九亿九千九百九十九万九千九百九十九.

Numbers are said in groups of four digits, 亿 and 万 after the first two of them.

- Places that are zero are joined by a single 零, but not at the end of a number: 100005 is
  十万零五, 105000 is 十万五千, 100005000 is 一亿零五千.
- A number starts with 十 and never with 一十; inside it keeps the 一: 十二, 一百一十二.
- Two is 二 in a cardinal (二, 二百, 二千, 二万), in dates and in ordinals. Before a measure word
  it is 两 where it is the first digit and no 十 follows: 两个, 两百, 两千, 两万, 两千二百二十二
  (Cantonese keeps 二百, too). Everywhere else in the number it stays 二: 十二, 二十二, 一百零二,
  一千二百, 二十二万.
"""

from functools import cache

DIGITS = "零一二三四五六七八九"
_ONE_BY_ONE = str.maketrans("0123456789", DIGITS)


def cardinal(number: int) -> str:
    """``number`` (0 or more, at most ``numerals.LARGEST``) by itself: 二, 二百零二."""
    if number == 0:
        return DIGITS[0]
    groups = ((number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, ""))
    words = ""
    skipped = False
    for group, unit in groups:
        if group == 0:
            skipped = words != ""
            continue
        if words and (skipped or group < 1000):
            words += DIGITS[0]
        words += _group(group) + unit
        skipped = False
    return words.removeprefix("一") if words.startswith("一十") else words


def before_measure(number: int, keeps_two: str = "十") -> str:
    """``number`` as it is said before a measure word: 两, 两百零二.

    A first 二 stays before the places in ``keeps_two``: 十 in Mandarin, 十 and 百 in Cantonese.
    """
    words = cardinal(number)
    if words.startswith("二") and words[1:2] not in tuple(keeps_two):
        return "两" + words[1:]
    return words


def digit_by_digit(text: str) -> str:
    """A year or a decimal fraction: the ASCII digits of ``text`` one by one, 1 as 一."""
    return text.translate(_ONE_BY_ONE)


@cache
def _group(number: int) -> str:
    """Four digits, 1 to 9999: few enough to keep."""
    words = ""
    skipped = False
    for digit, unit in zip(f"{number:04}", ("千", "百", "十", ""), strict=True):
        if digit == "0":
            skipped = words != ""
            continue
        if skipped:
            words += DIGITS[0]
            skipped = False
        words += DIGITS[int(digit)] + unit
    return words
