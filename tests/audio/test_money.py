"""Every amount is heard as it was meant, by a listener who never saw the code that speaks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.languages import LANGUAGES
from audio.values import speak

from .readers import hear_cantonese, hear_chinese, hear_english

LISTENERS = [("zh-CN", hear_chinese), ("yue-CN", hear_cantonese), ("en-US", hear_english)]
LARGEST = 10**10

# Where groups, places and the words for two and ten change.
BOUNDARIES = sorted(
    {
        amount
        for power in range(11)
        for lead in (1, 2, 9, 10, 11, 12, 20, 22)
        for near in (-110, -100, -10, -2, -1, 0, 1, 2, 5, 10, 12, 20, 50, 100, 200, 1000, 1200)
        if 0 <= (amount := lead * 10**power + near) <= LARGEST
    }
)

Listener = Callable[[str], int]


@pytest.mark.parametrize(("code", "hear"), LISTENERS)
def test_every_amount_to_a_hundred_yuan(code: str, hear: Listener) -> None:
    for fen in range(-200, 10_001):
        assert hear(speak("money", fen, LANGUAGES[code])) == fen


@pytest.mark.parametrize(("code", "hear"), LISTENERS)
def test_boundaries(code: str, hear: Listener) -> None:
    for fen in BOUNDARIES:
        assert hear(speak("money", fen, LANGUAGES[code])) == fen
        assert hear(speak("money", -fen, LANGUAGES[code])) == -fen


@pytest.mark.parametrize(("code", "hear"), LISTENERS)
@settings(max_examples=1000, deadline=None)
@given(fen=st.integers(0, LARGEST) | st.integers(-LARGEST, LARGEST))
def test_any_amount(code: str, hear: Listener, fen: int) -> None:
    assert hear(speak("money", fen, LANGUAGES[code])) == fen


@pytest.mark.parametrize(("code", "hear"), LISTENERS)
@settings(max_examples=500, deadline=None)
@given(digits=st.lists(st.sampled_from([0, 0, 0, 1, 2, 9]), min_size=1, max_size=10))
def test_amounts_of_many_zeros_and_twos(code: str, hear: Listener, digits: list[int]) -> None:
    fen = int("".join(map(str, digits)))
    assert hear(speak("money", fen, LANGUAGES[code])) == fen


def test_no_two_amounts_sound_alike() -> None:
    for code, _ in LISTENERS:
        heard = {speak("money", fen, LANGUAGES[code]) for fen in range(-5000, 30_000)}
        assert len(heard) == 35_000


@pytest.mark.parametrize(
    ("hear", "words"),
    [
        (hear_chinese, "一十二元"),
        (hear_chinese, "二元"),
        (hear_chinese, "一百两十元"),
        (hear_chinese, "十万五元"),
        (hear_chinese, "十万零零五元"),
        (hear_chinese, "一百零元"),
        (hear_chinese, "十元五分"),
        (hear_chinese, "零元五角"),
        (hear_chinese, "元"),
        (hear_cantonese, "两百元"),
        (hear_cantonese, "二千元"),
        (hear_chinese, "二百元"),
        (hear_english, "ten yuan five fen"),
        (hear_english, "ten yuan and fifty fen"),
        (hear_english, "one thousand hundred yuan"),
        (hear_english, ""),
    ],
)
def test_the_listeners_are_strict(hear: Listener, words: str) -> None:
    with pytest.raises(AssertionError):
        hear(words)
