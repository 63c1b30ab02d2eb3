"""Contributions: month by month over all insurances, and the month that is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import Connection, Table, and_, bindparam, select

from db.kinds import MONTHLY_SCHEMES, PENSION_BENEFIT, SCHEMES
from db.models import Base
from db.periods import between, period_of, shift
from db.prepared import Prepared, fixed

LOOKING_BACK = 12
"""Months in which a missing contribution is news. Older ones are no surprise to anybody."""


@dataclass(frozen=True, slots=True)
class ContributionPart:
    """One insurance in one month. Amounts in fen; ``status`` is paid or owed."""

    scheme: str
    base: int
    employer_amount: int
    personal_amount: int
    status: str
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class ContributionMonth:
    """One month over all insurances. Amounts in fen, paid or owed together.

    ``base`` is ``None`` when the insurances have different ones. ``parts`` and ``owed_schemes``
    stand in the order of ``db.kinds.SCHEMES``.
    """

    period: int
    base: int | None
    employer_amount: int
    personal_amount: int
    status: Literal["paid", "owed", "partly"]
    owed_schemes: tuple[str, ...]
    parts: tuple[ContributionPart, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A month that should have been paid: on record as owed, or not on record at all."""

    scheme: str
    period: int
    kind: Literal["owed", "absent"]


def months(
    connection: Connection, person_id: int, offset: int, limit: int
) -> list[ContributionMonth]:
    """Months with anything on record, newest first."""
    page = {"person": person_id, "offset": offset, "limit": limit}
    rows = _MONTHS.all(connection, page)
    return [
        _month(period, [ContributionPart(*row[1:]) for row in parts])
        for period, parts in groupby(rows, key=lambda row: row[0])
    ]


def missing(connection: Connection, person_id: int, today: date) -> Missing | None:
    """The newest month of the last twelve whose contribution is owed or absent.

    Looked at are active enrolments in the monthly insurances, from their beginning to the newest
    month any record of the insurance speaks of, never the current month, and nobody who receives a
    pension. A month without a record is absent when the month before or after has one: longer
    silence is another life, not a mistake. Of one month's insurances the first by ``SCHEMES``.
    """
    this_month = period_of(today)
    oldest = shift(this_month, -LOOKING_BACK)
    # One month more on each side, for the neighbours.
    rows = _RECENT.all(connection, {"person": person_id, "oldest": shift(oldest, -1)})
    found: list[Missing] = []
    for (scheme, since, horizon), group in groupby(rows, key=lambda row: row[:3]):
        statuses = {period: status for *_, period, status in group if period is not None}
        newest = min(horizon, shift(this_month, -1))
        for period in between(max(oldest, period_of(since)), newest):
            kind = _kind(statuses, period)
            if kind is not None:
                found.append(Missing(scheme, period, kind))
    return min(found, key=lambda gap: (-gap.period, SCHEMES.index(gap.scheme)), default=None)


def _kind(statuses: dict[int, str], period: int) -> Literal["owed", "absent"] | None:
    if period in statuses:
        return "owed" if statuses[period] == "owed" else None
    beside = shift(period, -1) in statuses or shift(period, 1) in statuses
    return "absent" if beside else None


def _month(period: int, unordered: Iterable[ContributionPart]) -> ContributionMonth:
    parts = tuple(sorted(unordered, key=lambda part: SCHEMES.index(part.scheme)))
    bases = {part.base for part in parts}
    owed = tuple(part.scheme for part in parts if part.status == "owed")
    return ContributionMonth(
        period=period,
        base=bases.pop() if len(bases) == 1 else None,
        employer_amount=sum(part.employer_amount for part in parts),
        personal_amount=sum(part.personal_amount for part in parts),
        status="paid" if not owed else "owed" if len(owed) == len(parts) else "partly",
        owed_schemes=owed,
        parts=parts,
    )


_CONTRIBUTIONS: Table = Base.metadata.tables["contributions"]
_ENROLMENTS: Table = Base.metadata.tables["enrolments"]
_HORIZONS: Table = Base.metadata.tables["horizons"]
_BENEFITS: Table = Base.metadata.tables["benefits"]


def _months_statement() -> Any:
    c = _CONTRIBUTIONS.c
    periods = (
        select(c.period)
        .where(c.person_id == bindparam("person"))
        .distinct()
        .order_by(c.period.desc())
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    )
    columns = (c.scheme, c.base, c.employer_amount, c.personal_amount, c.status, c.paid_on)
    return (
        select(c.period, *columns)
        .where(c.person_id == bindparam("person"), c.period.in_(periods))
        .order_by(c.period.desc())
    )


def _recent_statement() -> Any:
    paid_in = _ENROLMENTS.join(_HORIZONS, _HORIZONS.c.scheme == _ENROLMENTS.c.scheme).outerjoin(
        _CONTRIBUTIONS,
        and_(
            _CONTRIBUTIONS.c.person_id == _ENROLMENTS.c.person_id,
            _CONTRIBUTIONS.c.scheme == _ENROLMENTS.c.scheme,
            _CONTRIBUTIONS.c.period >= bindparam("oldest"),
        ),
    )
    retired = select(_BENEFITS.c.period).where(
        _BENEFITS.c.person_id == bindparam("person"), _BENEFITS.c.benefit == PENSION_BENEFIT
    )
    return (
        select(
            _ENROLMENTS.c.scheme,
            _ENROLMENTS.c.since,
            _HORIZONS.c.period.label("horizon"),
            _CONTRIBUTIONS.c.period,
            _CONTRIBUTIONS.c.status,
        )
        .select_from(paid_in)
        .where(
            _ENROLMENTS.c.person_id == bindparam("person"),
            _ENROLMENTS.c.status == "active",
            _ENROLMENTS.c.scheme.in_(fixed(MONTHLY_SCHEMES)),
            ~retired.exists(),
        )
        .order_by(_ENROLMENTS.c.scheme)
    )


_MONTHS = Prepared(_months_statement())
_RECENT = Prepared(_recent_statement())
