"""The estimate of speech: near what voices take, and never longer for less."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.seconds import CLAUSE_PAUSE, SENTENCE_PAUSE, estimate


def test_nothing_takes_no_time() -> None:
    assert estimate("", "zh-CN") == estimate("  。", "zh-CN") == estimate("", "en-US") == 0


def test_rates() -> None:
    assert estimate("查" * 42, "zh-CN") == pytest.approx(10)
    assert estimate("word " * 26, "en-US") == pytest.approx(10)
    assert estimate("thirty-four p.m.", "en-US") == pytest.approx(4 / 2.6)


def test_pauses_inside_count_and_the_last_does_not() -> None:
    assert estimate("好。好。", "zh-CN") - estimate("好好", "zh-CN") == pytest.approx(
        SENTENCE_PAUSE
    )
    assert estimate("好，好", "zh-CN") - estimate("好好", "zh-CN") == pytest.approx(CLAUSE_PAUSE)
    both = estimate("Good, day. Sir.", "en-US") - estimate("Good day Sir", "en-US")
    assert both == pytest.approx(CLAUSE_PAUSE + SENTENCE_PAUSE)


def test_the_space_around_a_text_takes_no_time() -> None:
    assert estimate(" 好。 ", "zh-CN") == estimate("好", "zh-CN")
    assert estimate(" Good. ", "en-US") == estimate("Good", "en-US")


def test_a_menu_line_takes_what_a_stopwatch_says() -> None:
    assert 2.5 < estimate("查询医保、社保账户，请按一。", "zh-CN") < 4
    assert 2 < estimate("For your account, press one.", "en-US") < 3.5


@given(st.text("好，。、 医保", max_size=40), st.text("好，。、 医保", max_size=40))
def test_more_text_never_takes_less(one: str, other: str) -> None:
    assert estimate(one + other, "zh-CN") >= estimate(one, "zh-CN")


def test_an_unknown_language_has_no_rate() -> None:
    with pytest.raises(KeyError):
        estimate("bonjour", "fr-FR")
