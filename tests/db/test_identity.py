"""Who calls: what is answered, counted, locked and forgiven."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event, select

from db.attempts import Limits
from db.engine import Database
from db.hasher import PinHasher
from db.identity import Busy, Identity, Locked, Refused, Verified
from db.models import PinAttempt
from db.secrets import Keyring
from tests.clock import Clock
from tests.db.people import CHEAP, add_person, id_number

PIN, WRONG = "739146", "204857"
DAY = timedelta(hours=24)


@dataclass
class Line:
    """A line with one person on record, and hands that call it."""

    identity: Identity
    clock: Clock
    database: Database
    person_id: int
    number: str
    turns: int = 0

    def call(
        self,
        pin: str,
        *,
        number: str | None = None,
        phone: bytes | None = b"phone-a",
        call: int = 1,
        turn: int | None = None,
    ) -> Verified | Refused | Locked | Busy:
        self.turns += 1
        return self.identity.check(
            id_number=number or self.number,
            pin=pin,
            number_index=phone,
            call_id=call,
            turn=turn if turn is not None else self.turns,
            now=self.clock.now,
        )

    def outcomes(self) -> list[str]:
        with self.database.read() as connection:
            rows = connection.execute(select(PinAttempt.outcome).order_by(PinAttempt.id))
            return list(rows.scalars())


@pytest.fixture
def line(database: Database, keyring: Keyring, clock: Clock) -> Line:
    number = id_number(1)
    person_id = add_person(database, keyring, number, pin=PIN)
    return Line(Identity(database, keyring, CHEAP), clock, database, person_id, number)


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every hash that is checked, in order."""
    made: list[str] = []
    real = CHEAP._argon.verify

    def verify(_: PasswordHasher, encoded: str, keyed: bytes) -> bool:
        made.append(encoded)
        return real(encoded, keyed)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    return made


def test_the_right_pin_proves_the_person(line: Line) -> None:
    assert line.call(PIN) == Verified(line.person_id, one_time=False)
    assert line.outcomes() == ["verified"]


def test_an_issued_pin_is_said_to_be_one_time(line: Line, keyring: Keyring) -> None:
    number = id_number(2)
    person_id = add_person(line.database, keyring, number, pin=PIN, one_time=True)
    assert line.call(PIN, number=number) == Verified(person_id, one_time=True)


def test_a_wrong_pin_an_unknown_id_and_a_missing_pin_are_answered_alike(
    line: Line, keyring: Keyring
) -> None:
    add_person(line.database, keyring, id_number(3))
    assert line.call(WRONG) == Refused()
    assert line.call(PIN, number=id_number(4)) == Refused()
    assert line.call(PIN, number=id_number(3)) == Refused()


def test_all_refusals_take_the_same_path(line: Line, keyring: Keyring, hashes: list[str]) -> None:
    """The same statements and one hash of the same cost, whatever is wrong."""
    add_person(line.database, keyring, id_number(3))
    statements: list[str] = []
    event.listen(
        line.database.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_rest: statements.append(statement),
    )
    seen = []
    for number in (id_number(4), line.number, id_number(3)):
        line.call(WRONG, number=number, phone=None, call=line.turns + 100)
        seen.append((list(statements), [h.rsplit("$", 2)[0] for h in hashes]))
        statements.clear()
        hashes.clear()
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0][1]) == 1
    assert len(seen[0][0]) <= 9


def test_five_failures_lock_the_record_for_a_day(line: Line, hashes: list[str]) -> None:
    for phone in (b"a", b"b", b"c", b"d"):
        assert line.call(WRONG, phone=phone) == Refused()
    until = line.clock.now + DAY
    assert line.call(WRONG, phone=b"e") == Locked(until)
    assert len(hashes) == 5
    line.clock.turn(hours=23)
    assert line.call(PIN, phone=b"f") == Locked(until), "even the right PIN is not looked at"
    assert len(hashes) == 5
    line.clock.turn(hours=1, seconds=1)
    assert line.call(PIN, phone=b"f") == Verified(line.person_id, one_time=False)


def test_an_unknown_id_locks_like_a_known_one(line: Line) -> None:
    answers = [line.call(WRONG, number=id_number(9), phone=bytes([n])) for n in range(6)]
    until = line.clock.now + DAY
    assert answers == [Refused()] * 4 + [Locked(until)] * 2


def test_after_a_lock_the_count_begins_anew(line: Line) -> None:
    """Also when the lock is shorter than the window."""
    line.identity._limits = Limits(lock=timedelta(hours=1))
    for n in range(5):
        line.call(WRONG, phone=bytes([n]))
    line.clock.turn(hours=1, seconds=1)
    assert line.call(WRONG, phone=b"z") == Refused()
    assert line.call(PIN, phone=b"z") == Verified(line.person_id, one_time=False)


def test_failures_older_than_the_window_do_not_count(line: Line) -> None:
    for n in range(4):
        line.call(WRONG, phone=bytes([n]))
    line.clock.turn(hours=24, seconds=1)
    assert [line.call(WRONG, phone=bytes([n])) for n in range(10, 14)] == [Refused()] * 4


def test_a_success_forgives_the_failures_from_where_it_came(line: Line) -> None:
    for _ in range(4):
        assert line.call(WRONG, phone=b"home") == Refused()
    assert line.call(PIN, phone=b"home") == Verified(line.person_id, one_time=False)
    for _ in range(4):
        assert line.call(WRONG, phone=b"home", call=2) == Refused()


def test_a_success_does_not_forgive_a_strangers_failures(line: Line) -> None:
    for _ in range(4):
        assert line.call(WRONG, phone=b"stranger") == Refused()
    assert line.call(PIN, phone=b"home", call=2) == Verified(line.person_id, one_time=False)
    assert isinstance(line.call(WRONG, phone=b"stranger"), Locked)


def test_one_number_cannot_walk_through_many_records(line: Line, hashes: list[str]) -> None:
    answers = [line.call(WRONG, number=id_number(20 + n)) for n in range(6)]
    until = line.clock.now + DAY
    assert answers == [Refused()] * 5 + [Locked(until)]
    assert len(hashes) == 5
    assert line.call(PIN) == Locked(until)
    assert line.call(PIN, phone=b"other") == Verified(line.person_id, one_time=False)


def test_ten_failures_from_a_number_lock_it(line: Line) -> None:
    for n in range(9):
        assert line.call(WRONG, number=id_number(20 + n % 3)) == Refused()
    assert line.call(WRONG) == Locked(line.clock.now + DAY)
    assert line.call(PIN, phone=b"other") == Verified(line.person_id, one_time=False)


def test_a_hidden_number_is_limited_by_its_call(line: Line) -> None:
    for n in range(5):
        assert line.call(WRONG, number=id_number(20 + n), phone=None) == Refused()
    assert isinstance(line.call(PIN, phone=None), Locked)
    assert line.call(PIN, phone=None, call=2) == Verified(line.person_id, one_time=False)


@pytest.mark.parametrize("pin", [PIN, WRONG])
def test_a_repeated_turn_gets_its_answer_again_without_a_hash(
    line: Line, hashes: list[str], pin: str
) -> None:
    first = line.call(pin, turn=7)
    line.clock.turn(seconds=9)
    assert line.call(pin, turn=7) == first
    assert len(hashes) == 1
    assert len(line.outcomes()) == 1


def test_a_repeated_turn_that_locked_says_so_again(line: Line) -> None:
    for n in range(4):
        line.call(WRONG, phone=bytes([n]))
    first = line.call(WRONG, turn=50)
    assert isinstance(first, Locked)
    assert line.call(WRONG, turn=50) == first
    refused_entry = line.call(PIN, turn=51)
    assert line.call(PIN, turn=51) == refused_entry == first


def test_a_repeated_turn_about_another_record_is_refused_without_a_hash(
    line: Line, hashes: list[str]
) -> None:
    line.call(WRONG, turn=7)
    assert line.call(PIN, number=id_number(5), turn=7) == Refused()
    assert len(hashes) == 1


def test_a_crash_before_the_answer_is_a_failure_until_the_turn_is_repeated(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Identity, "_proven", crash)
        for turn in range(5):
            with pytest.raises(SystemExit):
                line.call(PIN, turn=100 + turn)
    assert line.outcomes() == ["pending"] * 5
    assert isinstance(line.call(PIN, turn=200, phone=b"other"), Locked)
    assert line.call(PIN, turn=100) == Verified(line.person_id, one_time=False)
    assert line.outcomes() == ["verified"] + ["pending"] * 4 + ["locked"]


def test_a_full_pool_counts_nothing(line: Line) -> None:
    hasher = PinHasher(memory_kib=8, time_cost=1, waiting=0)
    line.identity._hasher = hasher
    with hasher.slot():
        assert line.call(PIN) == Busy()
    assert line.outcomes() == []
    assert line.call(PIN) == Verified(line.person_id, one_time=False)


def test_a_new_pin_replaces_the_old_one(line: Line) -> None:
    write = line.identity.replace_pin(line.person_id, "580317")
    assert line.call(PIN) == Verified(line.person_id, one_time=False), "not written yet"
    with line.database.write() as connection:
        write(connection, line.clock.now)
    assert line.call(PIN) == Refused()
    assert line.call("580317") == Verified(line.person_id, one_time=False)


def test_a_new_pin_of_a_transaction_that_fails_is_not_stored(line: Line) -> None:
    write = line.identity.replace_pin(line.person_id, "580317")
    with pytest.raises(RuntimeError), line.database.write() as connection:
        write(connection, line.clock.now)
        raise RuntimeError
    assert line.call(PIN) == Verified(line.person_id, one_time=False)


def test_moments_of_locks_are_aware(line: Line) -> None:
    for n in range(5):
        line.call(WRONG, phone=bytes([n]))
    answer = line.call(PIN)
    assert isinstance(answer, Locked)
    assert answer.until.tzinfo is not None
    assert answer.until == datetime(2026, 3, 17, 2, 0, tzinfo=UTC)


def test_failures_on_one_record_never_count_for_another(line: Line, keyring: Keyring) -> None:
    other = add_person(line.database, keyring, id_number(2), pin=PIN)
    for n in range(5):
        line.call(WRONG, phone=bytes([n]))
    assert line.call(PIN, number=id_number(2), phone=b"z") == Verified(other, one_time=False)


def test_parallel_guesses_get_no_more_hashes_than_one_call(
    line: Line, keyring: Keyring, hashes: list[str]
) -> None:
    """Twelve calls at once, from twelve numbers, each through a process of its own."""
    guessers = [Identity(line.database, keyring, PinHasher(8, 1)) for _ in range(12)]
    start = threading.Barrier(len(guessers))

    def guess(nth: int) -> Verified | Refused | Locked | Busy:
        start.wait()
        return guessers[nth].check(
            id_number=line.number,
            pin=f"{700000 + nth}",
            number_index=bytes([nth]),
            call_id=nth,
            turn=1,
            now=line.clock.now,
        )

    with ThreadPoolExecutor(len(guessers)) as threads:
        answers = list(threads.map(guess, range(len(guessers))))
    assert len(hashes) == 5
    assert answers.count(Refused()) <= 5
    assert set(map(type, answers)) <= {Refused, Locked}
    assert line.call(PIN, phone=b"home", call=99) == Locked(line.clock.now + DAY)
