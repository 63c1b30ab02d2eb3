"""What a slot takes: the value itself or its JSON form, and nothing that only looks like one."""

from __future__ import annotations

import json
import traceback
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.languages import LANGUAGES
from audio.numerals import LARGEST
from audio.values import KINDS, ValueRefused, as_digits, as_percent, as_term, as_time, speak

ZH = LANGUAGES["zh-CN"]
SECRET = "name 110101199003070038"

REFUSED: list[tuple[str, object]] = [
    ("money", 12.5),
    ("money", "1200"),
    ("money", True),
    ("money", None),
    ("number", -1),
    ("number", LARGEST + 1),
    ("count", "2"),
    ("count", False),
    ("months", -3),
    ("days", 2.0),
    ("hours", None),
    ("minutes", "10"),
    ("digits", 1234),
    ("digits", ""),
    ("digits", "12a4"),
    ("digits", "X12"),
    ("digits", "１２３"),
    ("digits", "12-"),
    ("digits", " 12"),
    ("date", datetime(2026, 7, 5, tzinfo=UTC)),
    ("date", "5.7.2026"),
    ("date", "2026-02-30"),
    ("date", 20260705),
    ("weekday", "Monday"),
    ("month", "2026-02"),
    ("month", 202600),
    ("month", 202613),
    ("month", 2),
    ("month", 20260205),
    ("month", True),
    ("time", "25:00"),
    ("time", "half past three"),
    ("time", 1530),
    ("percent", 8.5),
    ("percent", True),
    ("percent", "8.5%"),
    ("percent", "NaN"),
    ("percent", "Infinity"),
    ("percent", "1e999999999"),
    ("percent", "1e-999999999"),
]


@pytest.mark.parametrize(("kind", "value"), REFUSED)
def test_what_is_not_of_its_kind_is_refused(kind: str, value: object) -> None:
    with pytest.raises(ValueRefused):
        speak(kind, value, ZH)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_refusal_never_tells_the_value(kind: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        speak(kind, SECRET, ZH)
    assert SECRET not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize(
    ("kind", "value", "in_json"),
    [
        ("date", date(2026, 7, 5), "2026-07-05"),
        ("weekday", date(2026, 7, 5), "2026-07-05"),
        ("time", time(15, 30), "15:30"),
        ("time", time(15, 30, 59), "15:30:59"),
        ("percent", Decimal("8.50"), "8.50"),
    ],
)
def test_the_json_form_sounds_the_same(kind: str, value: object, in_json: str) -> None:
    for language in LANGUAGES.values():
        back = json.loads(json.dumps(in_json))
        assert speak(kind, value, language) == speak(kind, back, language)


@given(st.from_regex(r"[0-9]{1,24}X?", fullmatch=True))
def test_grouping_keeps_every_digit(text: str) -> None:
    groups = as_digits(text)
    assert "".join(groups) == text
    assert all(len(group) <= 5 for group in groups)
    assert len(groups) == 1 or all(len(group) > 1 for group in groups)


@given(st.from_regex(r"[0-9]{1,24}X?", fullmatch=True))
def test_digits_are_heard_one_by_one(text: str) -> None:
    if len(text) == 14 and text.startswith("86"):
        text = text[1:]
    chinese = speak("digits", text, ZH).replace("，", "")
    assert [*chinese] == ["零幺二三四五六七八九"[int(s)] if s != "X" else "X" for s in text]
    english = speak("digits", text, LANGUAGES["en-US"]).replace(",", "").split()
    assert len(english) == len(text) and "oh" not in english


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("1234", ("1234",)),
        ("12345", ("12345",)),
        ("123456", ("1234", "56")),
        ("123456789", ("1234", "56789")),
        ("13800138000", ("138", "0013", "8000")),
        ("+8613800138000", ("138", "0013", "8000")),
        ("20261234 0001", ("20261234", "0001")),
        ("12 - 34", ("12", "34")),
        ("00x", ("00X",)),
    ],
)
def test_groups(text: str, groups: tuple[str, ...]) -> None:
    assert as_digits(text) == groups


def test_the_largest_amount_can_be_said() -> None:
    largest = LARGEST * 100 + 99
    for sign in (1, -1):
        assert speak("money", sign * largest, ZH).endswith("九千九百九十九元九角九分")
        with pytest.raises(ValueRefused):
            speak("money", sign * (largest + 1), ZH)


def test_a_percentage_may_have_six_decimals_and_not_seven() -> None:
    assert as_percent("0.123456") == Decimal("0.123456")
    with pytest.raises(ValueRefused):
        as_percent("0.1234567")


def test_a_term_is_a_name() -> None:
    assert as_term("claim.paid") == "claim.paid"
    for value in ("", 3, None):
        with pytest.raises(ValueRefused):
            as_term(value)


def test_every_minute_of_a_day_sounds_different() -> None:
    minutes = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(60)]
    for language in LANGUAGES.values():
        assert len({speak("time", minute, language) for minute in minutes}) == 24 * 60
    assert as_time("15:30") == time(15, 30)


def test_every_day_of_a_century_sounds_different() -> None:
    first = date(1950, 1, 1).toordinal()
    days = [date.fromordinal(first + number) for number in range(0, 36_525, 3)]
    for language in LANGUAGES.values():
        assert len({speak("date", day, language) for day in days}) == len(days)
