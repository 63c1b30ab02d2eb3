"""One promise: taken by one worker, tried again with growing waits, and given up in the end."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from db.outbox import CALLBACK, TEXT
from ivr.texting.sender import PermanentError, TemporaryError
from ivr.work.worker import JITTER, LEASE, WAITS, Carried
from tests.work.conftest import Desk, seconds_until


def test_what_is_due_the_longest_is_done_first_and_once(desk: Desk) -> None:
    later, first = desk.put(due_in=-5), desk.put(due_in=-9)
    future = desk.put(due_in=60)
    worker = desk.worker()
    assert [worker.carry_out(), worker.carry_out(), worker.carry_out()] == [
        Carried(),
        Carried(),
        None,
    ]
    assert desk.done == [first, later]
    assert [desk.row(entry).state for entry in (first, later, future)] == [
        "sent",
        "sent",
        "waiting",
    ]
    desk.clock.turn(seconds=61)
    assert worker.carry_out() == Carried()
    assert desk.done[-1] == future


def test_what_nobody_here_can_do_waits_for_who_can(desk: Desk) -> None:
    entry = desk.put(kind=CALLBACK)
    assert desk.worker().carry_out() is None
    assert (desk.row(entry).state, desk.row(entry).tries) == ("waiting", 0)


def test_waits_grow_and_then_it_has_failed(desk: Desk) -> None:
    entry = desk.put()
    worker = desk.worker()
    for wait in WAITS:
        desk.answers = [TemporaryError("carrier-503")]
        carried = worker.carry_out()
        assert carried is not None and carried.wait is not None
        assert abs(carried.wait / wait - 1) <= JITTER
        row = desk.row(entry)
        assert (row.state, row.error, row.taken_until) == ("waiting", "carrier-503", None)
        assert seconds_until(row.due_at, desk.clock) == pytest.approx(
            carried.wait.total_seconds(), abs=1e-3
        )
        assert worker.carry_out() is None, "not before it is due"
        desk.clock.turn(seconds=carried.wait.total_seconds() + 1)
    desk.answers = [TemporaryError("carrier-429")]
    assert worker.carry_out() == Carried()
    row = desk.row(entry)
    assert (row.state, row.error, row.tries) == ("failed", "carrier-429", len(WAITS) + 1)
    assert desk.done == []


def test_what_can_never_be_done_is_not_tried_twice(desk: Desk) -> None:
    entry = desk.put()
    desk.answers = [PermanentError("no-mobile")]
    assert desk.worker().carry_out() == Carried()
    row = desk.row(entry)
    assert (row.state, row.error, row.done_at) == ("failed", "no-mobile", desk.clock.now)


def test_a_fault_of_ours_is_tried_again_under_its_name_alone(desk: Desk) -> None:
    entry = desk.put()
    desk.answers = [ValueError("a sentence with a number in it")]
    carried = desk.worker().carry_out()
    assert carried is not None and carried.wait is not None
    assert desk.row(entry).error == "ValueError"


def test_nobody_takes_what_somebody_has_until_the_lease_is_over(desk: Desk) -> None:
    entry = desk.put()
    lost = desk.outbox.take([TEXT], desk.clock.now, LEASE)
    assert lost is not None
    assert desk.worker().carry_out() is None
    desk.clock.turn(seconds=LEASE.total_seconds())
    assert desk.worker().carry_out() == Carried()
    # Whoever lost it comes back late: what has happened since stands.
    desk.outbox.failed(lost, "late", desk.clock.now)
    assert desk.row(entry).state == "sent"


def test_what_kills_whoever_takes_it_is_given_up(desk: Desk) -> None:
    entry = desk.put()
    for _ in range(len(WAITS) + 1):
        assert desk.outbox.take([TEXT], desk.clock.now, LEASE) is not None
        desk.clock.turn(seconds=LEASE.total_seconds())
    assert desk.worker().carry_out() == Carried()
    assert (desk.row(entry).state, desk.row(entry).error) == ("failed", "gave-up")
    assert desk.done == []


def test_of_many_workers_one_takes_it(desk: Desk) -> None:
    entries = {desk.put() for _ in range(12)}
    worker = desk.worker()

    def work() -> None:
        while worker.carry_out() is not None:
            pass

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Where a row is in somebody's hands the others may find nothing: who is left does the rest.
    work()
    assert sorted(desk.done) == sorted(entries)


def test_what_was_done_long_ago_is_forgotten(desk: Desk) -> None:
    sent, waits = desk.put(), desk.put(due_in=90 * 86400)
    worker = desk.worker()
    worker.carry_out()
    assert worker.forget() == 0
    desk.clock.turn(hours=31 * 24)
    assert worker.forget() == 1
    assert desk.row(waits).state == "waiting"
    assert [each.id for each in desk.outbox.entries(9)] == [waits] != [sent]
    assert desk.row(waits).due_at - desk.clock.now > timedelta(days=50)
