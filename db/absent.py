"""Those who wait in the queue without being on the line: who may be called now, and whose time is
over; and what an operator has done for one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Boolean, Connection, Table, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from db import queue
from db.engine import Database
from db.models import Base, Call, QueueEntry, Ticket
from db.queue import ABSENT, DONE, OFFERED, WAITING, Entry
from db.tickets import OPEN

STILL_THERE = timedelta(minutes=5)
"""A caller of whom nothing was heard for so long is on the phone no more, whatever was reported."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a caller stands in the queue, as ``db.queue.Queue.join`` has it."""

    topic: str
    lane: str
    language: str
    priority: int


@dataclass(frozen=True, slots=True)
class Promised:
    """A callback as an operator sees it: nothing of whom it goes to. ``state``: of its wait."""

    ticket: str
    state: str
    due_at: datetime
    tries: int


def enter(
    connection: Connection,
    call_id: int,
    ticket: str,
    place: Place,
    begins: datetime,
    now: datetime,
    *,
    due_at: datetime | None = None,
    any_hour: bool = False,
) -> None:
    """Somebody waits since ``begins`` who is not on the line, and is called then, or when it is
    ``due_at``; in the night only at ``any_hour``."""
    row = {
        "call_id": call_id,
        "topic": place.topic,
        "lane": place.lane,
        "language": place.language,
        "priority": place.priority,
        "mode": ABSENT,
        "entered_at": begins,
        "seen_at": now,
        "state": WAITING,
        "ticket": ticket,
        "due_at": due_at or begins,
        "tries": 0,
        "any_hour": any_hour,
        "offers": 0,
    }
    connection.execute(insert(QueueEntry), row)


def ready(connection: Connection, now: datetime, *, bearable: bool = True) -> set[int]:
    """The absent callers who may be called now: it is time, and they are not on the phone. When
    it is not ``bearable``, only those whom an operator has called."""
    moments = {"now": now, "silent": now - STILL_THERE, "bearable": bearable}
    return set(connection.execute(_READY, moments).scalars())


def overdue(connection: Connection, today: date) -> list[Entry]:
    """The absent callers whom nobody has called by the date that was promised."""
    return [Entry(*row) for row in connection.execute(_OVERDUE, {"today": today})]


def answered(connection: Connection) -> list[Entry]:
    """The absent callers whose ticket somebody has closed meanwhile."""
    return [Entry(*row) for row in connection.execute(_ANSWERED)]


def of_ticket(connection: Connection, ticket: str) -> Entry | None:
    """The wait of a ticket, over or not."""
    found = connection.execute(_OF_TICKET, {"ticket": ticket}).first()
    return None if found is None else Entry(*found)


def promised(database: Database, most: int) -> list[Promised]:
    """The callbacks that somebody waits for, the next one first."""
    with database.read() as connection:
        rows = connection.execute(_PROMISED, {"most": most}).all()
    return [
        Promised(row.number, row.state, row.due_at or row.entered_at, row.tries) for row in rows
    ]


def call_now(database: Database, ticket: str, now: datetime) -> bool:
    """Let a callback be due at once, also one that was given up; it is rung three times again.

    False when nobody waits for one under this ticket, or when it is being rung.
    """
    with database.write() as connection:
        found = of_ticket(connection, ticket)
        wanted = connection.execute(_TICKET_STATUS, {"ticket": ticket}).scalar() == OPEN
        if found is None or not wanted or found.mode != ABSENT:
            return False
        if found.state == DONE:
            place = Place(found.topic, found.lane, found.language, found.priority)
            enter(
                connection,
                found.call_id,
                ticket,
                place,
                found.entered_at,
                now,
                due_at=now,
                any_hour=True,
            )
        elif not queue.move(connection, found.id, (WAITING,), due_at=now, tries=0, any_hour=True):
            return False
        # Whoever asks for another time must not be told of the one that was booked.
        connection.execute(_PROMISED_NOW, {"ticket": ticket, "now": now})
    return True


_TICKETS: Table = Base.metadata.tables["tickets"]
COLUMNS = tuple(getattr(QueueEntry, name) for name in Entry.__dataclass_fields__)
_OF_TICKET = (
    select(*COLUMNS)
    .where(QueueEntry.ticket == bindparam("ticket"))
    .order_by(QueueEntry.id.desc())
    .limit(1)
)
_READY = (
    select(QueueEntry.id)
    .join(Call, Call.id == QueueEntry.call_id)
    .join(Ticket, Ticket.number == QueueEntry.ticket)
    .where(QueueEntry.state == WAITING, QueueEntry.mode == ABSENT, Ticket.status == OPEN)
    .where(QueueEntry.due_at <= bindparam("now"))
    .where(or_(QueueEntry.any_hour, bindparam("bearable", type_=Boolean)))
    .where(
        or_(
            Call.ended_at.is_not(None),
            Call.finished.is_(True),
            Call.touched_at <= bindparam("silent", type_=Call.touched_at.type),
        )
    )
)
_OVERDUE = (
    select(*COLUMNS)
    .join(Ticket, Ticket.number == QueueEntry.ticket)
    .where(QueueEntry.state == WAITING, QueueEntry.mode == ABSENT)
    .where(Ticket.status == OPEN, Ticket.promised_on < bindparam("today"))
)
_ANSWERED = (
    select(*COLUMNS)
    .join(Ticket, Ticket.number == QueueEntry.ticket)
    .where(QueueEntry.state.in_((WAITING, OFFERED)), QueueEntry.mode == ABSENT)
    .where(Ticket.status != OPEN)
)
_LATER = aliased(QueueEntry)
_NEWEST = select(func.max(_LATER.id)).where(_LATER.ticket == Ticket.number).scalar_subquery()
_PROMISED = (
    select(
        Ticket.number,
        QueueEntry.state,
        QueueEntry.due_at,
        QueueEntry.entered_at,
        QueueEntry.tries,
    )
    .join(QueueEntry, QueueEntry.ticket == Ticket.number)
    .where(QueueEntry.mode == ABSENT, QueueEntry.id == _NEWEST, Ticket.status == OPEN)
    .order_by(QueueEntry.due_at, QueueEntry.id)
    .limit(bindparam("most"))
)
_TICKET_STATUS = select(Ticket.status).where(Ticket.number == bindparam("ticket"))
_PROMISED_NOW = (
    update(_TICKETS)
    .where(_TICKETS.c.number == bindparam("ticket"), _TICKETS.c.callback_at.is_not(None))
    .values(callback_at=bindparam("now"))
)
