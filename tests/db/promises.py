"""Callbacks that are promised, as a turn writes them."""

from __future__ import annotations

from datetime import datetime

from db.absent import Place
from db.callbacks import Callbacks
from db.calls import Calls
from db.engine import Database
from db.secrets import Keyring
from db.tickets import open_ticket
from tests.clock import Clock

PLACE = Place(topic="contact", lane="", language="zh-CN", priority=20)
CODE = "5678"


def promise(
    database: Database,
    keyring: Keyring,
    clock: Clock,
    ticket: str,
    begins: datetime,
    *,
    number: str | None,
    person_id: int | None = None,
    sid: str = "CA1",
) -> int:
    """A callback booked in the call ``sid``, which is over; gives the row of that call."""
    calls = Calls(database, keyring)
    call = calls.begin(sid, number, "zh-CN", clock.now)
    calls.ended(sid, "completed", clock.now)
    with database.write() as connection:
        open_ticket(
            connection,
            keyring,
            number=ticket,
            call_id=call.id,
            kind="callback",
            language="zh-CN",
            person_id=person_id,
            caller_number=number,
            recording_url=None,
            recording_seconds=None,
            opened_at=clock.now,
            promised_on=begins.date(),
            callback_at=begins,
            code=CODE,
        )
        Callbacks.promise(call.id, ticket, begins, PLACE)(connection, clock.now)
    return call.id
