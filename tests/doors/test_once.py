"""A carrier repeats itself, and tells two workers at once: each turn still happens once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from db.engine import Database
from db.models import Call, Event, PinAttempt, Ticket
from db.secrets import Keyring
from ivr.line import Line
from tests.db.people import add_person, id_number
from tests.doors.conftest import BASE, Answer, AppOn, Knock

THREADS = 8
PIN = "274913"


@pytest.fixture
def app(app_on: AppOn, database_url: str) -> Flask:
    """The line on SQLite and on PostgreSQL."""
    return app_on(database_url)


def at_once(work: Callable[[], Answer]) -> list[Answer]:
    """The same request by eight threads that start together."""
    start = Barrier(THREADS)

    def one() -> Answer:
        start.wait(timeout=10)
        return work()

    with ThreadPoolExecutor(THREADS) as pool:
        return [done.result(timeout=30) for done in [pool.submit(one) for _ in range(THREADS)]]


def parts(app: Flask) -> tuple[Database, Keyring]:
    line: Line = app.extensions["hotline"]
    return line.database, line.keyring


def events(app: Flask) -> Counter[tuple[int, str]]:
    """How often each kind of event was written, by turn."""
    with parts(app)[0].read() as connection:
        return Counter((row.turn, row.kind) for row in connection.execute(select(Event)))


def test_a_new_call_told_eight_times_is_one_call(app: Flask) -> None:
    knock = Knock(app)
    answers = at_once(lambda: Knock(app, knock.sid).dial())
    assert len({each.body for each in answers}) == 1
    assert set(events(app).values()) == {1}
    with parts(app)[0].read() as connection:
        assert [row.turn for row in connection.execute(select(Call))] == [1]


def test_a_turn_told_eight_times_is_one_turn(app: Flask) -> None:
    knock = Knock(app)
    where = knock.dial().next
    answers = at_once(lambda: Knock(app, knock.sid).post(where, Digits="2"))
    assert len({each.body for each in answers}) == 1
    assert set(events(app).values()) == {1}
    assert answers[0].body == knock.post(where, Digits="2").body, "and a ninth time later"
    assert answers[0].body == knock.post(where, Digits="9").body, "whatever it says then"


def test_a_message_told_eight_times_is_one_ticket(app: Flask) -> None:
    knock = Knock(app)
    where = knock.post(knock.post(knock.dial().next, Digits="4").next, Digits="1").next
    left = {"RecordingUrl": "https://c.test/R1", "RecordingDuration": "7", "Digits": "#"}
    answers = at_once(lambda: Knock(app, knock.sid).post(where, **left))
    assert len({each.body for each in answers}) == 1, "everybody is told the same number"
    with parts(app)[0].read() as connection:
        assert len(connection.execute(select(Ticket)).all()) == 1
    assert events(app)[3, "ticket"] == 1


@pytest.mark.parametrize("pin", [PIN, "111111"], ids=["right", "wrong"])
def test_a_pin_told_eight_times_is_tried_once(app: Flask, pin: str) -> None:
    number = id_number(1)
    add_person(*parts(app), number, pin=PIN)
    knock = Knock(app)
    where = knock.dial().next
    for digits in ("1", number.replace("X", "*"), "1"):
        where = knock.post(where, Digits=digits).next
    answers = at_once(lambda: Knock(app, knock.sid).post(where, Digits=pin))
    final = [knock.post(where, Digits=pin).body]
    assert {each.body for each in answers} == set(final)
    with parts(app)[0].read() as connection:
        tries = connection.execute(select(PinAttempt)).all()
    assert [row.outcome for row in tries] == ["verified" if pin == PIN else "refused"]
    assert set(events(app).values()) == {1}


def test_the_end_of_a_call_told_eight_times_is_one_end(app: Flask) -> None:
    knock = Knock(app)
    knock.dial()
    fields = knock.fields(CallStatus="completed")
    with ThreadPoolExecutor(THREADS) as pool:
        told = [
            pool.submit(lambda: Knock(app).raw("/voice/status", fields=fields)) for _ in "12345678"
        ]
        assert {each.result(timeout=30).status_code for each in told} == {204}
    assert events(app)[1, "ended"] == 1


def test_an_older_turn_is_led_to_where_the_call_is(app: Flask) -> None:
    knock = Knock(app)
    first = knock.dial()
    second = knock.post(first.next, Digits="8")
    third = knock.post(second.next, Digits="9")
    for stale in ("/voice", first.next):
        led = knock.post(stale, Digits="2")
        assert led.verbs == ["Redirect"]
        assert knock.post(led.next).body == third.body
    assert knock.post(second.next).body == third.body
    assert events(app)[1, "language"] == 1


def test_a_turn_that_has_not_come_is_led_back(app: Flask) -> None:
    knock = Knock(app)
    top = knock.dial()
    led = knock.post("/voice/turn/5/zh-CN", Digits="1")
    assert led.verbs == ["Redirect"]
    assert knock.post(led.next).body == top.body


def test_a_call_nobody_knows_begins_rather_than_ends(app: Flask) -> None:
    """The records were replaced under it."""
    knock = Knock(app)
    assert knock.post("/voice/turn/6/en-US", Digits="1").next == f"{BASE}/voice/turn/1/zh-CN"
