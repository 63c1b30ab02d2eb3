"""Claims: bills handed in for reimbursement, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, Table, bindparam, select

from db.models import Base
from db.prepared import Prepared

NEWS = timedelta(days=365)
"""For how long after the treatment a rejection is news."""


@dataclass(frozen=True, slots=True)
class ClaimedBill:
    """A bill. Amounts in fen; what was paid is settled only when ``status`` is paid.

    ``status`` is one of ``db.kinds.CLAIM_STATUSES``.
    """

    service_date: date
    total: int
    fund_paid: int
    personal_paid: int
    status: str


def bills(connection: Connection, person_id: int, offset: int, limit: int) -> list[ClaimedBill]:
    """Bills by the day of treatment, newest first."""
    page = {"person": person_id, "offset": offset, "limit": limit}
    return [ClaimedBill(*row) for row in _BILLS.all(connection, page)]


def rejected(connection: Connection, person_id: int, today: date) -> ClaimedBill | None:
    """The newest bill that was rejected, if its treatment lies less than a year back."""
    values = {"person": person_id, "oldest": today - NEWS}
    found = _REJECTED.first(connection, values)
    return None if found is None else ClaimedBill(*found)


_CLAIMS: Table = Base.metadata.tables["claims"]
_NEWEST_FIRST = (
    select(
        _CLAIMS.c.service_date,
        _CLAIMS.c.total,
        _CLAIMS.c.fund_paid,
        _CLAIMS.c.personal_paid,
        _CLAIMS.c.status,
    )
    .where(_CLAIMS.c.person_id == bindparam("person"))
    .order_by(_CLAIMS.c.service_date.desc(), _CLAIMS.c.id.desc())
)
_BILLS = Prepared(_NEWEST_FIRST.limit(bindparam("limit")).offset(bindparam("offset")))
_REJECTED = Prepared(
    _NEWEST_FIRST.where(
        _CLAIMS.c.status == "rejected", _CLAIMS.c.service_date > bindparam("oldest")
    ).limit(1)
)
