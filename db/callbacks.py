"""Callbacks: callers who wait in the queue without being on the line.

Each is a ticket and a wait of mode ``absent`` (``db.queue``). Nobody is offered it before it is due
and while its caller is on the phone still; who takes it is kept for the caller while the line calls
them (``db.dialling``). When the called person presses their key, the same wait goes on on the new
call. Waits are moved only from the state they must be in, so nothing is done twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from db import absent, duty, leg, queue
from db.absent import COLUMNS, Place
from db.engine import Database, Later
from db.models import Call, Outgoing, QueueEntry, Ticket
from db.outbox import CALLBACK, CALLBACK_KEY
from db.queue import ABSENT, CALLING, CARRIER, DONE, OFFERED, WAITING, Entry
from db.secrets import Keyring
from db.tickets import NUMBER_DIGITS


@dataclass(frozen=True, slots=True)
class Returned:
    """What a call that the line has placed is about: the ticket, and the code to be known by."""

    ticket: str
    code: str | None


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
                absent.enter(connection, call_id, ticket, place, now, now)
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
            absent.enter(connection, call_id, ticket, place, begins, now)

        return write

    def go_on(self, call_id: int, mode: str, otherwise: Later) -> Later:
        """A write by which whoever was called, or has kept their place, waits on the line now: for
        the agent who is kept for them, or in their place. It may have been kept in a call before
        this one, from the same number or by the same person. ``mode`` is how they are joined. Who
        has no such place does ``otherwise``."""

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


def _place_of(connection: Connection, call_id: int) -> tuple[Entry | None, bool]:
    """The absent wait that this call is about, and whether an agent is kept for it just now."""
    row = connection.execute(_LINK, {"call": call_id}).first()
    if row is not None:
        ticket, token = row.key.removeprefix(CALLBACK_KEY).split("/")
        found = absent.of_ticket(connection, ticket)
        kept = found is not None and found.state == CALLING and found.token == token
    else:
        own = connection.execute(_KEPT_BY, {"call": call_id}).first()
        found, kept = (None if own is None else Entry(*own)), False
    if found is None or found.mode != ABSENT or found.state == DONE:
        return None, False
    return found, kept


def _at_desk(connection: Connection, agent_id: int | None) -> bool:
    """Whether an agent has a page on which they have said that they take the caller."""
    return any(a.agent_id == agent_id and a.at_desk for a in duty.everybody(connection))


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
_MINE = aliased(Call)
_KEPT_BY = (
    select(*COLUMNS)
    .join(Ticket, Ticket.number == QueueEntry.ticket)
    .join(Call, Call.id == QueueEntry.call_id)
    .join(_MINE, _MINE.id == bindparam("call"))
    .where(QueueEntry.mode == ABSENT, QueueEntry.state != DONE, Ticket.callback_at.is_(None))
    .where(
        or_(
            Call.id == _MINE.id,
            Call.number_index == _MINE.number_index,
            Ticket.person_id == _MINE.person_id,
        )
    )
    .order_by(QueueEntry.entered_at, QueueEntry.id)
    .limit(1)
)
