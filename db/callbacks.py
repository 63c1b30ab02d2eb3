"""Callbacks that are due: whom to ring, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, bindparam, case, literal, or_, select, update

from db.engine import Database
from db.models import Base, Ticket
from db.outbox import CALLBACK
from db.secrets import Keyring

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
    return Wanted(row.status == "open", number)


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
_TICKET = select(Ticket.status, Ticket.caller_number).where(Ticket.number == bindparam("number"))
