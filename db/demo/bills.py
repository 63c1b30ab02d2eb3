"""Bills handed in for reimbursement in the demo, and the number of a card."""

from __future__ import annotations

from random import Random

from db.demo.city import HOSPITALS, weighted
from db.demo.resident import Resident
from db.demo.rows import Rows, day_of

_STATUSES = (("paid", 70), ("accepted", 14), ("received", 8), ("rejected", 8))
_FUND_SHARES = (55, 60, 70, 80, 85)  # hundredths


def add_claims(rows: Rows, person: Resident, chance: Random, periods: list[int]) -> None:
    """Bills of the last months; what is not decided yet has nothing paid."""
    for _ in range(person.claims):
        on = day_of(chance.choice(periods[-10:]), chance.randrange(1, 29))
        total = chance.randrange(300_00, 38_000_00, 5)
        status = weighted(chance, _STATUSES)
        fund = total * chance.choice(_FUND_SHARES) // 100 if status in ("paid", "accepted") else 0
        own = total - fund if status != "received" else 0
        bill = (on, chance.choice(HOSPITALS), total)
        nth = 1 + sum(row[:3] == bill for row in rows.claims)
        rows.claims.append((*bill, fund, own, status, nth))


def card_number(nth: int) -> str:
    """The card of the ``nth`` person: a letter no city uses alone, and eight digits."""
    return f"Z{nth:08}"
