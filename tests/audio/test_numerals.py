"""Cardinals, ordinals and years against two widely used libraries."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words  # type: ignore[import-untyped]

from audio.numerals import LARGEST, chinese, english

from .oracles import chinese_cardinal, english_cardinal, english_year

NUMBERS = st.integers(0, LARGEST) | st.integers(0, 10**6)


@settings(max_examples=500, deadline=None)
@given(NUMBERS)
def test_chinese_cardinals(number: int) -> None:
    assert chinese.cardinal(number) == chinese_cardinal(number)


@settings(max_examples=500, deadline=None)
@given(NUMBERS)
def test_english_cardinals(number: int) -> None:
    assert english.cardinal(number) == english_cardinal(number)


def test_every_cardinal_to_three_thousand_and_around_each_power() -> None:
    around = {10**power + near for power in range(3, 12) for near in range(-2, 30)}
    for number in sorted({*range(3001), *around}):
        assert chinese.cardinal(number) == chinese_cardinal(number)
        assert english.cardinal(number) == english_cardinal(number)


@given(NUMBERS)
def test_two_before_a_measure_word_changes_the_first_digit_only(number: int) -> None:
    alone, measured = chinese.cardinal(number), chinese.before_measure(number)
    assert alone[1:] == measured[1:]
    assert alone[0] == measured[0] or (alone[0], measured[0]) == ("二", "两")
    assert measured == "二十" or not measured.startswith("二") or measured[1] == "十"
    assert not measured.startswith("两十")


@given(NUMBERS)
def test_cantonese_keeps_two_hundred(number: int) -> None:
    measured = chinese.before_measure(number, "十百")
    assert measured == chinese.before_measure(number).replace("两百", "二百")


def test_english_ordinals() -> None:
    for number in range(1, 1001):
        assert english.ordinal(number) == str(num2words(number, to="ordinal")).replace(" and ", " ")


def test_english_years() -> None:
    for year in range(1100, 2200):
        assert english.year(year) == english_year(year)


@pytest.mark.parametrize(("year", "words"), [(1, "one"), (476, "four hundred seventy-six")])
def test_early_years_are_plain_numbers(year: int, words: str) -> None:
    assert english.year(year) == words
