"""One-time codes: what one is worth, how often they are sent and tried."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from db.codes import Checked, Codes, Limits, Wanted, draw
from db.conflict import GoneError
from db.engine import Database
from db.models import Code
from db.secrets import Keyring
from tests.clock import Clock
from tests.db.people import id_number

WANTED = Wanted(call_id=1, id_number=id_number(1), number_index=b"phone", person_id=7)


class Desk:
    """Codes with a clock, and hands that write what they say at once."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock) -> None:
        self.codes = Codes(database, keyring)
        self.database = database
        self.clock = clock

    def send(self, wanted: Wanted = WANTED) -> str:
        code, write = self.codes.new(wanted)
        with self.database.write() as connection:
            write(connection, self.clock.now)
        return code

    def check(self, code: str, wanted: Wanted = WANTED) -> Checked:
        checked = self.codes.check(wanted.call_id, wanted.id_number, code, self.clock.now)
        with self.database.write() as connection:
            checked.write(connection, self.clock.now)
        return checked

    def may_send(self, wanted: Wanted = WANTED) -> bool:
        return self.codes.may_send(wanted, self.clock.now)


@pytest.fixture
def desk(database: Database, keyring: Keyring, clock: Clock) -> Desk:
    return Desk(database, keyring, clock)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_the_right_code_names_who_got_it_once(desk: Desk) -> None:
    code = desk.send()
    assert desk.check(code).person_id == 7
    again = desk.check(code)
    assert (again.right, again.left) == (False, 2)


def test_a_code_is_six_digits_and_drawn_anew(desk: Desk) -> None:
    drawn = {draw() for _ in range(50)}
    assert all(len(code) == 6 and code.isdecimal() for code in drawn)
    assert len(drawn) > 40


def test_neither_the_code_nor_its_bare_hash_is_stored(
    desk: Desk, database: Database, keyring: Keyring
) -> None:
    code = desk.send()
    other = desk.send(replace(WANTED, call_id=2))
    with database.read() as connection:
        first, second = connection.execute(select(Code.hash).order_by(Code.id)).scalars()
    assert first == keyring.index("one-time-code", f"1:{code}")
    assert second == keyring.index("one-time-code", f"2:{other}")
    assert code.encode() not in first


def test_it_is_good_for_ten_minutes(desk: Desk) -> None:
    code = desk.send()
    desk.clock.turn(minutes=9, seconds=59)
    assert desk.codes.check(1, id_number(1), code, desk.clock.now).right
    desk.clock.turn(seconds=1)
    assert not desk.check(code).right


def test_it_is_good_in_its_own_call_only(desk: Desk) -> None:
    code = desk.send()
    assert not desk.check(code, replace(WANTED, call_id=2)).right
    assert desk.check(code).right


def test_it_is_good_for_its_own_id_number_only(desk: Desk) -> None:
    code = desk.send()
    assert not desk.check(code, replace(WANTED, id_number=id_number(2))).right


def test_the_third_wrong_answer_is_the_last(desk: Desk) -> None:
    code = desk.send()
    assert [desk.check(wrong(code)).left for _ in range(3)] == [2, 1, 0]
    assert desk.check(code) == Checked(None, 0, desk.check(code).write)
    assert not desk.may_send(), "another code would only be guessed at"


def test_tries_count_over_all_codes_of_a_call(desk: Desk) -> None:
    first = desk.send()
    desk.check(wrong(first))
    second = desk.send()
    desk.check(wrong(first) if wrong(first) != second else wrong(second))
    assert desk.check("x").left == 0
    assert not desk.check(first).right


def test_a_code_that_was_sent_to_nobody_equals_nothing(desk: Desk) -> None:
    nobody = replace(WANTED, person_id=None)
    code = desk.send(nobody)
    assert desk.check(code, nobody).person_id is None


@pytest.mark.parametrize("person_id", [7, None], ids=["known", "unknown"])
def test_two_in_a_call_five_a_day_for_a_record(desk: Desk, person_id: int | None) -> None:
    wanted = replace(WANTED, person_id=person_id)
    for nth in range(5):
        each = replace(wanted, call_id=nth // 2, number_index=bytes([nth]))
        assert desk.may_send(each)
        desk.send(each)
        assert desk.may_send(each) == (nth in (0, 2))
    elsewhere = replace(wanted, call_id=9, number_index=b"elsewhere")
    assert not desk.may_send(elsewhere)
    with pytest.raises(GoneError):
        desk.send(elsewhere)
    assert desk.may_send(replace(elsewhere, id_number=id_number(2)))
    desk.clock.turn(hours=24, seconds=1)
    assert desk.may_send(elsewhere)


def test_five_a_day_from_a_number(desk: Desk) -> None:
    for nth in range(5):
        desk.send(replace(WANTED, call_id=nth, id_number=id_number(nth)))
    other = replace(WANTED, call_id=9, id_number=id_number(9))
    assert not desk.may_send(other)
    assert desk.may_send(replace(other, number_index=b"another"))
    assert desk.may_send(replace(other, number_index=None))


def test_hidden_numbers_are_not_one_number(desk: Desk) -> None:
    for nth in range(6):
        hidden = replace(
            WANTED, call_id=nth, id_number=id_number(nth), number_index=None, person_id=nth
        )
        assert desk.may_send(hidden)
        desk.send(hidden)


def test_many_calls_at_once_send_no_more_than_five(desk: Desk) -> None:
    start = threading.Barrier(10)

    def call(nth: int) -> bool:
        _, write = desk.codes.new(replace(WANTED, call_id=nth, number_index=bytes([nth])))
        start.wait()
        try:
            with desk.database.write() as connection:
                write(connection, desk.clock.now)
        except GoneError:
            return False
        return True

    with ThreadPoolExecutor(10) as threads:
        assert sum(threads.map(call, range(10))) == 5
    with desk.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(Code)).scalar_one() == 5


def test_after_the_keys_were_changed_a_code_is_still_right(
    desk: Desk, keyring: Keyring, database: Database, clock: Clock
) -> None:
    code = desk.send()
    keys = dict(keyring._keys)
    newer = Desk(database, Keyring({"newer": b"n" * 32, **keys}), clock)
    assert newer.may_send()
    assert newer.check(code).right
    newer.send()
    assert not newer.may_send(), "the older code counts"


def test_limits_can_be_other_ones(database: Database, keyring: Keyring, clock: Clock) -> None:
    strict = Codes(database, keyring, Limits(tries=1, valid=timedelta(seconds=5)))
    code, write = strict.new(WANTED)
    with database.write() as connection:
        write(connection, clock.now)
    assert strict.check(1, id_number(1), wrong(code), clock.now).left == 0
    assert not strict.check(1, id_number(1), code, clock.turn(seconds=5)).right


def test_nothing_of_a_person_is_in_what_is_printed(desk: Desk) -> None:
    assert id_number(1) not in repr(WANTED)
    assert "write" not in repr(desk.check("480516"))
