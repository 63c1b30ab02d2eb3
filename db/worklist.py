"""What was promised and has to be done: messages, callbacks, complaints, checks; by their date.

An agent takes a ticket, writes what they found (``db.notes``), and closes it with a result; one
that was closed too early is opened again. Every move is an event of the call it came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, bindparam, case, func, select, update

from db.engine import Database
from db.kinds import TICKETS
from db.models import Agent, Base, Event, Ticket, Voicemail
from db.queue import note
from db.secrets import Keyring
from db.tickets import DONE, OPEN

STEPS = ("ticket_taken", "ticket_given_back", "ticket_closed", "ticket_reopened")
"""Events of the call a ticket came from."""
RESULTS = ("answered", "corrected", "forwarded", "unfounded", "unreachable", "withdrawn")
"""How a ticket was closed by a person. One that the line closed itself has none."""
PAGE = 25


@dataclass(frozen=True, slots=True)
class Task:
    """A ticket as whoever works on it sees it. ``agent_id`` and ``staff_number``: who takes care
    of it. ``seconds``: of the caller's recording; ``sound``: whether it is kept here."""

    number: str
    kind: str
    about: str | None
    status: str
    language: str
    opened_at: datetime
    promised_on: date
    callback_at: datetime | None
    closed_at: datetime | None
    result: str | None
    call_id: int
    person_id: int | None
    seconds: int | None
    sound: bool
    agent_id: int | None
    staff_number: str | None

    def overdue(self, today: date) -> bool:
        """Whether its date has passed and nobody has answered."""
        return self.status == OPEN and self.promised_on < today


@dataclass(frozen=True, slots=True)
class Count:
    """How many tickets of a kind are ``open``, and how many of these are ``overdue``."""

    kind: str
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Step:
    """What was done with a ticket, of ``STEPS``, and ``by`` whom."""

    at: datetime
    what: str
    by: str


class Worklist:
    """The tickets of the line, for whoever answers them."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    def tasks(
        self,
        *,
        kind: str | None = None,
        status: str = OPEN,
        agent_id: int | None = None,
        page: int = 1,
    ) -> tuple[list[Task], bool]:
        """A page of tickets and whether there are more: open ones by their date, the soonest
        first; closed ones newest first. ``agent_id``: only those of one agent."""
        wanted = _TASKS.where(Ticket.status == status)
        if kind is not None:
            wanted = wanted.where(Ticket.kind == kind)
        if agent_id is not None:
            wanted = wanted.where(Ticket.agent_id == agent_id)
        order: tuple[Any, ...] = (Ticket.promised_on, Ticket.id)
        if status == DONE:
            order = (Ticket.closed_at.desc(), Ticket.id.desc())
        wanted = wanted.order_by(*order).limit(PAGE + 1).offset(PAGE * (max(page, 1) - 1))
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return [_task(row) for row in rows[:PAGE]], len(rows) > PAGE

    def counts(self, today: date) -> list[Count]:
        """What is open, by kind, in the order of ``db.kinds.TICKETS``."""
        with self._database.read() as connection:
            rows = connection.execute(_COUNTS, {"today": today}).all()
        found = {row.kind: Count(row.kind, row.open, row.overdue or 0) for row in rows}
        return [found.get(kind, Count(kind, 0, 0)) for kind in TICKETS]

    def find(self, number: str) -> Task | None:
        """The ticket of a number."""
        with self._database.read() as connection:
            row = connection.execute(_TASKS.where(Ticket.number == number)).one_or_none()
        return None if row is None else _task(row)

    def history(self, task: Task) -> list[Step]:
        """What was done with a ticket, oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(_STEPS, {"call": task.call_id}).all()
        return [
            Step(row.at, row.kind, str(row.data.get("by", "")))
            for row in rows
            if row.data.get("ticket") == task.number
        ]

    def caller_number(self, number: str) -> str | None:
        """Where a ticket came from (E.164): only when it was revealed (``db.reveals``)."""
        with self._database.read() as connection:
            sealed = connection.execute(_CALLER, {"number": number}).scalar_one_or_none()
        return self._keyring.decrypt_text(sealed, "tickets.caller_number") if sealed else None

    def take(self, number: str, agent_id: int, by: str, now: datetime) -> bool:
        """An agent takes care of an open ticket, also of one that was another's. False when it is
        closed."""
        return self._move(number, "ticket_taken", by, now, OPEN, agent_id=agent_id)

    def give_back(self, number: str, agent_id: int, by: str, now: datetime) -> bool:
        """Nobody takes care of it any more. False unless it was this agent who did."""
        return self._move(number, "ticket_given_back", by, now, OPEN, whose=agent_id, agent_id=None)

    def close(self, number: str, agent_id: int, result: str, by: str, now: datetime) -> bool:
        """It is answered, by ``result`` (of ``RESULTS``). False when it was closed already."""
        if result not in RESULTS:
            raise ValueError(f"a ticket cannot be closed as {result!r}")
        values: dict[str, Any] = {"status": DONE, "closed_at": now, "result": result}
        return self._move(number, "ticket_closed", by, now, OPEN, agent_id=agent_id, **values)

    def reopen(self, number: str, by: str, now: datetime) -> bool:
        """It was not the end of it. False when it is open."""
        values: dict[str, Any] = {"status": OPEN, "closed_at": None, "result": None}
        return self._move(number, "ticket_reopened", by, now, DONE, **values)

    def _move(
        self,
        number: str,
        what: str,
        by: str,
        now: datetime,
        was: str,
        *,
        whose: int | None = None,
        **values: Any,
    ) -> bool:
        changed = (
            update(_TICKETS)
            .where(_TICKETS.c.number == number, _TICKETS.c.status == was)
            .values(**values)
            .returning(_TICKETS.c.call_id)
        )
        if whose is not None:
            changed = changed.where(_TICKETS.c.agent_id == whose)
        with self._database.write() as connection:
            call_id = connection.execute(changed).scalar_one_or_none()
            if call_id is None:
                return False
            note(connection, call_id, what, now, ticket=number, by=by)
        return True


def _task(row: Any) -> Task:
    *ticket, sound, agent_id, staff_number = row
    fields: list[Any] = [*ticket, sound is not None, agent_id, staff_number]
    return Task(*fields)


_TICKETS: Table = Base.metadata.tables["tickets"]
_TASKS = (
    select(
        Ticket.number,
        Ticket.kind,
        Ticket.about,
        Ticket.status,
        Ticket.language,
        Ticket.opened_at,
        Ticket.promised_on,
        Ticket.callback_at,
        Ticket.closed_at,
        Ticket.result,
        Ticket.call_id,
        Ticket.person_id,
        Ticket.recording_seconds,
        Voicemail.ticket.label("sound"),
        Ticket.agent_id,
        Agent.staff_number,
    )
    .outerjoin(Voicemail, Voicemail.ticket == Ticket.number)
    .outerjoin(Agent, Agent.id == Ticket.agent_id)
)
_COUNTS = (
    select(
        Ticket.kind,
        func.count().label("open"),
        func.sum(case((Ticket.promised_on < bindparam("today"), 1), else_=0)).label("overdue"),
    )
    .where(Ticket.status == OPEN)
    .group_by(Ticket.kind)
)
_CALLER = select(Ticket.caller_number).where(Ticket.number == bindparam("number"))
_STEPS = (
    select(Event.at, Event.kind, Event.data)
    .where(Event.call_id == bindparam("call"), Event.kind.in_(STEPS))
    .order_by(Event.id)
)
