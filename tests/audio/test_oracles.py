"""The line against libraries that know nothing of it: the whole corpus, and whole ranges."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.golden import PATH, load
from audio.languages import LANGUAGES
from audio.numerals import LARGEST
from audio.values import speak

from . import oracles

EXCEPTIONS: dict[str, dict[str, Any]] = tomllib.loads(
    PATH.with_name("exceptions.toml").read_text("utf-8")
)
CHINESE = ("zh-CN", "yue-CN")
DURATIONS = ("months", "days", "hours", "minutes")

# What a library cannot say by itself: tests/audio/test_times.py listens to these.
UNJUDGED = {"time", "weekday"}


def judged(kind: str, value: Any, code: str) -> str:
    """The words the libraries would have."""
    chinese = code in CHINESE
    if kind == "number":
        return oracles.chinese_cardinal(value) if chinese else oracles.english_cardinal(value)
    if kind == "count":
        words = oracles.chinese_measured(value, code) if chinese else None
        return words or oracles.english_cardinal(value)
    if kind in DURATIONS:
        if not chinese:
            return oracles.english_duration(value, kind)
        return oracles.chinese_measured(value, code) + oracles.MEASURES[code][kind]
    if kind == "money":
        return oracles.chinese_money(value, code) if chinese else oracles.english_money(value)
    if kind == "percent":
        percentage = Decimal(value)
        of = oracles.chinese_percent if chinese else oracles.english_percent
        return of(percentage)
    if kind == "date":
        day = date.fromisoformat(value)
        return oracles.chinese_date(day, code) if chinese else oracles.english_date(day)
    if kind == "month":
        return oracles.chinese_month(value) if chinese else oracles.english_month(value)
    return _digits(value.upper(), chinese, code)


def _digits(text: str, chinese: bool, code: str) -> str:
    """Without the pauses between groups, which the libraries do not have."""
    signs = text.removeprefix("+86").replace(" ", "").replace("-", "")
    return oracles.chinese_digits(signs, code) if chinese else oracles.english_digits(signs)


def heard(kind: str, value: Any, code: str) -> str:
    words = speak(kind, value, LANGUAGES[code])
    return words.replace("，", "").replace(",", "") if kind == "digits" else words


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_the_libraries_agree_with_the_corpus(code: str) -> None:
    entries = [e for e in load() if e["language"] == code and e["type"] not in UNJUDGED]
    assert len(entries) > 600
    for entry in entries:
        words = entry["words"]
        if entry["type"] == "digits":
            words = words.replace("，", "").replace(",", "")
        assert words == judged(entry["type"], entry["value"], code), entry


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_every_exception_is_true_and_needed(name: str) -> None:
    told = EXCEPTIONS[name]
    assert oracles.RAW[told["oracle"]](told["given"]) == told["oracle_says"]
    assert speak(told["kind"], told["value"], LANGUAGES[told["language"]]) == told["line_says"]
    assert not told["line_says"].startswith(told["oracle_says"])
    assert told["rule"] in {entry["rule"] for entry in load()}
    assert told["reason"].endswith(".")


def test_the_listed_exceptions_are_those_that_are_made() -> None:
    changes: list[Callable[..., str]] = [
        *(oracles.empty_group, oracles.two_before_a_measure_word, oracles.financial_forms),
        *(oracles.owed, oracles.one_as_yao, oracles.day_as_hao, oracles.minus_first),
        *(oracles.american, oracles.minus_kept, oracles.oh_apart),
    ]
    assert [change.__name__ for change in changes] == list(EXCEPTIONS)


CODES = st.sampled_from(sorted(LANGUAGES))


@settings(max_examples=400)
@given(
    kind=st.sampled_from(["number", "count", *DURATIONS]),
    number=st.integers(0, LARGEST) | st.integers(0, 30_000),
    code=CODES,
)
def test_any_number(kind: str, number: int, code: str) -> None:
    assert heard(kind, number, code) == judged(kind, number, code)


@settings(max_examples=400)
@given(fen=st.integers(-LARGEST * 100, LARGEST * 100) | st.integers(-300_000, 300_000), code=CODES)
def test_any_amount(fen: int, code: str) -> None:
    assert heard("money", fen, code) == judged("money", fen, code)


@given(day=st.dates(date(1100, 1, 1), date(2999, 12, 31)), code=CODES)
def test_any_day_and_month(day: date, code: str) -> None:
    assert heard("date", day, code) == judged("date", day.isoformat(), code)
    period = day.year * 100 + day.month
    assert heard("month", period, code) == judged("month", period, code)


@given(percentage=st.decimals(-1000, 1000, places=6) | st.integers(-200, 200), code=CODES)
def test_any_percentage(percentage: Decimal | int, code: str) -> None:
    assert heard("percent", percentage, code) == judged("percent", percentage, code)


@given(text=st.from_regex(r"[0-9]{1,20}X?", fullmatch=True), code=CODES)
def test_any_identifier(text: str, code: str) -> None:
    assert heard("digits", text, code) == judged("digits", text, code)
