"""What the carrier reports of a text message it has taken over, in whatever order it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, or_, update

from db.engine import Database
from db.models import Base

RANK = {
    "accepted": 0,
    "scheduled": 0,
    "queued": 1,
    "sending": 2,
    "sent": 3,
    "canceled": 4,
    "failed": 4,
    "undelivered": 4,
    "delivered": 4,
    "read": 5,
}
"""Twilio's MessageStatus; none is ever followed by one of a lower rank, or by another of 4."""
_ARRIVED = ("delivered", "read")
_LOST = ("canceled", "failed", "undelivered")


@dataclass(frozen=True, slots=True)
class Receipt:
    """One report. ``entry``: which message of ours it is, when the carrier was told and says so.
    ``error``: the carrier's code."""

    sid: str
    status: str
    error: str
    entry: int | None


def receive(database: Database, receipt: Receipt, now: datetime) -> bool:
    """Keep a report, unless a later one is known already. False when it changes nothing.

    A message whose sending was never confirmed is known by it to be sent: a worker that died
    between the carrier's yes and its own note of it does not send a second one.
    """
    columns = _OUTBOX.c
    rank = RANK[receipt.status]
    earlier = [status for status, other in RANK.items() if other < rank]
    ours = columns.carrier_sid == receipt.sid
    if receipt.entry is not None:
        unnamed = columns.carrier_sid.is_(None) & (columns.id == receipt.entry)
        ours = or_(ours, unnamed)
    if receipt.status in _LOST:
        state, error = "failed", f"carrier-{receipt.error or 'unknown'}"
    else:
        state, error = "delivered" if receipt.status in _ARRIVED else "sent", None
    told = (
        update(_OUTBOX)
        .where(ours, columns.state != "dropped")
        .where(or_(columns.receipt.is_(None), columns.receipt.in_(earlier)))
        .values(
            carrier_sid=receipt.sid,
            receipt=receipt.status,
            receipt_at=now,
            state=state,
            error=error,
            taken_until=None,
            done_at=now,
        )
    )
    with database.write() as connection:
        return connection.execute(told).rowcount == 1


_OUTBOX: Table = Base.metadata.tables["outbox"]
