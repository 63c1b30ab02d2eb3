"""What of a record was revealed to an agent, as the page shows it while it may."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.records import Records
from db.reveals import NUMBER, Shown
from ivr.desk.agent.parts import Room

MONTHS, PAYMENTS, USES = 12, 6, 5


@dataclass(frozen=True, slots=True)
class Revealed:
    """The parts of a person's record that may be seen ``until`` the first of them may not be.

    ``parts`` are by their name (``db.reveals.PARTS``), each as ``db.records`` gives it; for
    ``identity`` it is the ``Holder``.
    """

    person_id: int
    until: datetime
    parts: dict[str, Any]


def revealed(room: Room, shown: Iterable[Shown], now: datetime) -> list[Revealed]:
    """What ``shown`` allows to be seen, whoever was asked for last coming first."""
    by_person: dict[int, dict[str, datetime]] = {}
    for each in shown:
        if each.person_id is not None and each.part != NUMBER:
            by_person.setdefault(each.person_id, {}).setdefault(each.part, each.until)
    return [
        Revealed(
            person_id,
            min(parts.values()),
            {part: _READ[part](room, person_id, now) for part in _READ if part in parts},
        )
        for person_id, parts in by_person.items()
    ]


def _records(room: Room, person_id: int) -> Records:
    return Records(room.desk.line.database, person_id)


def _accounts(room: Room, person_id: int, now: datetime) -> Any:
    records = _records(room, person_id)
    found = (records.medical_account(USES), records.account_statement("pension", USES))
    return [account for account in found if account is not None]


_READ: dict[str, Callable[[Room, int, datetime], Any]] = {
    "identity": lambda room, person, now: room.holders.find(person),
    "enrolments": lambda room, person, now: _records(room, person).enrolments(),
    "accounts": _accounts,
    "contributions": lambda room, person, now: _records(room, person).contribution_months(
        limit=MONTHS
    ),
    "benefits": lambda room, person, now: _records(room, person).benefit_payments(limit=PAYMENTS),
    "claims": lambda room, person, now: _records(room, person).claimed_bills(limit=PAYMENTS),
    "cards": lambda room, person, now: _records(room, person).cards(now),
}
