"""Everything about the ``nth`` person of the demo city, the same for the same seed and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db.demo.bills import add_claims, card_number
from db.demo.career import add_career
from db.demo.money import add_accounts
from db.demo.resident import Resident, resident
from db.demo.rows import Rows
from db.demo.showcase import cast
from db.periods import period_of, shift


@dataclass(frozen=True)
class Life:
    """A person and all their records, in plain text."""

    person: Resident
    card_number: str
    rows: Rows


def life(nth: int, *, seed: int, today: date, months: int) -> Life:
    """Records of ``months`` up to the month before ``today``."""
    last = shift(period_of(today), -1)
    periods = [shift(last, back) for back in range(1 - months, 1)]
    person, chance = cast(nth, seed) or resident(nth, seed, today)
    rows = Rows()
    add_career(rows, person, chance, periods)
    add_accounts(rows, person, chance, periods)
    add_claims(rows, person, chance, periods)
    return Life(person, card_number(nth), rows)
