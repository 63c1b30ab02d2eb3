"""Benefits: what was paid to a person, and what is still due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Table, bindparam, select

from db.kinds import BENEFITS
from db.models import Base
from db.prepared import Prepared


@dataclass(frozen=True, slots=True)
class BenefitPayment:
    """A benefit for a month. ``amount`` is in fen; ``paid_on`` is ``None`` while it is due.

    ``benefit`` is one of ``db.kinds.BENEFITS``: whatever else is on record is ``other``.
    """

    benefit: str
    period: int
    amount: int
    paid_on: date | None


def payments(
    connection: Connection, person_id: int, offset: int, limit: int
) -> list[BenefitPayment]:
    """Benefits by their month, newest first."""
    page = {"person": person_id, "offset": offset, "limit": limit}
    return [
        BenefitPayment(benefit if benefit in BENEFITS else "other", *rest)
        for benefit, *rest in _PAYMENTS.all(connection, page)
    ]


_BENEFITS: Table = Base.metadata.tables["benefits"]
_PAYMENTS = Prepared(
    select(_BENEFITS.c.benefit, _BENEFITS.c.period, _BENEFITS.c.amount, _BENEFITS.c.paid_on)
    .where(_BENEFITS.c.person_id == bindparam("person"))
    .order_by(_BENEFITS.c.period.desc(), _BENEFITS.c.benefit)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
