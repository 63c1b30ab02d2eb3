"""Calls that the line places to those who wait without being on it.

    offered ──place──▶ calling ──(the called person presses a key: ``db.callbacks``)──▶ offered
       ▲                  │
    waiting ◀─────────────┘  ``unanswered``: again ten minutes later, three times in all

A try is a promise in the outbox, named after its ticket and the offer for which it is made: it is
made once, and whoever is not kept for the caller any more makes it void.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, bindparam, or_, select, update

from db import duty, outbox, queue
from db.engine import Database
from db.models import Base, Ticket
from db.outbox import CALLBACK, CALLBACK_KEY
from db.queue import CALLING, OFFERED, WAITING, Entry
from db.secrets import Keyring

MOST_RINGS = 3
BETWEEN = timedelta(minutes=10)
"""From a ringing that nobody answered to the next."""
SOON = timedelta(minutes=1)
"""Until the next try, when the carrier could not even try."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to call: the number they called from (E.164), if it was shown, else whose registered
    mobile."""

    number: str | None = field(repr=False)
    person_id: int | None


@dataclass(frozen=True, slots=True)
class Undone:
    """A callback that nobody answered: agents find its ticket."""

    ticket: str
    entry_id: int
    call_id: int
    person_id: int | None
    language: str


def place(connection: Connection, keyring: Keyring, found: Entry, now: datetime) -> bool:
    """An agent takes the offer of an absent caller: they are kept, and the caller is called."""
    if found.ticket is None or not queue.move(connection, found.id, (OFFERED,), state=CALLING):
        return False
    person = connection.execute(_TICKET, {"ticket": found.ticket}).one().person_id
    outbox.put(
        connection,
        keyring,
        key=f"{CALLBACK_KEY}{found.ticket}/{found.token}",
        kind=CALLBACK,
        body={"ticket": found.ticket, "token": found.token},
        call_id=found.call_id,
        person_id=person,
        due_at=now,
        now=now,
    )
    queue.note(connection, found.call_id, "calling-back", now, nth=found.tries + 1)
    return True


def wanted(database: Database, keyring: Keyring, token: str) -> Wanted | None:
    """Whom an offer is kept for; None when it is not any more."""
    with database.read() as connection:
        found = _kept(connection, token)
        if found is None:
            return None
        row = connection.execute(_TICKET, {"ticket": found.ticket}).one()
    sealed = row.caller_number
    number = keyring.decrypt_text(sealed, "tickets.caller_number") if sealed else None
    return Wanted(number, row.person_id)


def picked_up(database: Database, entry: int, sid: str) -> None:
    """Somebody has answered the call ``sid``, placed for ``entry`` of the outbox: it is known from
    now on which call that is, also where a worker was killed before it could write it down."""
    with database.write() as connection:
        connection.execute(_PICKED_UP, {"entry": entry, "sid": sid})


def ended(
    connection: Connection, entry: int, sid: str, status: str, now: datetime
) -> tuple[bool, Undone | None]:
    """The carrier reports how a call of the line's own ended; ``status`` is its CallStatus.

    Gives whether anything has changed, and the callback if it is given up by that. Who has pressed
    no key was not reached, whoever picked up.
    """
    columns = _OUTBOX.c
    done = status == "completed"
    told = (
        update(_OUTBOX)
        .where(columns.id == entry, columns.kind == CALLBACK)
        .where(or_(columns.carrier_sid == sid, columns.carrier_sid.is_(None)))
        .where(or_(columns.state == "sent", columns.taken_until.is_not(None)))
        .values(
            state="delivered" if done else "failed",
            error=None if done else f"call-{status}",
            carrier_sid=sid,
            taken_until=None,
            receipt=status,
            receipt_at=now,
            done_at=now,
        )
        .returning(columns.key)
    )
    key = connection.execute(told).scalar()
    if key is None:
        return False, None
    token = key.rpartition("/")[2]
    return True, unanswered(connection, token, "no-key" if done else status, now)


def unanswered(connection: Connection, token: str, why: str, now: datetime) -> Undone | None:
    """Nobody has pressed the key to be joined. The agent is free, and there is another try a little
    later; gives the callback when there is none. Of an offer that is not kept nothing changes."""
    found = _kept(connection, token)
    if found is None:
        return None
    queue.note(connection, found.call_id, "not-reached", now, nth=found.tries + 1, why=why)
    if found.tries + 1 < MOST_RINGS:
        _back(connection, found, now, due_at=now + BETWEEN, tries=found.tries + 1)
        return None
    queue.move(connection, found.id, (CALLING,), tries=found.tries + 1)
    return give_up(connection, found, now)


def give_up(connection: Connection, found: Entry, now: datetime) -> Undone | None:
    """Nobody calls any more; the ticket stays open."""
    if found.ticket is None or not queue.end(connection, found, "undone", now):
        return None
    row = connection.execute(_TICKET, {"ticket": found.ticket}).one()
    return Undone(found.ticket, found.id, found.call_id, row.person_id, row.language)


def put_off(connection: Connection, token: str, now: datetime) -> None:
    """The carrier could not place the call: the agent is free, and it does not count as a try."""
    found = _kept(connection, token)
    if found is not None:
        _back(connection, found, now, due_at=now + SOON)


def too_long(connection: Connection, before: datetime) -> list[Entry]:
    """Those for whom an agent has been kept since before then: nothing was reported of the call."""
    calling = queue.in_state(connection, CALLING)
    return [each for each in calling if each.offered_at is not None and each.offered_at < before]


def _kept(connection: Connection, token: str) -> Entry | None:
    found = queue.by_token(connection, token)
    return found if found is not None and found.state == CALLING else None


def _back(connection: Connection, found: Entry, now: datetime, **values: Any) -> None:
    free: dict[str, Any] = {"agent_id": None, "token": None, "accepted_at": None}
    moved = queue.move(connection, found.id, (CALLING,), state=WAITING, **free, **values)
    if moved and found.agent_id is not None:
        duty.change(connection, found.agent_id, duty.READY, now, why="call")


_OUTBOX: Table = Base.metadata.tables["outbox"]
_TICKET = select(Ticket.person_id, Ticket.language, Ticket.caller_number).where(
    Ticket.number == bindparam("ticket")
)
_PICKED_UP = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id == bindparam("entry"), _OUTBOX.c.kind == CALLBACK)
    .where(_OUTBOX.c.carrier_sid.is_(None))
    .values(carrier_sid=bindparam("sid"))
)
