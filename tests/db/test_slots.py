"""Slots for callbacks: booked with the turn, and never one too many, whoever comes at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from db.callbacks import Callbacks
from db.conflict import GoneError
from db.engine import Database
from db.models import QueueEntry, Slot
from db.slots import Slots
from tests.clock import Clock
from tests.db.promises import PLACE

NINE = datetime(2026, 3, 17, 1, 0, tzinfo=UTC)
HALF_PAST = NINE + timedelta(minutes=30)
CALLERS = 12


@pytest.fixture
def slots(database: Database) -> Slots:
    return Slots(database)


def book(
    slots: Slots, database: Database, clock: Clock, nth: int, begins: datetime = NINE, most: int = 2
) -> bool:
    """Whether the nth caller got a place."""
    promise = Callbacks.promise(nth, f"{nth:010}", begins, PLACE)
    try:
        with database.write() as connection:
            slots.book(begins, most)(connection, clock.now)
            promise(connection, clock.now)
    except GoneError:
        return False
    return True


def test_a_slot_holds_as_many_as_the_city_says(
    slots: Slots, database: Database, clock: Clock
) -> None:
    assert [book(slots, database, clock, nth) for nth in range(3)] == [True, True, False]
    assert book(slots, database, clock, 4, HALF_PAST)


def test_what_is_full_is_known(slots: Slots, database: Database, clock: Clock) -> None:
    later = HALF_PAST + timedelta(minutes=30)
    for nth, begins in enumerate([NINE, NINE, HALF_PAST, later, later]):
        assert book(slots, database, clock, nth, begins)
    assert slots.full(NINE, HALF_PAST, 2) == {NINE}
    assert slots.full(NINE, later, 2) == {NINE, later}
    assert slots.full(NINE, later, 1) == {NINE, HALF_PAST, later}


def test_the_call_is_promised_for_the_slot(slots: Slots, database: Database, clock: Clock) -> None:
    assert book(slots, database, clock, 7)
    with database.read() as connection:
        (row,) = connection.execute(select(QueueEntry.__table__))
    assert (row.ticket, row.state, row.mode) == ("0000000007", "waiting", "absent")
    assert row.due_at == row.entered_at == NINE


def test_who_finds_no_place_has_promised_nothing(
    slots: Slots, database: Database, clock: Clock
) -> None:
    assert book(slots, database, clock, 1, most=1)
    assert not book(slots, database, clock, 2, most=1)
    with database.read() as connection:
        assert connection.execute(select(QueueEntry.ticket)).scalars().all() == ["0000000001"]
        assert connection.execute(select(Slot.taken)).scalar_one() == 1


@pytest.mark.parametrize("capacity", [1, 3])
def test_a_crowd_at_once_gets_the_places_there_are(
    slots: Slots, database: Database, clock: Clock, capacity: int
) -> None:
    """All of them read that there is room, and only then try to take it."""
    ready = Barrier(CALLERS)

    def caller(nth: int) -> bool:
        assert slots.full(NINE, NINE, capacity) == set()
        ready.wait()
        return book(slots, database, clock, nth, most=capacity)

    with ThreadPoolExecutor(CALLERS) as crowd:
        got = list(crowd.map(caller, range(CALLERS)))
    assert sum(got) == capacity
    assert slots.full(NINE, NINE, capacity) == {NINE}
    with database.read() as connection:
        promised = connection.execute(select(QueueEntry.call_id)).scalars().all()
    assert set(promised) == {nth for nth, place in enumerate(got) if place}
    assert len(promised) == capacity
