"""Months as integers, year * 100 + month, and how to count with them."""

from __future__ import annotations

from datetime import date


def period_of(day: date) -> int:
    """The month a day is in: 2026-02-03 is in 202602."""
    return day.year * 100 + day.month


def shift(period: int, months: int) -> int:
    """The month so many months later, or earlier when negative: 202601 by -1 is 202512."""
    year, month = divmod((period // 100) * 12 + period % 100 - 1 + months, 12)
    return year * 100 + month + 1


def between(first: int, last: int) -> list[int]:
    """Every month from ``first`` to ``last``, both included, oldest first; none if reversed."""
    periods = []
    while first <= last:
        periods.append(first)
        first = shift(first, 1)
    return periods
