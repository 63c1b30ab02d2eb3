"""What the carrier reports, in whatever order it comes and however often."""

from __future__ import annotations

from itertools import permutations

import pytest

from db.outbox import TEXT
from db.receipts import RANK, Receipt, receive
from ivr.work.worker import LEASE, Carried
from tests.work.conftest import Desk

SID = "SM1"


def told(desk: Desk, status: str, entry: int | None, *, sid: str = SID, error: str = "") -> bool:
    return receive(desk.database, Receipt(sid, status, error, entry), desk.clock.now)


@pytest.mark.parametrize("order", list(permutations(["queued", "sent", "delivered"])))
def test_delivered_never_goes_back(desk: Desk, order: tuple[str, ...]) -> None:
    entry = desk.put()
    taken = desk.outbox.take([TEXT], desk.clock.now, LEASE)
    assert taken is not None
    desk.outbox.sent(taken, SID, desk.clock.now)
    for status in order:
        told(desk, status, entry)
    assert not told(desk, "delivered", entry), "a second one changes nothing"
    assert not told(desk, "failed", entry, error="30008")
    row = desk.row(entry)
    assert (row.state, row.receipt, row.carrier_sid) == ("delivered", "delivered", SID)


@pytest.mark.parametrize("status", ["failed", "undelivered", "canceled"])
def test_what_did_not_arrive_has_failed_with_the_carriers_code(desk: Desk, status: str) -> None:
    entry = desk.put()
    desk.worker().carry_out()
    sid = desk.row(entry).carrier_sid
    assert sid is not None
    assert told(desk, status, None, sid=sid, error="30003")
    row = desk.row(entry)
    assert (row.state, row.error, row.receipt) == ("failed", "carrier-30003", status)


def test_a_report_that_is_quicker_than_the_workers_own_note_stands(desk: Desk) -> None:
    entry = desk.put()
    taken = desk.outbox.take([TEXT], desk.clock.now, LEASE)
    assert taken is not None
    assert told(desk, "delivered", entry)
    desk.outbox.sent(taken, SID, desk.clock.now)
    assert desk.row(entry).state == "delivered"


def test_a_report_saves_a_message_whose_worker_died_from_being_sent_twice(desk: Desk) -> None:
    entry = desk.put()
    assert desk.outbox.take([TEXT], desk.clock.now, LEASE) is not None
    assert told(desk, "queued", entry)
    desk.clock.turn(seconds=LEASE.total_seconds() + 1)
    assert desk.worker().carry_out() is None
    assert (desk.row(entry).state, desk.row(entry).carrier_sid) == ("sent", SID)


def test_reports_about_others_change_nothing(desk: Desk) -> None:
    entry = desk.put()
    assert desk.worker().carry_out() == Carried()
    assert not told(desk, "failed", entry), "another message's name"
    assert not told(desk, "failed", None)
    assert not told(desk, "failed", entry + 1)
    assert desk.row(entry).state == "sent"


def test_what_an_operator_has_dropped_stays_dropped(desk: Desk) -> None:
    entry = desk.put()
    assert desk.outbox.drop(entry, desk.clock.now)
    assert not told(desk, "sent", entry)
    assert desk.row(entry).state == "dropped"


def test_every_status_of_the_carrier_has_a_rank() -> None:
    # https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
    known = "accepted scheduled canceled queued sending sent failed delivered undelivered read"
    assert set(RANK) == set(known.split())
