"""What the figures count: each definition, by calls made up to tell it from the others."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from db.engine import Database
from db.models import Call, Event, QueueEntry
from db.reports import Sums, by_day, report, total

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 3, 16)
TEN = datetime(2026, 3, 16, 10, 0, tzinfo=ZONE)
LATER = TEN + timedelta(days=10)


class Made:
    """Calls and waits, written down as the line leaves them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._calls = 0

    def call(self, at: datetime, **more: Any) -> int:
        self._calls += 1
        row = {
            "sid": f"CA{self._calls}",
            "ref": f"r{self._calls}",
            "language": "zh-CN",
            "turn": 1,
            "proof": "",
            "step": "welcome.menu",
            "state": b"",
            "answer": b"",
            "started_at": at,
            "touched_at": at,
            "finished": False,
            **more,
        }
        with self.database.write() as connection:
            made = insert(Call).returning(Call.id)
            return connection.execute(made, row).scalar_one()

    def wait(self, call: int, at: datetime, **more: Any) -> None:
        row = {
            "call_id": call,
            "topic": "welcome",
            "lane": "",
            "language": "zh-CN",
            "priority": 0,
            "mode": "line",
            "entered_at": at,
            "seen_at": at,
            "state": "done",
            "offers": 1,
            **more,
        }
        with self.database.write() as connection:
            connection.execute(insert(QueueEntry), row)

    def talk(self, call: int, at: datetime, waited: int, talked: int, **more: Any) -> None:
        joined = at + timedelta(seconds=waited)
        self.wait(
            call,
            at,
            joined_at=joined,
            ended_at=joined + timedelta(seconds=talked),
            outcome="served",
            **more,
        )

    def event(self, call: int, at: datetime, kind: str, **data: Any) -> None:
        row = {"call_id": call, "turn": 1, "at": at, "kind": kind, "data": data}
        with self.database.write() as connection:
            connection.execute(insert(Event), row)

    def day(self, now: datetime = LATER) -> Sums:
        return total(report(self.database, DAY, DAY, ZONE, now).values())


@pytest.fixture
def made(database: Database) -> Made:
    return Made(database)


def test_a_call_that_nobody_had_to_make_again_is_contained(made: Made) -> None:
    made.call(TEN, number_index=b"a")
    sums = made.day()
    assert (sums.calls, sums.contained, sums.undecided, sums.unknown) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("who", "after", "contained"),
    [
        ({"number_index": b"a"}, timedelta(hours=71), 0),
        ({"number_index": b"a"}, timedelta(hours=73), 1),
        ({"person_id": 7}, timedelta(hours=71), 0),
        ({"person_id": 7, "number_index": b"b"}, timedelta(hours=71), 0),
        ({}, timedelta(hours=1), 1),
    ],
)
def test_who_calls_again_within_72_hours_was_not_helped(
    made: Made, who: dict[str, Any], after: timedelta, contained: int
) -> None:
    made.call(TEN, **who)
    made.call(TEN + after, **(who | ({"number_index": b"c"} if "person_id" in who else {})))
    first = report(made.database, DAY, DAY, ZONE, LATER)[TEN]
    assert first.contained == contained


def test_somebody_elses_call_takes_nothing_away(made: Made) -> None:
    made.call(TEN, number_index=b"a")
    made.call(TEN + timedelta(minutes=5), number_index=b"b")
    assert made.day().contained == 2


def test_what_is_younger_than_72_hours_is_not_decided(made: Made) -> None:
    made.call(TEN, number_index=b"a")
    sums = made.day(now=TEN + timedelta(hours=71))
    assert (sums.contained, sums.undecided) == (1, 1)


def test_who_talked_to_an_agent_was_answered_and_not_contained(made: Made) -> None:
    call = made.call(TEN, number_index=b"a")
    made.talk(call, TEN, 15, 120, score=1)
    sums = made.day()
    assert (sums.contained, sums.asked, sums.answered, sums.in_time) == (0, 1, 1, 1)
    assert (sums.mean_hold, sums.mean_talk, sums.satisfied) == (15, 120, 1)
    assert sums.service_level == 1


def test_sixteen_seconds_are_too_long(made: Made) -> None:
    made.talk(made.call(TEN), TEN, 16, 30)
    assert (made.day().answered, made.day().in_time) == (1, 0)


def test_hanging_up_while_waiting_is_abandoned_and_anything_else_is_not(made: Made) -> None:
    for outcome in ("abandoned", "left", "kept-place", "nobody", "failed"):
        made.wait(made.call(TEN), TEN, outcome=outcome, ended_at=TEN)
    sums = made.day()
    assert (sums.asked, sums.abandoned, sums.turned, sums.answered) == (5, 1, 4, 0)


def test_who_is_handed_on_has_asked_once_and_talked_twice_as_long(made: Made) -> None:
    call = made.call(TEN)
    made.talk(call, TEN, 5, 60)
    made.talk(call, TEN + timedelta(minutes=2), 5, 60, before_id=1)
    sums = made.day()
    assert (sums.asked, sums.answered, sums.talk_seconds, sums.hold_seconds) == (1, 1, 120, 5)


def test_a_callback_is_no_hold(made: Made) -> None:
    made.talk(made.call(TEN), TEN, 3600, 60, ticket="1234567890")
    sums = made.day()
    assert (sums.held, sums.mean_hold, sums.called_back, sums.mean_callback) == (0, None, 1, 3600)


def test_an_errand_counts_once_a_call(made: Made) -> None:
    call = made.call(TEN)
    for step in ("medical.balance", "medical.used", "contributions.latest"):
        made.event(call, TEN, "turn", **{"from": "welcome.menu", "input": "key 1", "to": step})
    made.event(call, TEN, "locked", scope="record")
    sums = made.day()
    assert (sums.errands, sums.locks) == ({"medical": 1, "contributions": 1}, 1)


def test_who_is_turned_away_counts_once_a_call_and_has_not_waited(made: Made) -> None:
    call = made.call(TEN)
    for minute in (1, 2):
        made.event(call, TEN + timedelta(minutes=minute), "overflow")
    sums = made.day()
    assert (sums.overflowed, sums.asked, sums.turned) == (1, 0, 0)


def test_hours_are_the_citys_and_days_are_whole(made: Made) -> None:
    for at in ("2026-03-15 23:59", "2026-03-16 00:00", "2026-03-16 23:59", "2026-03-17 00:00"):
        made.call(datetime.fromisoformat(at).replace(tzinfo=ZONE))
    hours = report(made.database, DAY, DAY, ZONE, LATER)
    assert [at.isoformat() for at in hours] == [
        "2026-03-16T00:00:00+08:00",
        "2026-03-16T23:00:00+08:00",
    ]
    assert by_day(hours)[DAY].calls == 2


_NUMBERS = [each.name for each in fields(Sums) if each.name != "errands"]
_SUMS = st.builds(
    Sums,
    **{name: st.integers(0, 10**6) for name in _NUMBERS},
)


@given(st.lists(_SUMS, max_size=6), st.integers(0, 6))
def test_sums_of_sums_are_the_same_in_any_parts(every: list[Sums], cut: int) -> None:
    assert total(every) == total([total(every[:cut]), total(every[cut:])])


@given(_SUMS)
def test_nothing_is_divided_by_nothing(sums: Sums) -> None:
    for value in (sums.service_level, sums.containment, sums.abandonment, sums.mean_hold):
        assert value is None or value >= 0
