"""What widely used libraries say: cn2an for Chinese numbers, num2words for English ones.

Nothing here comes from the code that speaks. Where the line differs from a library on purpose, the
change is a function named after its entry in ``audio/golden/exceptions.toml``, which gives the
reason; ``test_oracles`` proves that each is true and needed.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

import cn2an  # type: ignore[import-untyped]
from num2words import num2words  # type: ignore[import-untyped]

FINANCIAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
MEASURES: Final = {
    "zh-CN": {"count": "", "months": "个月", "days": "天", "hours": "个小时", "minutes": "分钟"},
    "yue-CN": {"count": "", "months": "个月", "days": "日", "hours": "个钟头", "minutes": "分钟"},
}

RAW: Final[dict[str, Callable[[str], str]]] = {
    "cn2an.low": lambda given: str(cn2an.an2cn(given, "low")),
    "cn2an.rmb": lambda given: str(cn2an.an2cn(given, "rmb")),
    "cn2an.direct": lambda given: str(cn2an.an2cn(given, "direct")),
    "cn2an.transform": lambda given: str(cn2an.transform(given, "an2cn")),
    "num2words.cardinal": lambda given: str(num2words(Decimal(given))),
    "num2words.ordinal": lambda given: str(num2words(int(given), to="ordinal")),
    "num2words.year": lambda given: str(num2words(int(given), to="year")),
}
"""The libraries as they are, by the names used in the file of exceptions."""


def empty_group(words: str, number: int) -> str:
    empty = number >= 10**8 and number // 10**4 % 10**4 == 0 and number % 10**4 >= 1000
    return words.replace("亿", "亿零") if empty else words


def two_before_a_measure_word(words: str, language: str) -> str:
    keeps = "十百" if language == "yue-CN" else "十"
    return re.sub(f"^二(?![{keeps}])", "两", words)


def financial_forms(words: str) -> str:
    return re.sub("^一十", "十", words.translate(FINANCIAL).removesuffix("整"))


def owed(words: str) -> str:
    return "欠" + words


def one_as_yao(words: str) -> str:
    return words.replace("一", "幺")


def day_as_hao(words: str) -> str:
    return re.sub("日$", "号", words)


def minus_first(words: str) -> str:
    return "负百分之" + words.removeprefix("百分之负") if "负" in words else words


def american(words: str) -> str:
    return words.replace(",", "").replace(" and ", " ")


def minus_kept(words: str, percentage: Decimal) -> str:
    return f"minus {words}" if -1 < percentage < 0 else words


def oh_apart(words: str) -> str:
    return words.replace("oh-", "oh ")


def chinese_cardinal(number: int) -> str:
    return empty_group(RAW["cn2an.low"](str(number)), number)


def chinese_measured(number: int, language: str) -> str:
    return two_before_a_measure_word(chinese_cardinal(number), language)


def chinese_money(fen: int, language: str) -> str:
    yuan, cents = divmod(abs(fen), 100)
    words = empty_group(financial_forms(RAW["cn2an.rmb"](f"{yuan}.{cents:02}")), yuan)
    words = two_before_a_measure_word(words, language)
    words = words.replace("二角", "两角")
    words = re.sub("二分$", "两分", words)
    return owed(words) if fen < 0 else words


def chinese_digits(text: str, language: str) -> str:
    words = "".join(sign if sign == "X" else RAW["cn2an.direct"](sign) for sign in text)
    return one_as_yao(words) if language == "zh-CN" else words


def chinese_date(day: date, language: str) -> str:
    words = RAW["cn2an.transform"](f"{day.year}年{day.month}月{day.day}日")
    return day_as_hao(words) if language == "yue-CN" else words


def chinese_month(period: int) -> str:
    return RAW["cn2an.transform"](f"{period // 100}年{period % 100}月")


def chinese_percent(percentage: Decimal) -> str:
    words = RAW["cn2an.low"](without_trailing_zeros(percentage))
    return minus_first("百分之" + words)


def english_cardinal(number: int) -> str:
    return american(RAW["num2words.cardinal"](str(number)))


def english_year(number: int) -> str:
    return oh_apart(american(RAW["num2words.year"](str(number))))


def english_money(fen: int) -> str:
    yuan, cents = divmod(abs(fen), 100)
    said = [f"{english_cardinal(yuan)} yuan"] if yuan or not cents else []
    said += [f"{english_cardinal(cents)} fen"] if cents else []
    return ("minus " if fen < 0 else "") + (" and " if cents < 10 else " ").join(said)


def english_digits(text: str) -> str:
    return " ".join(s if s == "X" else RAW["num2words.cardinal"](s) for s in text)


def english_date(day: date) -> str:
    ordinal = RAW["num2words.ordinal"](str(day.day))
    return f"{calendar.month_name[day.month]} {ordinal}, {english_year(day.year)}"


def english_month(period: int) -> str:
    return f"{calendar.month_name[period % 100]} {english_year(period // 100)}"


def english_percent(percentage: Decimal) -> str:
    words = american(RAW["num2words.cardinal"](without_trailing_zeros(percentage)))
    return f"{minus_kept(words, percentage)} percent"


def english_duration(number: int, kind: str) -> str:
    return f"{english_cardinal(number)} {kind.removesuffix('s') if number == 1 else kind}"


def without_trailing_zeros(percentage: Decimal) -> str:
    text = format(percentage, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
