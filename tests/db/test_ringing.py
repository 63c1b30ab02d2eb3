"""Callbacks that ring a browser, and callbacks that are brought forward, in the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db import absent, dialling, queue
from db.absent import Promised
from db.agents import Agents
from db.calls import Calls
from db.dialling import BETWEEN
from db.engine import Database
from db.models import Outgoing, QueueEntry, Ticket
from db.outbox import CALLBACK, Outbox, Taken
from db.ringing import RINGS, Expected, Rings
from db.secrets import Keyring
from db.tickets import called_back
from tests.clock import Clock
from tests.db.promises import promise

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
        self.rings = Rings(self.database, self.keyring, self.clock, "browser-", self.ended)
        self.outbox = Outbox(self.database, self.keyring)
        self.agent = Agents(self.database, self.keyring).add(
            "1023", "Desk", "sip:desk@line.test", now=self.clock.now
        )
        begins = self.clock.now + BOOKED
        promise(self.database, self.keyring, self.clock, self.ticket, begins, number=MOBILE)

    def ended(self, entry: int, sid: str, status: str) -> None:
        with self.database.write() as connection:
            dialling.ended(connection, entry, sid, status, self.clock.now)

    def take(self) -> Taken:
        taken = self.outbox.take([CALLBACK], self.clock.now, LEASE)
        assert taken is not None
        return taken

    def call(self) -> Taken:
        """It is due, and the agent is kept for it."""
        assert absent.call_now(self.database, self.ticket, self.clock.now)
        with self.database.write() as connection:
            found = absent.of_ticket(connection, self.ticket)
            assert found is not None
            assert queue.offer(connection, found.id, self.agent.id, self.clock.now)
            offered = absent.of_ticket(connection, self.ticket)
            assert offered is not None
            assert dialling.place(connection, self.keyring, offered, self.clock.now)
        return self.take()

    def ring(self, name: str = "browser-1") -> Expected:
        self.outbox.sent(self.call(), name, self.clock.now)
        (ringing,) = self.rings.expected(["CA1"])
        return ringing

    @property
    def wait(self) -> Any:
        return self.of(QueueEntry)

    def of(self, model: Any) -> Any:
        with self.database.read() as connection:
            return connection.execute(select(*model.__table__.columns)).one()


@pytest.fixture
def booking(database: Database, keyring: Keyring, clock: Clock) -> Booking:
    """On SQLite and on PostgreSQL."""
    return Booking(database, keyring, clock)


def test_it_is_expected_by_the_call_in_which_it_was_booked(booking: Booking) -> None:
    assert booking.rings.expected(["CA0", "CA1"]) == [Expected("CA1")]
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
    booking.outbox.sent(booking.call(), "CA9", booking.clock.now)
    assert booking.rings.expected(["CA1"]) == []
    booking.clock.turn(seconds=RINGS.total_seconds())
    booking.rings.lapse()
    assert booking.of(Outgoing).state == "sent"


def test_whoever_is_too_late_does_not_answer(booking: Booking) -> None:
    ringing = booking.ring()
    booking.clock.turn(seconds=RINGS.total_seconds())
    assert not booking.rings.answer(ringing, "CA2")
    row = booking.of(Outgoing)
    assert (row.state, row.error) == ("failed", "call-no-answer")
    assert (booking.wait.state, booking.wait.tries) == ("waiting", 1)
    assert booking.wait.due_at == booking.clock.now + BETWEEN
    booking.rings.decline(ringing)
    assert booking.of(Outgoing).error == "call-no-answer", "it had ended already"
    assert booking.wait.tries == 1


def test_a_call_that_was_had_is_done_and_no_other(booking: Booking) -> None:
    ringing = booking.ring()
    calls = Calls(booking.database, booking.keyring)
    another = calls.begin("CA3", MOBILE, "zh-CN", booking.clock.now)
    own = calls.begin("CA2", MOBILE, "zh-CN", booking.clock.now)
    assert booking.rings.answer(ringing, "CA2")
    for call, status in ((another, "open"), (own, "done")):
        with booking.database.write() as connection:
            called_back(connection, call.id, booking.clock.now)
        assert booking.of(Ticket).status == status
    assert booking.of(Ticket).closed_at == booking.clock.now


def test_a_callback_brought_forward_is_due_at_once(booking: Booking) -> None:
    (promised,) = absent.promised(booking.database, 10)
    begins = booking.clock.now + BOOKED
    assert promised == Promised(booking.ticket, "waiting", begins, 0)
    with booking.database.read() as connection:
        assert absent.ready(connection, booking.clock.now) == set()
    assert absent.call_now(booking.database, booking.ticket, booking.clock.now)
    with booking.database.read() as connection:
        assert absent.ready(connection, booking.clock.now) == {booking.wait.id}
    assert booking.of(Ticket).callback_at == booking.clock.now


def test_what_is_being_rung_is_not_rung_again(booking: Booking) -> None:
    taken = booking.call()
    assert not absent.call_now(booking.database, booking.ticket, booking.clock.now)
    booking.outbox.sent(taken, "browser-1", booking.clock.now)
    assert not absent.call_now(booking.database, booking.ticket, booking.clock.now)


def test_what_was_given_up_can_be_rung_and_what_is_done_cannot(booking: Booking) -> None:
    with booking.database.write() as connection:
        found = absent.of_ticket(connection, booking.ticket)
        assert found is not None
        assert dialling.give_up(connection, found, booking.clock.now) is not None
    assert booking.rings.expected(["CA1"]) == [Expected("CA1")]
    ringing = booking.ring()
    own = Calls(booking.database, booking.keyring).begin("CA2", MOBILE, "zh-CN", booking.clock.now)
    assert booking.rings.answer(ringing, "CA2")
    with booking.database.write() as connection:
        called_back(connection, own.id, booking.clock.now)
    assert not absent.call_now(booking.database, booking.ticket, booking.clock.now)
    assert absent.promised(booking.database, 10) == []


@pytest.mark.parametrize("ticket", ["", "0", "1234567896", "%", "12345678970"])
def test_a_ticket_that_is_none_is_not_called(booking: Booking, ticket: str) -> None:
    assert not absent.call_now(booking.database, ticket, booking.clock.now)
    assert booking.wait.due_at > booking.clock.now
