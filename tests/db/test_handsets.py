"""Telephones in a browser: found by their token alone, replaced by one request at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from db.engine import Database
from db.handsets import Handsets, new_token, sid_of
from db.models import Handset
from db.secrets import Keyring
from tests.clock import Clock

JOURNAL = b'{"said": "your balance is"}'


@pytest.fixture
def handsets(database: Database, keyring: Keyring) -> Handsets:
    return Handsets(database, keyring)


def added(handsets: Handsets, journal: bytes, now: datetime, *, over: bool = False) -> str:
    token = new_token()
    handsets.add(token, journal, over, now)
    return token


def test_a_telephone_is_found_by_its_token_alone(handsets: Handsets, clock: Clock) -> None:
    tokens = [added(handsets, JOURNAL + str(n).encode(), clock.now) for n in range(3)]
    assert len(set(tokens)) == 3
    found = handsets.find(tokens[1])
    assert found is not None
    assert (found.journal, found.version, found.over) == (JOURNAL + b"1", 1, False)
    assert found.touched_at == clock.now
    assert handsets.find(tokens[1][:-1]) is None
    assert "balance" not in repr(found)


def test_neither_token_nor_journal_can_be_read(
    handsets: Handsets, database: Database, clock: Clock
) -> None:
    token = added(handsets, JOURNAL, clock.now)
    with database.read() as connection:
        row = connection.execute(select(Handset.token_index, Handset.journal)).one()
    assert token.encode() not in bytes(row.token_index) + bytes(row.journal)
    assert b"balance" not in row.journal


def test_of_two_who_replace_the_journal_the_first_does(handsets: Handsets, clock: Clock) -> None:
    token = added(handsets, JOURNAL, clock.now)
    first, second = handsets.find(token), handsets.find(token)
    assert first is not None and second is not None
    assert handsets.save(first, b"first", False, clock.turn(seconds=1))
    assert not handsets.save(second, b"second", True, clock.turn(seconds=1))
    kept = handsets.find(token)
    assert kept is not None
    assert (kept.journal, kept.version, kept.over) == (b"first", 2, False)


def test_who_is_busy_and_who_has_left(handsets: Handsets, clock: Clock) -> None:
    began = clock.now
    left, talking, over = (added(handsets, JOURNAL, began, over=n == 2) for n in range(3))
    later = clock.turn(minutes=5)
    found = handsets.find(talking)
    assert found is not None
    handsets.touch(found, later)
    assert handsets.busy(began) == 2
    assert handsets.busy(began + timedelta(minutes=1)) == 1
    forsaken = handsets.forsaken(later, 10)
    assert {each.key for each in forsaken} == {
        each.key for token in (left, over) if (each := handsets.find(token))
    }
    assert len(handsets.forsaken(later, 1)) == 1


def test_a_telephone_that_is_forgotten_cannot_be_kept_again(
    handsets: Handsets, clock: Clock
) -> None:
    token = added(handsets, JOURNAL, clock.now)
    found = handsets.find(token)
    assert found is not None
    handsets.forget(found)
    assert handsets.find(token) is None
    assert not handsets.save(found, JOURNAL, False, clock.now)


def test_the_name_of_a_call_is_known_from_its_token_and_not_the_other_way_round() -> None:
    token, other = new_token(), new_token()
    assert sid_of(token) == sid_of(token) != sid_of(other)
    assert len(sid_of(token)) == 34 and sid_of(token).startswith("CA")
    assert sid_of(token)[2:] not in token and token not in sid_of(token)
