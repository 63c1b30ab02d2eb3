"""What was before a call: other calls of the same person or number, and what was promised then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, bindparam, or_, select, union

from db.engine import Database
from db.models import Call, Disclosure, Ticket
from db.screen import OnLine, Screens, Wait
from db.tickets import OPEN, Promise

MOST_BEFORE = 5
"""How many of the last calls are shown."""
MOST_TICKETS = 10


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier call: where it stood at the end, and who talked to the caller, if anybody."""

    call_id: int
    started_at: datetime
    language: str
    step: str
    waits: tuple[Wait, ...]


class Earlier:
    """Finds what was before."""

    def __init__(self, database: Database, screens: Screens) -> None:
        self._database = database
        self._screens = screens

    def calls(self, call: OnLine, person_id: int | None) -> list[Before]:
        """The last calls of the same person or from the same number, newest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                _BEFORE,
                {
                    "call": call.call_id,
                    "numbers": list(call.number_indexes),
                    "person": person_id,
                    "most": MOST_BEFORE,
                },
            ).all()
        waits = self._screens.waits([row.id for row in rows])
        return [
            Before(row.id, row.started_at, row.language, row.step, waits.get(row.id, ()))
            for row in rows
        ]

    def promises(self, call: OnLine, person_id: int | None) -> list[Promise]:
        """What the same person or number was promised and has not had, soonest first."""
        wanted = {
            "numbers": list(call.number_indexes),
            "person": person_id,
            "call": call.call_id,
            "most": MOST_TICKETS,
        }
        with self._database.read() as connection:
            return [Promise(*row) for row in connection.execute(_TICKETS, wanted)]


_SAME_NUMBER = Call.number_index.in_(bindparam("numbers", expanding=True))
# Calls have no index of persons, for a turn would write it; whoever had something told or promised
# is found by that. One list of ids, so that each part of it is found by its own index.
_RELATED: CompoundSelect[Any] = union(
    select(Call.id).where(_SAME_NUMBER),
    select(Disclosure.call_id).where(
        Disclosure.person_id == bindparam("person"), Disclosure.call_id.is_not(None)
    ),
    select(Ticket.call_id).where(Ticket.person_id == bindparam("person")),
)
_BEFORE = (
    select(Call.id, Call.started_at, Call.language, Call.step)
    .where(Call.id.in_(_RELATED), Call.id != bindparam("call"))
    .order_by(Call.started_at.desc(), Call.id.desc())
    .limit(bindparam("most"))
)
_TICKETS = (
    select(
        Ticket.number,
        Ticket.kind,
        Ticket.status,
        Ticket.opened_at,
        Ticket.promised_on,
        Ticket.callback_at,
    )
    .join(Call, Call.id == Ticket.call_id)
    .where(
        Ticket.status == OPEN,
        or_(
            Ticket.person_id == bindparam("person"),
            Ticket.call_id == bindparam("call"),
            _SAME_NUMBER,
        ),
    )
    .order_by(Ticket.promised_on, Ticket.id)
    .limit(bindparam("most"))
)
