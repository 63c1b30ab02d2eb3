"""Freezes by telephone: one at a time, apart from the agency's cards, and over when they end."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from db import freezes
from db.cards import CardStanding
from db.conflict import GoneError
from db.engine import Database, Later
from db.models import Card, Freeze
from db.records import Records
from db.secrets import Keyring
from tests.clock import Clock
from tests.db.people import add_person, id_number

WEEK = timedelta(days=7)


@pytest.fixture
def person(database: Database, keyring: Keyring) -> int:
    """Somebody with a card that works, one that is lost, and one the agency has frozen."""
    person_id = add_person(database, keyring, id_number(1))
    with database.write() as connection:
        for index, status in ((b"1", "active"), (b"2", "lost"), (b"3", "frozen")):
            card = {"person_id": person_id, "card_index": index, "card_number": b"sealed"}
            connection.execute(insert(Card), {**card, "status": status})
    return person_id


def write(database: Database, later: Later, clock: Clock) -> None:
    with database.write() as connection:
        later(connection, clock.now)


def begin(database: Database, person: int, clock: Clock) -> None:
    write(database, freezes.begin(person, clock.now + WEEK, 1, "mobile"), clock)


def count(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(Freeze)).scalar_one()


def test_it_stops_what_works_and_nothing_else(
    database: Database, person: int, clock: Clock
) -> None:
    begin(database, person, clock)
    standing = Records(database, person).cards(clock.now)
    assert sorted(standing, key=repr) == sorted(
        [
            CardStanding("frozen", clock.now, clock.now + WEEK),
            CardStanding("frozen"),
            CardStanding("lost"),
        ],
        key=repr,
    )


def test_it_ends_by_itself(database: Database, person: int, clock: Clock) -> None:
    begin(database, person, clock)
    ends = clock.now + WEEK
    records = Records(database, person)
    assert "active" not in {card.status for card in records.cards(ends - timedelta(seconds=1))}
    assert "active" in {card.status for card in records.cards(ends)}


def test_nobody_else_is_frozen(
    database: Database, keyring: Keyring, person: int, clock: Clock
) -> None:
    other = add_person(database, keyring, id_number(2))
    begin(database, other, clock)
    assert all(card.until is None for card in Records(database, person).cards(clock.now))


def test_the_agency_s_word_does_not_lift_it(database: Database, person: int, clock: Clock) -> None:
    begin(database, person, clock)
    with database.write() as connection:
        connection.execute(update(Card).values(status="active"))
    assert {card.status for card in Records(database, person).cards(clock.now)} == {"frozen"}


def test_a_second_is_refused_and_the_first_stays(
    database: Database, person: int, clock: Clock
) -> None:
    begin(database, person, clock)
    clock.turn(hours=1)
    with pytest.raises(GoneError):
        begin(database, person, clock)
    assert count(database) == 1


def test_lifted_it_can_begin_again(database: Database, person: int, clock: Clock) -> None:
    begin(database, person, clock)
    write(database, freezes.lift(person), clock)
    assert "active" in {card.status for card in Records(database, person).cards(clock.now)}
    begin(database, person, clock)
    assert count(database) == 2


def test_what_is_not_frozen_cannot_be_lifted(database: Database, person: int, clock: Clock) -> None:
    with pytest.raises(GoneError):
        write(database, freezes.lift(person), clock)
    begin(database, person, clock)
    clock.turn(hours=7 * 24)
    with pytest.raises(GoneError):
        write(database, freezes.lift(person), clock)


def test_of_many_calls_at_once_one_freezes(database: Database, person: int, clock: Clock) -> None:
    start = threading.Barrier(8)

    def call(nth: int) -> bool:
        start.wait()
        try:
            write(database, freezes.begin(person, clock.now + WEEK, nth, "mobile"), clock)
        except GoneError:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(call, range(8))) == 1
    assert count(database) == 1
