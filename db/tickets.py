"""Tickets: what a person asked for, and the date by which it is answered."""

from __future__ import annotations

from datetime import date, datetime
from random import Random

from sqlalchemy import Connection, Table, bindparam, insert, select
from stdnum import luhn

from db.models import Base, Call, Ticket
from db.secrets import Keyring

NUMBER_DIGITS = 10
"""Nine at random and a check digit: enough that no two clash, few enough to write down."""


def new_number(rng: Random) -> str:
    """A ticket's number, to be spoken. Its last digit checks the others (Luhn, ISO/IEC 7812-1),
    so that a slip of the finger is noticed when it is typed again. It never begins with 0."""
    digits = NUMBER_DIGITS - 1
    body = str(rng.randrange(10 ** (digits - 1), 10**digits))
    return body + luhn.calc_check_digit(body)


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
) -> None:
    """Write a promise down, inside the caller's transaction.

    ``caller_number`` (E.164) and ``recording_url`` are encrypted. Raises ``IntegrityError`` when
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
        "status": "open",
        "about": about,
        "callback_at": callback_at,
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
