"""Tickets: what a person asked for, and the date by which it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from sqlalchemy import Connection, Table, and_, bindparam, func, insert, or_, select, update
from stdnum import luhn

from db.engine import Database, Later
from db.models import Base, Call, Outgoing, QueueEntry, Ticket
from db.outbox import CALLBACK, CALLBACK_KEY
from db.secrets import Keyring

OPEN, DONE = "open", "done"
"""``db.kinds.TICKET_STATUSES``."""
NUMBER_DIGITS = 10
"""Nine at random and a check digit: enough that no two clash, few enough to write down."""


CODE_DIGITS = 4


def new_code(rng: Random) -> str:
    """What the line says first when it calls back, so that whoever is called knows who it is."""
    return f"{rng.randrange(10**CODE_DIGITS):0{CODE_DIGITS}}"


def new_number(rng: Random) -> str:
    """A ticket's number, to be spoken. Its last digit checks the others (Luhn, ISO/IEC 7812-1),
    so that a slip of the finger is noticed when it is typed again. It never begins with 0."""
    digits = NUMBER_DIGITS - 1
    body = str(rng.randrange(10 ** (digits - 1), 10**digits))
    return body + luhn.calc_check_digit(body)


def is_number(text: str) -> bool:
    """Whether ``text`` may be a ticket's number: its length and its check digit are right."""
    return len(text) == NUMBER_DIGITS and luhn.is_valid(text)


@dataclass(frozen=True, slots=True)
class Promise:
    """A ticket as its owner may hear of it: nothing of what was said.

    ``kind`` is one of ``db.kinds.TICKETS``, ``status`` one of ``db.kinds.TICKET_STATUSES``.
    ``callback_at`` is when a callback was booked for.
    """

    number: str
    kind: str
    status: str
    opened_at: datetime
    promised_on: date
    callback_at: datetime | None


class Tickets:
    """The tickets of the line, for asking after them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, number: str) -> Promise | None:
        """The ticket with this number."""
        with self._database.read() as connection:
            row = connection.execute(_BY_NUMBER, {"number": number}).first()
        return None if row is None else Promise(*row)

    def callback(
        self, number_index: bytes | None, person_id: int | None, now: datetime
    ) -> Promise | None:
        """The next callback that is booked from a calling number; when it is withheld, by a
        person. One who kept their place has no ``callback_at``."""
        with self._database.read() as connection:
            if number_index is not None:
                row = connection.execute(_BOOKED_FROM, {"caller": number_index, "now": now}).first()
            else:
                row = connection.execute(_BOOKED_BY, {"person": person_id, "now": now}).first()
        return None if row is None else Promise(*row)

    def called_back(self, call_id: int) -> Later:
        """A write by which the callback that this call is has been kept (``called_back``)."""
        return lambda connection, now: called_back(connection, call_id, now)


def called_back(connection: Connection, call_id: int, now: datetime) -> None:
    """Whoever wanted this callback has had it: its ticket is done. Of a call that is none nothing
    changes."""
    connection.execute(_DONE, {"call": call_id, "now": now})


def close(
    connection: Connection, number: str, now: datetime, *, agent_id: int | None = None
) -> None:
    """A ticket is done; ``agent_id`` has taken care of it."""
    changed = update(_TICKETS).where(_TICKETS.c.number == number, _TICKETS.c.status == OPEN)
    by = {} if agent_id is None else {"agent_id": agent_id}
    connection.execute(changed.values(status=DONE, closed_at=now, **by))


def is_kept_place(connection: Connection, number: str, call_id: int) -> bool:
    """Whether an open ticket stands for a place in line, and not for a time that was booked, and
    the line has not placed this call."""
    return bool(connection.execute(_KEPT, {"number": number, "call": call_id}).scalar_one())


def of_person(connection: Connection, person_id: int, offset: int, limit: int) -> list[Promise]:
    """What a person asked for and has no answer to, newest first."""
    page = {"person": person_id, "offset": offset, "limit": limit}
    return [Promise(*row) for row in connection.execute(_OPEN_OF, page)]


def open_ticket(
    connection: Connection,
    keyring: Keyring,
    *,
    number: str,
    call_id: int,
    kind: str,
    language: str,
    person_id: int | None,
    caller_number: str | None,
    recording_url: str | None,
    recording_seconds: int | None,
    opened_at: datetime,
    promised_on: date,
    about: str | None = None,
    callback_at: datetime | None = None,
    code: str | None = None,
) -> None:
    """Write a promise down, inside the caller's transaction.

    ``caller_number`` (E.164) and ``recording_url`` are encrypted. ``code`` is what the line says
    when it calls back. Raises ``IntegrityError`` when
    the number is taken.
    """
    row = {
        "number": number,
        "call_id": call_id,
        "kind": kind,
        "language": language,
        "person_id": person_id,
        "caller_number": _sealed(keyring, caller_number, "tickets.caller_number"),
        "recording_url": _sealed(keyring, recording_url, "tickets.recording_url"),
        "recording_seconds": recording_seconds,
        "opened_at": opened_at,
        "promised_on": promised_on,
        "status": OPEN,
        "about": about,
        "callback_at": callback_at,
        "code": code,
    }
    connection.execute(_OPEN, row)


def numbers_of(connection: Connection, sid: str) -> list[str]:
    """The numbers of the tickets opened in a call; ``sid`` is the carrier's name of it."""
    return list(connection.execute(_OF_CALL, {"sid": sid}).scalars())


def _sealed(keyring: Keyring, value: str | None, context: str) -> bytes | None:
    return None if value is None else keyring.encrypt(value, context)


_TICKETS: Table = Base.metadata.tables["tickets"]
_OPEN = insert(_TICKETS)
_OF_CALL = (
    select(Ticket.number)
    .join(Call, Call.id == Ticket.call_id)
    .where(Call.sid == bindparam("sid"))
    .order_by(Ticket.id)
)
_DONE = (
    update(_TICKETS)
    .where(
        _TICKETS.c.status == OPEN,
        _TICKETS.c.number
        == select(func.substr(Outgoing.key, len(CALLBACK_KEY) + 1, NUMBER_DIGITS))
        .join(Call, Call.sid == Outgoing.carrier_sid)
        .where(Call.id == bindparam("call"), Outgoing.kind == CALLBACK)
        .scalar_subquery(),
    )
    .values(status=DONE, closed_at=bindparam("now"))
)
_KEPT = select(
    and_(
        select(Ticket.id)
        .where(Ticket.number == bindparam("number"), Ticket.status == OPEN)
        .where(Ticket.callback_at.is_(None))
        .exists(),
        ~select(Outgoing.id)
        .join(Call, Call.sid == Outgoing.carrier_sid)
        .where(Call.id == bindparam("call"), Outgoing.kind == CALLBACK)
        .exists(),
    )
)
_PROMISES = select(
    _TICKETS.c.number,
    _TICKETS.c.kind,
    _TICKETS.c.status,
    _TICKETS.c.opened_at,
    _TICKETS.c.promised_on,
    _TICKETS.c.callback_at,
)
_BY_NUMBER = _PROMISES.where(_TICKETS.c.number == bindparam("number"))
_PLACE_IS_KEPT = and_(
    _TICKETS.c.callback_at.is_(None),
    select(QueueEntry.id)
    .where(QueueEntry.ticket == _TICKETS.c.number, QueueEntry.ended_at.is_(None))
    .exists(),
)
_BOOKED = (
    _PROMISES.where(
        _TICKETS.c.kind == "callback",
        _TICKETS.c.status == OPEN,
        or_(_TICKETS.c.callback_at > bindparam("now"), _PLACE_IS_KEPT),
    )
    .order_by(_TICKETS.c.callback_at)
    .limit(1)
)
_BOOKED_FROM = _BOOKED.join(Call, Call.id == _TICKETS.c.call_id).where(
    Call.number_index == bindparam("caller")
)
_BOOKED_BY = _BOOKED.where(_TICKETS.c.person_id == bindparam("person"))
_OPEN_OF = (
    _PROMISES.where(_TICKETS.c.person_id == bindparam("person"), _TICKETS.c.status == OPEN)
    .order_by(_TICKETS.c.opened_at.desc(), _TICKETS.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
