"""Tickets are written with the turn, or not at all."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError
from stdnum import luhn

from db.engine import Database
from db.models import Ticket
from db.secrets import Keyring
from db.tickets import new_number, open_ticket
from tests.clock import Clock

URL = "https://carrier.example/recordings/RE1"


def promise(connection: Connection, keyring: Keyring, clock: Clock, number: str) -> None:
    open_ticket(
        connection,
        keyring,
        number=number,
        call_id=3,
        kind="message",
        language="zh-CN",
        person_id=None,
        caller_number="+8613800138000",
        recording_url=URL,
        recording_seconds=17,
        opened_at=clock.now,
        promised_on=date(2026, 3, 18),
    )


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
