"""Tickets are written with the turn, or not at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError
from stdnum import luhn

from db.calls import Calls
from db.engine import Database
from db.models import Ticket
from db.records import Records
from db.secrets import PHONE, Keyring
from db.tickets import Tickets, is_number, new_number, open_ticket
from tests.clock import Clock

URL = "https://carrier.example/recordings/RE1"


MOBILE = "+8613800138000"


def promise(
    connection: Connection, keyring: Keyring, clock: Clock, number: str, **other: Any
) -> None:
    ticket: dict[str, Any] = {
        "call_id": 3,
        "kind": "message",
        "language": "zh-CN",
        "person_id": None,
        "caller_number": MOBILE,
        "recording_url": URL,
        "recording_seconds": 17,
        "opened_at": clock.now,
        "promised_on": date(2026, 3, 18),
    }
    open_ticket(connection, keyring, number=number, **{**ticket, **other})


def test_a_ticket_is_open_and_its_secrets_are_encrypted(
    database: Database, keyring: Keyring, clock: Clock
) -> None:
    with database.write() as connection:
        promise(connection, keyring, clock, "1234567897")
    with database.read() as connection:
        row = connection.execute(select(Ticket.__table__)).mappings().one()
    assert (row["status"], row["promised_on"]) == ("open", date(2026, 3, 18))
    assert row["opened_at"] == clock.now
    assert keyring.decrypt_text(row["recording_url"], "tickets.recording_url") == URL
    assert keyring.decrypt_text(row["caller_number"], "tickets.caller_number") == "+8613800138000"


def test_a_number_is_given_once(database: Database, keyring: Keyring, clock: Clock) -> None:
    with database.write() as connection:
        promise(connection, keyring, clock, "1234567897")
    with pytest.raises(IntegrityError), database.write() as connection:
        promise(connection, keyring, clock, "1234567897")


def test_a_turn_that_fails_has_promised_nothing(
    database: Database, keyring: Keyring, clock: Clock
) -> None:
    with pytest.raises(RuntimeError), database.write() as connection:
        promise(connection, keyring, clock, "1234567897")
        raise RuntimeError
    with database.read() as connection:
        assert connection.execute(select(Ticket.id)).all() == []


@given(seed=st.integers(), place=st.integers(0, 9), slip=st.integers(1, 9))
def test_a_number_notices_a_slip_of_the_finger(seed: int, place: int, slip: int) -> None:
    number = new_number(Random(seed))
    assert len(number) == 10
    assert number[0] != "0"
    assert luhn.is_valid(number)
    wrong = str((int(number[place]) + slip) % 10)
    assert not luhn.is_valid(number[:place] + wrong + number[place + 1 :])
    assert is_number(number)
    assert not is_number(number[:-1])


def numbers(how_many: int) -> list[str]:
    rng = Random(7)
    return [new_number(rng) for _ in range(how_many)]


def test_a_ticket_is_found_by_its_number(
    database: Database, keyring: Keyring, clock: Clock
) -> None:
    tickets = Tickets(database)
    mine, nobodys = numbers(2)
    with database.write() as connection:
        promise(connection, keyring, clock, mine)
    found = tickets.find(mine)
    assert found is not None
    assert (found.kind, found.status, found.promised_on) == ("message", "open", date(2026, 3, 18))
    assert found.opened_at == clock.now
    assert tickets.find(nobodys) is None


def test_what_is_open_is_told_to_whom_it_belongs_newest_first(
    database: Database, keyring: Keyring, clock: Clock
) -> None:
    """Neither somebody else's, nor what is done, nor what nobody proved to be theirs."""
    first, second, third, others, done, anonymous = numbers(6)
    with database.write() as connection:
        for number, person in (
            *((first, 1), (second, 1), (others, 2), (done, 1)),
            *((anonymous, None), (third, 1)),
        ):
            promise(connection, keyring, clock, number, person_id=person)
            clock.turn(minutes=1)
        connection.execute(update(Ticket).where(Ticket.number == done).values(status="done"))
    records = Records(database, 1)
    assert [one.number for one in records.open_tickets()] == [third, second, first]
    assert [one.number for one in records.open_tickets(offset=1, limit=1)] == [second]
    assert Records(database, 3).open_tickets() == []


def test_a_callback_is_known_by_the_number_it_was_booked_from(
    database: Database, keyring: Keyring, clock: Clock
) -> None:
    tickets, calls = Tickets(database), Calls(database, keyring)
    call = calls.begin("CA1", MOBILE, "zh-CN", clock.now)
    withheld = calls.begin("CA2", None, "zh-CN", clock.now)
    past, later, soon, hidden = numbers(4)

    def booked(number: str, call_id: int, begins: datetime, person: int | None = None) -> None:
        with database.write() as connection:
            promise(
                connection,
                keyring,
                clock,
                number,
                kind="callback",
                call_id=call_id,
                person_id=person,
                callback_at=begins,
            )

    booked(past, call.id, clock.now - timedelta(hours=1))
    mobile = keyring.index(PHONE, MOBILE)
    assert tickets.callback(mobile, None, clock.now) is None
    booked(later, call.id, clock.now + timedelta(days=2))
    booked(soon, call.id, clock.now + timedelta(days=1))
    booked(hidden, withheld.id, clock.now + timedelta(days=1), person=1)
    by_number = tickets.callback(mobile, None, clock.now)
    assert by_number is not None
    assert by_number.number == soon
    assert by_number.callback_at == clock.now + timedelta(days=1)
    by_person = tickets.callback(None, 1, clock.now)
    assert by_person is not None
    assert by_person.number == hidden
    assert tickets.callback(None, None, clock.now) is None
    assert tickets.callback(keyring.index(PHONE, "+8613800138001"), 1, clock.now) is None
