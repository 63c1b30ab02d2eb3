"""Counting with months."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from db.periods import between, period_of, shift

periods = st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(period_of)


def test_months_turn_over_at_the_year() -> None:
    assert shift(202512, 1) == 202601
    assert shift(202601, -1) == 202512
    assert shift(202601, -13) == 202412


@given(period=periods, months=st.integers(-300, 300))
def test_going_there_and_back_ends_where_it_began(period: int, months: int) -> None:
    there = shift(period, months)
    assert 1 <= there % 100 <= 12
    assert shift(there, -months) == period


@given(first=periods, months=st.integers(0, 100))
def test_between_counts_every_month_once(first: int, months: int) -> None:
    all_of_them = between(first, shift(first, months))
    assert len(all_of_them) == months + 1
    assert all_of_them == sorted(set(all_of_them))


def test_nothing_is_between_reversed_ends() -> None:
    assert between(202602, 202601) == []
