"""Callbacks: which are promised, whom to ring when one is due, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, bindparam, case, func, literal, or_, select, update

from db.engine import Database
from db.models import Base, Outgoing, Ticket
from db.outbox import AFRESH, CALLBACK, CALLBACK_KEY
from db.secrets import Keyring
from db.tickets import OPEN

MOST_RINGS = 3
BETWEEN = timedelta(minutes=10)
"""From a ringing that nobody answered to the next."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A ticket somebody waits for. ``number`` is the one they called from (E.164), if it was
    shown."""

    is_open: bool
    number: str | None = field(repr=False)


def wanted(database: Database, keyring: Keyring, ticket: str) -> Wanted | None:
    """What is known of a ticket; None when there is none of this number."""
    with database.read() as connection:
        row = connection.execute(_TICKET, {"number": ticket}).one_or_none()
    if row is None:
        return None
    sealed = row.caller_number
    number = keyring.decrypt_text(sealed, "tickets.caller_number") if sealed else None
    return Wanted(row.status == OPEN, number)


@dataclass(frozen=True, slots=True)
class Promised:
    """A callback as an operator sees it: nothing of whom it goes to."""

    ticket: str
    state: str
    due_at: datetime
    tries: int
    error: str | None


def promised(database: Database, most: int) -> list[Promised]:
    """The callbacks that somebody waits for, the next one first."""
    with database.read() as connection:
        return [Promised(*row) for row in connection.execute(_PROMISED, {"most": most})]


def call_now(database: Database, ticket: str, now: datetime) -> bool:
    """Let a callback be due at once, also one that was given up; it is rung three times again.

    False when nobody waits for one under this ticket, or when it is being rung.
    """
    whose = {"wanted": ticket, "now": now}
    with database.write() as connection:
        if connection.execute(_FORWARD, {**whose, "callback": CALLBACK_KEY + ticket}).rowcount != 1:
            return False
        # Whoever asks for another time must not be told of the one that was booked.
        connection.execute(_PROMISED_NOW, whose)
    return True


def receive(
    database: Database, clock: Callable[[], datetime], entry: int, sid: str, status: str
) -> None:
    """The carrier reports how a call of the line's own ended; ``status`` is its CallStatus.

    Whoever did not answer is rung again a little later, three times in all.
    """
    now, columns = clock(), _OUTBOX.c
    if status == "completed":
        values: dict[str, Any] = {
            "state": "delivered",
            "error": None,
            "done_at": now,
            "carrier_sid": sid,
        }
    else:
        again, moment = columns.tries < MOST_RINGS, columns.due_at.type
        values = {
            "state": case((again, "waiting"), else_="failed"),
            "due_at": case((again, literal(now + BETWEEN, moment)), else_=columns.due_at),
            "error": f"call-{status}",
            "carrier_sid": None,
            "done_at": case((again, None), else_=literal(now, moment)),
        }
    told = (
        update(_OUTBOX)
        .where(columns.id == entry, columns.kind == CALLBACK)
        .where(or_(columns.carrier_sid == sid, columns.carrier_sid.is_(None)))
        .where(or_(columns.state == "sent", columns.taken_until.is_not(None)))
        .values(taken_until=None, receipt=status, receipt_at=now, **values)
    )
    with database.write() as connection:
        connection.execute(told)


_OUTBOX: Table = Base.metadata.tables["outbox"]
_TICKETS: Table = Base.metadata.tables["tickets"]
_TICKET_OF = func.substr(Outgoing.key, len(CALLBACK_KEY) + 1)
_PROMISED = (
    select(Ticket.number, Outgoing.state, Outgoing.due_at, Outgoing.tries, Outgoing.error)
    .join(Ticket, Ticket.number == _TICKET_OF)
    .where(Outgoing.kind == CALLBACK, Outgoing.state.in_(("waiting", "sent", "failed")))
    .where(Ticket.status == OPEN)
    .order_by(Outgoing.due_at, Outgoing.id)
    .limit(bindparam("most"))
)
_FORWARD = (
    update(_OUTBOX)
    .where(_OUTBOX.c.key == bindparam("callback"), _OUTBOX.c.state.in_(("waiting", "failed")))
    .where(or_(_OUTBOX.c.taken_until.is_(None), _OUTBOX.c.taken_until <= bindparam("now")))
    .where(
        select(Ticket.id)
        .where(Ticket.number == bindparam("wanted"), Ticket.status == OPEN)
        .exists()
    )
    .values(**AFRESH, due_at=bindparam("now"))
)
_PROMISED_NOW = (
    update(_TICKETS)
    .where(_TICKETS.c.number == bindparam("wanted"))
    .values(callback_at=bindparam("now"))
)
_TICKET = select(Ticket.status, Ticket.caller_number).where(Ticket.number == bindparam("number"))
