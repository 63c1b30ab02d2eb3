"""Callbacks: callers who wait in the queue without being on the line.

Each is a ticket and a wait of mode ``absent`` (``db.queue``). Nobody is offered it before it is due
and while its caller is on the phone still; who takes it is kept for the caller while the line calls
them (``db.dialling``). When the called person presses their key, the same wait goes on on the new
call. Waits are moved only from the state they must be in, so nothing is done twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, Connection, Table, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from db import duty, leg, queue
from db.engine import Database, Later
from db.models import Base, Call, Outgoing, QueueEntry, Ticket
from db.outbox import CALLBACK, CALLBACK_KEY
from db.queue import ABSENT, CALLING, CARRIER, DONE, OFFERED, WAITING, Entry
from db.secrets import Keyring
from db.tickets import NUMBER_DIGITS, OPEN

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
class Returned:
    """What a call that the line has placed is about: the ticket, and the code to be known by."""

    ticket: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Promised:
    """A callback as an operator sees it: nothing of whom it goes to. ``state``: of its wait."""

    ticket: str
    state: str
    due_at: datetime
    tries: int


class Callbacks:
    """The callbacks of the line, as a conversation asks of them."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def of(self, call_id: int) -> Returned | None:
        """What this call returns; None when the line has not placed it."""
        with self._database.read() as connection:
            row = connection.execute(_RETURNED, {"call": call_id}).first()
        return None if row is None else Returned(row.number, row.code)

    def language_of(self, sid: str) -> str | None:
        """The language of whoever is called by the carrier's call ``sid``."""
        with self._database.read() as connection:
            return connection.execute(_LANGUAGE, {"sid": sid}).scalar()

    @staticmethod
    def keep(call_id: int, ticket: str, place: Place) -> Later:
        """A write by which a caller who waits keeps their place and need not stay on the line."""

        def write(connection: Connection, now: datetime) -> None:
            found = queue.of_call(connection, call_id)
            if found is None:
                # The line had lost sight of them; they are here.
                _enter(connection, call_id, ticket, place, entered_at=now, due_at=now, now=now)
            else:
                if found.state == OFFERED:
                    queue.back(connection, found, now, why="failed")
                kept = {"mode": ABSENT, "ticket": ticket, "due_at": now, "offers": 0}
                queue.move(
                    connection,
                    found.id,
                    (WAITING,),
                    **kept,
                    priority=place.priority,
                    wanted_id=None,
                )
            queue.note(connection, call_id, "kept-place", now)

        return write

    @staticmethod
    def promise(call_id: int, ticket: str, begins: datetime, place: Place) -> Later:
        """A write by which a caller waits from ``begins`` on, without being on the line."""

        def write(connection: Connection, now: datetime) -> None:
            _enter(connection, call_id, ticket, place, entered_at=begins, due_at=begins, now=now)

        return write

    def go_on(self, call_id: int, mode: str, otherwise: Later) -> Later:
        """A write by which whoever was called, or has kept their place in this very call, waits on
        the line now: for the agent who is kept for them, or in their place. ``mode`` is how they
        are joined. Who has no such place does ``otherwise``."""

        def write(connection: Connection, now: datetime) -> None:
            found, kept = _place_of(connection, call_id)
            if found is None:
                otherwise(connection, now)
                return
            if found.state in (OFFERED, CALLING) and not kept:
                queue.back(connection, found, now, why="failed")
            here: dict[str, Any] = {
                "call_id": call_id,
                "mode": mode,
                "due_at": None,
                "seen_at": now,
            }
            if kept:
                here |= {"state": OFFERED, "offered_at": now}
                if mode == CARRIER and not _at_desk(connection, found.agent_id):
                    # A telephone says anew, by a key, whether somebody takes it.
                    here["accepted_at"] = None
                queue.move(connection, found.id, (CALLING,), **here)
                if mode == CARRIER:
                    leg.ring(
                        connection,
                        self._keyring,
                        replace(found, call_id=call_id),
                        found.token or "",
                        now,
                    )
            else:
                queue.move(connection, found.id, (WAITING,), **here)
            queue.note(connection, call_id, "returned", now)

        return write

    @staticmethod
    def withdraw(call_id: int) -> Later:
        """A write by which whoever was called does not want the place that is kept for them; the
        agent is free again."""

        def write(connection: Connection, now: datetime) -> None:
            found, _ = _place_of(connection, call_id)
            if found is not None:
                queue.end(connection, found, "left", now)

        return write


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
            entered = found.entered_at
            _enter(
                connection,
                found.call_id,
                ticket,
                place,
                entered_at=entered,
                due_at=now,
                now=now,
                any_hour=True,
            )
        elif not queue.move(connection, found.id, (WAITING,), due_at=now, tries=0, any_hour=True):
            return False
        # Whoever asks for another time must not be told of the one that was booked.
        connection.execute(_PROMISED_NOW, {"ticket": ticket, "now": now})
    return True


def _place_of(connection: Connection, call_id: int) -> tuple[Entry | None, bool]:
    """The absent wait that this call is about, and whether an agent is kept for it just now."""
    row = connection.execute(_LINK, {"call": call_id}).first()
    if row is not None:
        ticket, token = row.key.removeprefix(CALLBACK_KEY).split("/")
        found = of_ticket(connection, ticket)
        kept = found is not None and found.state == CALLING and found.token == token
    else:
        own = connection.execute(_KEPT_IN, {"call": call_id}).first()
        found, kept = (None if own is None else Entry(*own)), False
    if found is None or found.mode != ABSENT or found.state == DONE:
        return None, False
    return found, kept


def _at_desk(connection: Connection, agent_id: int | None) -> bool:
    """Whether an agent has a page on which they have said that they take the caller."""
    return any(a.agent_id == agent_id and a.at_desk for a in duty.everybody(connection))


def _enter(
    connection: Connection,
    call_id: int,
    ticket: str,
    place: Place,
    *,
    entered_at: datetime,
    due_at: datetime,
    now: datetime,
    any_hour: bool = False,
) -> None:
    row = {
        "call_id": call_id,
        "topic": place.topic,
        "lane": place.lane,
        "language": place.language,
        "priority": place.priority,
        "mode": ABSENT,
        "entered_at": entered_at,
        "seen_at": now,
        "state": WAITING,
        "ticket": ticket,
        "due_at": due_at,
        "tries": 0,
        "any_hour": any_hour,
        "offers": 0,
    }
    connection.execute(insert(QueueEntry), row)


_TICKETS: Table = Base.metadata.tables["tickets"]
_COLUMNS = tuple(getattr(QueueEntry, name) for name in Entry.__dataclass_fields__)
_TICKET_OF = func.substr(Outgoing.key, len(CALLBACK_KEY) + 1, NUMBER_DIGITS)
_PLACED = select(Ticket.number, Ticket.code).join(Outgoing, Ticket.number == _TICKET_OF)
_RETURNED = _PLACED.join(Call, Call.sid == Outgoing.carrier_sid).where(
    Call.id == bindparam("call"), Outgoing.kind == CALLBACK
)
_LANGUAGE = (
    select(Ticket.language)
    .join(Outgoing, Ticket.number == _TICKET_OF)
    .where(Outgoing.carrier_sid == bindparam("sid"), Outgoing.kind == CALLBACK)
)
_LINK = (
    select(Outgoing.key)
    .join(Call, Call.sid == Outgoing.carrier_sid)
    .where(Call.id == bindparam("call"), Outgoing.kind == CALLBACK)
)
_KEPT_IN = (
    select(*_COLUMNS)
    .join(Ticket, Ticket.number == QueueEntry.ticket)
    .where(QueueEntry.call_id == bindparam("call"), QueueEntry.mode == ABSENT)
    .where(QueueEntry.state != DONE, Ticket.callback_at.is_(None))
    .limit(1)
)
_OF_TICKET = (
    select(*_COLUMNS)
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
    select(*_COLUMNS)
    .join(Ticket, Ticket.number == QueueEntry.ticket)
    .where(QueueEntry.state == WAITING, QueueEntry.mode == ABSENT)
    .where(Ticket.status == OPEN, Ticket.promised_on < bindparam("today"))
)
_LATER = aliased(QueueEntry)
_ANSWERED = (
    select(*_COLUMNS)
    .join(Ticket, Ticket.number == QueueEntry.ticket)
    .where(QueueEntry.state.in_((WAITING, OFFERED)), QueueEntry.mode == ABSENT)
    .where(Ticket.status != OPEN)
)
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
