"""What is on record of one person of the demo: rows of the tables, without the person's key."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = tuple[Any, ...]


@dataclass
class Rows:
    """Rows of each table, in the order of ``COLUMNS``. Money in fen."""

    enrolments: list[Row] = field(default_factory=list)
    contributions: list[Row] = field(default_factory=list)
    accounts: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    benefits: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)


COLUMNS = {
    "enrolments": ("scheme", "status", "since", "months"),
    "contributions": (
        "period",
        "scheme",
        "base",
        "employer_amount",
        "personal_amount",
        "status",
        "paid_on",
    ),
    "accounts": ("account", "balance", "as_of"),
    "entries": ("account", "on", "kind", "amount", "description", "nth"),
    "benefits": ("benefit", "period", "amount", "paid_on"),
    "claims": (
        "service_date",
        "provider",
        "total",
        "fund_paid",
        "personal_paid",
        "status",
        "nth",
    ),
}
"""Of each table, behind ``person_id``."""


def first_day(period: int) -> date:
    """The first day of a month."""
    return date(period // 100, period % 100, 1)


def day_of(period: int, day: int) -> date:
    """A day of a month; at most the 28th, which every month has."""
    return date(period // 100, period % 100, min(day, 28))
