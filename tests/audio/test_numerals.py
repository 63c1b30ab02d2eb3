"""Cardinals against two widely used libraries, with the places where the line differs."""

from __future__ import annotations

import cn2an  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words  # type: ignore[import-untyped]

from audio.numerals import LARGEST, chinese, english

NUMBERS = st.integers(0, LARGEST) | st.integers(0, 10**6)


def _chinese_oracle(number: int) -> str:
    """cn2an, but for one thing: it leaves out the 零 of an empty group of ten thousands.

    100005000 is 一亿零五千 in schoolbooks and here; there it is 一亿五千, which many people
    take for 150 million.
    """
    words = str(cn2an.an2cn(str(number), "low"))
    empty_middle = number >= 10**8 and number // 10**4 % 10**4 == 0 and number % 10**4 >= 1000
    return words.replace("亿", "亿零") if empty_middle else words


def _english_oracle(number: int) -> str:
    """num2words is British: it writes commas, and "and" after hundreds."""
    return str(num2words(number)).replace(",", "").replace(" and ", " ")


@settings(max_examples=500, deadline=None)
@given(NUMBERS)
def test_chinese_cardinals(number: int) -> None:
    assert chinese.cardinal(number) == _chinese_oracle(number)


@settings(max_examples=500, deadline=None)
@given(NUMBERS)
def test_english_cardinals(number: int) -> None:
    assert english.cardinal(number) == _english_oracle(number)


def test_every_cardinal_to_ten_thousand_and_around_each_power() -> None:
    around = {10**power + near for power in range(4, 12) for near in range(-2, 30)}
    for number in sorted({*range(10_001), *around}):
        assert chinese.cardinal(number) == _chinese_oracle(number)
        assert english.cardinal(number) == _english_oracle(number)


@given(NUMBERS)
def test_two_before_a_measure_word_changes_the_first_digit_only(number: int) -> None:
    alone, measured = chinese.cardinal(number), chinese.before_measure(number)
    assert alone[1:] == measured[1:]
    assert alone[0] == measured[0] or (alone[0], measured[0]) == ("二", "两")
    assert measured == "二十" or not measured.startswith("二") or measured[1] == "十"
    assert not measured.startswith("两十")


def test_english_ordinals() -> None:
    for number in range(1, 1001):
        assert english.ordinal(number) == str(num2words(number, to="ordinal")).replace(" and ", " ")


def test_english_years() -> None:
    for year in range(1100, 2200):
        expected = str(num2words(year, to="year")).replace(" and ", " ").replace("oh-", "oh ")
        assert english.year(year) == expected


@pytest.mark.parametrize(("year", "words"), [(1, "one"), (476, "four hundred seventy-six")])
def test_early_years_are_plain_numbers(year: int, words: str) -> None:
    assert english.year(year) == words
