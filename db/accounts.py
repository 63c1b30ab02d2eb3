"""Personal accounts: where the balance comes from, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    case,
    func,
    select,
    true,
)

from db.models import Base
from db.prepared import Prepared
from db.spans import year_begin


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement of an account. ``amount`` is in fen; negative only for an adjustment."""

    on: date
    kind: str
    amount: int
    description: str


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """An account as of a day, and the year of that day up to it. Amounts in fen.

    ``opening`` is what the movements before 1 January add up to; ``credits`` and ``uses`` are what
    came and went since, adjustments by their sign, both positive. ``reconciles`` tells whether
    they explain the balance: only then may they be spoken with it. ``last_uses`` are as many as
    were asked for, newest first, later ones than ``as_of`` among them.
    """

    account: str
    balance: int
    as_of: date
    opening: int
    credits: int
    uses: int
    reconciles: bool
    last_credit: Movement | None
    last_uses: tuple[Movement, ...]


def statement(
    connection: Connection, person_id: int, account: str, uses: int
) -> AccountStatement | None:
    """The account of a person, or ``None`` when there is no such account on record."""
    asked = {"person": person_id, "account": account, "limit": uses, "offset": 0}
    # A row for each use, or one without; what is in front of it is the same in all.
    found = _STATEMENT.all(connection, asked)
    if not found:
        return None
    balance, as_of, *totals, movements, on, kind, amount, description = found[0][:_USES_FROM]
    # Sums come back as Decimal from PostgreSQL, and as NULL where there is nothing to add.
    opening, came, went = (int(total or 0) for total in totals)
    return AccountStatement(
        account=account,
        balance=balance,
        as_of=as_of,
        opening=opening,
        credits=came,
        uses=went,
        reconciles=bool(movements) and opening + came - went == balance,
        last_credit=None if on is None else Movement(on, kind, amount, description),
        last_uses=tuple(Movement(*row[_USES_FROM:]) for row in found if row[_USES_FROM]),
    )


def spending(
    connection: Connection, person_id: int, account: str, offset: int, limit: int
) -> list[Movement]:
    """What was paid from an account, newest first."""
    page = {"person": person_id, "account": account, "offset": offset, "limit": limit}
    return [Movement(*row) for row in _SPENDING.all(connection, page)]


_ACCOUNTS: Table = Base.metadata.tables["accounts"]
_ENTRIES: Table = Base.metadata.tables["entries"]
_MOVEMENT = (_ENTRIES.c.on, _ENTRIES.c.kind, _ENTRIES.c.amount, _ENTRIES.c.description)
_OF_ACCOUNT = and_(
    _ENTRIES.c.person_id == bindparam("person"), _ENTRIES.c.account == bindparam("account")
)
_ACCOUNT = (
    select(_ACCOUNTS.c.balance, _ACCOUNTS.c.as_of, year_begin(_ACCOUNTS.c.as_of).label("new_year"))
    .where(
        _ACCOUNTS.c.person_id == bindparam("person"), _ACCOUNTS.c.account == bindparam("account")
    )
    .cte("account")
)
_AS_OF = select(_ACCOUNT.c.as_of).scalar_subquery()
_NEW_YEAR = select(_ACCOUNT.c.new_year).scalar_subquery()


def _total(amount: ColumnElement[int], which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((which, amount), else_=0))


def _sums() -> tuple[ColumnElement[int], ...]:
    signed = case((_ENTRIES.c.kind == "spend", -_ENTRIES.c.amount), else_=_ENTRIES.c.amount)
    this_year = _ENTRIES.c.on >= _NEW_YEAR
    return (
        _total(signed, ~this_year).label("opening"),
        _total(signed, and_(this_year, signed > 0)).label("credits"),
        _total(-signed, and_(this_year, signed < 0)).label("uses"),
        func.count().label("movements"),
    )


_TOTALS = select(*_sums()).where(_OF_ACCOUNT, _ENTRIES.c.on <= _AS_OF).subquery("totals")
_LAST_CREDIT = (
    select(*_MOVEMENT)
    .where(_OF_ACCOUNT, _ENTRIES.c.on <= _AS_OF, _ENTRIES.c.kind == "credit")
    .order_by(_ENTRIES.c.on.desc(), _ENTRIES.c.id.desc())
    .limit(1)
    .subquery("last_credit")
)
_SPENT = (
    select(*_MOVEMENT, _ENTRIES.c.id)
    .where(_OF_ACCOUNT, _ENTRIES.c.kind == "spend")
    .order_by(_ENTRIES.c.on.desc(), _ENTRIES.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_USES = _SPENT.subquery("uses")
_USE = [_USES.c[movement.name] for movement in _MOVEMENT]
_BEFORE_USES = (_ACCOUNT.c.balance, _ACCOUNT.c.as_of, *_TOTALS.c, *_LAST_CREDIT.c)
_USES_FROM = len(_BEFORE_USES)
_STATEMENT = Prepared(
    select(*_BEFORE_USES, *_USE)
    .select_from(
        _ACCOUNT.join(_TOTALS, true()).outerjoin(_LAST_CREDIT, true()).outerjoin(_USES, true())
    )
    .order_by(_USES.c.on.desc(), _USES.c.id.desc())
)
_SPENDING = Prepared(_SPENT.with_only_columns(*_MOVEMENT))
