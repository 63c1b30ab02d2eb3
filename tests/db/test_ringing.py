"""Callbacks that ring a browser, and callbacks that are brought forward, in the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db import callbacks
from db.callbacks import Promised
from db.calls import Calls
from db.engine import Database
from db.models import Outgoing, Ticket
from db.outbox import CALLBACK, Outbox, Taken
from db.ringing import RINGS, Expected, Rings
from db.secrets import Keyring
from db.slots import Slots
from db.tickets import called_back, open_ticket
from tests.clock import Clock

MOBILE = "+8613800138000"
BOOKED = timedelta(hours=3)
LEASE = timedelta(minutes=1)


@dataclass
class Booking:
    """A callback that was booked in the call ``CA1``."""

    database: Database
    keyring: Keyring
    clock: Clock
    ticket: str = "1234567897"

    def __post_init__(self) -> None:
        self.rings = Rings(self.database, self.keyring, self.clock, "browser-")
        self.outbox = Outbox(self.database, self.keyring)
        calls = Calls(self.database, self.keyring)
        call = calls.begin("CA1", MOBILE, "zh-CN", self.clock.now)
        begins = self.clock.now + BOOKED
        book = Slots(self.database, self.keyring).book(
            begins, 1, ticket=self.ticket, call_id=call.id, person_id=None
        )
        with self.database.write() as connection:
            open_ticket(
                connection,
                self.keyring,
                number=self.ticket,
                call_id=call.id,
                kind="callback",
                language="zh-CN",
                person_id=None,
                caller_number=MOBILE,
                recording_url=None,
                recording_seconds=None,
                opened_at=self.clock.now,
                promised_on=begins.date(),
                callback_at=begins,
            )
            book(connection, self.clock.now)

    def take(self) -> Taken:
        taken = self.outbox.take([CALLBACK], self.clock.now, LEASE)
        assert taken is not None
        return taken

    def ring(self, name: str = "browser-1") -> Expected:
        assert callbacks.call_now(self.database, self.ticket, self.clock.now)
        self.outbox.sent(self.take(), name, self.clock.now)
        (ringing,) = self.rings.expected(["CA1"])
        return ringing

    def of(self, model: Any) -> Any:
        with self.database.read() as connection:
            return connection.execute(select(*model.__table__.columns)).one()


@pytest.fixture
def booking(database: Database, keyring: Keyring, clock: Clock) -> Booking:
    """On SQLite and on PostgreSQL."""
    return Booking(database, keyring, clock)


def test_it_is_expected_by_the_call_in_which_it_was_booked(booking: Booking) -> None:
    assert booking.rings.expected(["CA0", "CA1"]) == [Expected(1, "CA1", None)]
    assert booking.rings.expected(["CA0"]) == booking.rings.expected([]) == []


def test_it_rings_until_it_is_answered_once(booking: Booking) -> None:
    ringing = booking.ring()
    assert ringing.ringing == "browser-1"
    assert booking.rings.number(ringing) == MOBILE
    assert booking.rings.answer(ringing, "CA2")
    assert not booking.rings.answer(ringing, "CA3")
    assert booking.of(Outgoing).carrier_sid == "CA2"
    assert booking.rings.expected(["CA1"]) == []
    booking.clock.turn(seconds=RINGS.total_seconds())
    booking.rings.lapse()
    assert booking.of(Outgoing).state == "sent", "who talks is not one who has not answered"


def test_what_an_account_has_placed_does_not_ring_here(booking: Booking) -> None:
    assert callbacks.call_now(booking.database, booking.ticket, booking.clock.now)
    booking.outbox.sent(booking.take(), "CA9", booking.clock.now)
    assert booking.rings.expected(["CA1"]) == []
    booking.clock.turn(seconds=RINGS.total_seconds())
    booking.rings.lapse()
    assert booking.of(Outgoing).state == "sent"


def test_whoever_is_too_late_does_not_answer(booking: Booking) -> None:
    ringing = booking.ring()
    booking.clock.turn(seconds=RINGS.total_seconds())
    assert not booking.rings.answer(ringing, "CA2")
    row = booking.of(Outgoing)
    assert (row.state, row.error, row.carrier_sid) == ("waiting", "call-no-answer", None)
    booking.rings.decline(ringing)
    assert booking.of(Outgoing).error == "call-no-answer", "it had ended already"


def test_a_call_that_was_had_is_done_and_no_other(booking: Booking) -> None:
    ringing = booking.ring()
    calls = Calls(booking.database, booking.keyring)
    another = calls.begin("CA3", MOBILE, "zh-CN", booking.clock.now)
    own = calls.begin("CA2", MOBILE, "zh-CN", booking.clock.now)
    assert booking.rings.answer(ringing, "CA2")
    for call, status in ((another, "open"), (own, "done")):
        with booking.database.write() as connection:
            called_back(connection, call.id)
        assert booking.of(Ticket).status == status


def test_a_callback_brought_forward_is_due_at_once(booking: Booking) -> None:
    (promised,) = callbacks.promised(booking.database, 10)
    begins = booking.clock.now + BOOKED
    assert promised == Promised(booking.ticket, "waiting", begins, 0, None)
    assert booking.outbox.take([CALLBACK], booking.clock.now, LEASE) is None
    assert callbacks.call_now(booking.database, booking.ticket, booking.clock.now)
    assert booking.take().tries == 1
    assert booking.of(Ticket).callback_at == booking.clock.now


def test_what_is_being_rung_is_not_rung_again(booking: Booking) -> None:
    assert callbacks.call_now(booking.database, booking.ticket, booking.clock.now)
    taken = booking.take()
    assert not callbacks.call_now(booking.database, booking.ticket, booking.clock.now)
    booking.outbox.sent(taken, "browser-1", booking.clock.now)
    assert not callbacks.call_now(booking.database, booking.ticket, booking.clock.now)


def test_what_was_given_up_can_be_rung_and_what_is_done_cannot(booking: Booking) -> None:
    assert callbacks.call_now(booking.database, booking.ticket, booking.clock.now)
    booking.outbox.failed(booking.take(), "too-late", booking.clock.now)
    assert booking.rings.expected(["CA1"]) == [Expected(1, "CA1", None)]
    ringing = booking.ring()
    own = Calls(booking.database, booking.keyring).begin("CA2", MOBILE, "zh-CN", booking.clock.now)
    assert booking.rings.answer(ringing, "CA2")
    with booking.database.write() as connection:
        called_back(connection, own.id)
    assert not callbacks.call_now(booking.database, booking.ticket, booking.clock.now)
    assert callbacks.promised(booking.database, 10) == []


@pytest.mark.parametrize("ticket", ["", "0", "1234567896", "%", "12345678970"])
def test_a_ticket_that_is_none_is_not_called(booking: Booking, ticket: str) -> None:
    assert not callbacks.call_now(booking.database, ticket, booking.clock.now)
    assert booking.of(Outgoing).due_at > booking.clock.now
