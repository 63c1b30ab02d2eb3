"""A person's year: what was paid in, insurance by insurance, and what the accounts did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, case, func, select

from db.kinds import SCHEMES
from db.models import Base


@dataclass(frozen=True, slots=True)
class SchemeYear:
    """One insurance in one year: months on record as paid, and what was paid for them, fen."""

    scheme: str
    months: int
    employer_amount: int
    personal_amount: int


@dataclass(frozen=True, slots=True)
class AccountYear:
    """One account in one year, fen: what was added (contributions, interest, adjustments up) and
    what was taken. ``interest`` is part of ``added``."""

    account: str
    added: int
    taken: int
    interest: int


@dataclass(frozen=True, slots=True)
class YearStatement:
    """A calendar year. ``schemes`` stand in the order of ``db.kinds.SCHEMES``."""

    year: int
    schemes: tuple[SchemeYear, ...]
    accounts: tuple[AccountYear, ...]

    @property
    def months(self) -> int:
        """Months in which anything was paid: those of the insurance with the most."""
        return max((scheme.months for scheme in self.schemes), default=0)

    @property
    def employer_amount(self) -> int:
        return sum(scheme.employer_amount for scheme in self.schemes)

    @property
    def personal_amount(self) -> int:
        return sum(scheme.personal_amount for scheme in self.schemes)

    def account(self, name: str) -> AccountYear | None:
        """The account of that name, when anything moved on it."""
        return next((one for one in self.accounts if one.account == name), None)


def year_statement(connection: Connection, person_id: int, year: int) -> YearStatement:
    """What is on record of a person's ``year``; months that are owed are not counted as paid."""
    asked = {"person": person_id, "first": year * 100 + 1, "last": year * 100 + 12}
    paid = connection.execute(_PAID, asked).all()
    days = {"person": person_id, "first": date(year, 1, 1), "last": date(year, 12, 31)}
    moved = connection.execute(_MOVED, days).all()
    # Sums come back as Decimal from PostgreSQL.
    schemes = [SchemeYear(scheme, *map(int, sums)) for scheme, *sums in paid]
    return YearStatement(
        year=year,
        schemes=tuple(sorted(schemes, key=lambda one: SCHEMES.index(one.scheme))),
        accounts=tuple(AccountYear(account, *map(int, sums)) for account, *sums in moved),
    )


_CONTRIBUTIONS: Table = Base.metadata.tables["contributions"]
_ENTRIES: Table = Base.metadata.tables["entries"]
_PAID = (
    select(
        _CONTRIBUTIONS.c.scheme,
        func.count(),
        func.sum(_CONTRIBUTIONS.c.employer_amount),
        func.sum(_CONTRIBUTIONS.c.personal_amount),
    )
    .where(
        _CONTRIBUTIONS.c.person_id == bindparam("person"),
        _CONTRIBUTIONS.c.period.between(bindparam("first"), bindparam("last")),
        _CONTRIBUTIONS.c.status == "paid",
    )
    .group_by(_CONTRIBUTIONS.c.scheme)
)


def _moved_statement() -> Select[Any]:
    entry = _ENTRIES.c
    signed = case((entry.kind == "spend", -entry.amount), else_=entry.amount)
    return (
        select(
            entry.account,
            func.sum(case((signed > 0, signed), else_=0)),
            func.sum(case((signed < 0, -signed), else_=0)),
            func.sum(case((entry.kind == "interest", entry.amount), else_=0)),
        )
        .where(
            entry.person_id == bindparam("person"),
            entry.on.between(bindparam("first"), bindparam("last")),
        )
        .group_by(entry.account)
        .order_by(entry.account)
    )


_MOVED = _moved_statement()
