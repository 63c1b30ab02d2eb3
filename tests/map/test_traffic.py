"""Where the calls of a day went, counted on both databases, and what of it may be seen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, update

from db.engine import Database
from db.models import Call, Event
from db.traffic import StepTraffic, of_day
from ivr.map.figures import FEW, Figures, shown
from tests.clock import Clock

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 3, 15)
NOON = datetime(2026, 3, 15, 12, tzinfo=SHANGHAI)


class Day:
    """Calls as the line writes them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.calls = 0

    def call(
        self,
        *steps: str,
        at: datetime = NOON,
        finished: bool = False,
        ended: bool = True,
        joined: bool = False,
        touched: datetime | None = None,
    ) -> None:
        """A call that waited at these steps, one after the other."""
        self.calls += 1
        turns = len(steps)
        row = {
            "sid": f"CA{self.calls}", "ref": f"{self.calls:016}", "language": "zh-CN",
            "turn": turns, "step": steps[-1], "state": b"", "answer": b"",
            "started_at": at, "touched_at": touched or at, "finished": finished,
            "ended_at": at if ended else None, "accepted_turn": turns if joined else None,
        }  # fmt: skip
        with self.database.write() as connection:
            added = connection.execute(insert(Call).returning(Call.id), row).scalar_one()
            for turn, (source, target) in enumerate(zip(("", *steps), steps, strict=False)):
                data = {"from": source, "input": "key 1", "to": target}
                for kind, of in (("turn", data), ("puzzled", {"times": 1})):
                    event = {"call_id": added, "turn": turn, "at": at, "kind": kind, "data": of}
                    connection.execute(insert(Event), event)


@pytest.fixture
def day(database: Database) -> Day:
    return Day(database)


def test_calls_are_counted_once_at_each_step(database: Database, day: Day) -> None:
    day.call("a.top", "a.deep", "a.deep", "a.top", "b.end", finished=True)
    day.call("a.top", "a.deep")
    day.call("a.top", finished=False)
    assert of_day(database, DAY, SHANGHAI) == {
        "a.top": StepTraffic(3, 1, {"a.deep": 2, "b.end": 1}),
        "a.deep": StepTraffic(2, 1, {"a.top": 1}),
        "b.end": StepTraffic(1, 0, {}),
    }


def test_a_day_is_the_citys(database: Database, day: Day) -> None:
    start = datetime(2026, 3, 15, tzinfo=SHANGHAI)
    for at in (start, start + timedelta(hours=23, minutes=59)):
        day.call("a.in", at=at.astimezone(UTC))
    for at in (start - timedelta(seconds=1), start + timedelta(days=1)):
        day.call("a.out", at=at)
    assert list(of_day(database, DAY, SHANGHAI)) == ["a.in"]


def test_whoever_was_joined_or_is_still_there_has_not_left(database: Database, day: Day) -> None:
    tomorrow = datetime(2026, 3, 16, 0, 5, tzinfo=SHANGHAI)
    day.call("a.ring", joined=True)
    day.call("a.ring", ended=False, touched=tomorrow)
    assert of_day(database, DAY, SHANGHAI)["a.ring"].left == 0
    day.call("a.ring")
    day.call("a.ring", ended=False)
    assert of_day(database, DAY, SHANGHAI)["a.ring"] == StepTraffic(4, 2, {})


def test_an_agent_who_accepted_an_earlier_ringing_is_no_answer_to_this_one(
    database: Database, day: Day
) -> None:
    day.call("a.ring", "a.ring", joined=True)
    with database.write() as connection:
        connection.execute(update(Call).values(turn=3))
    assert of_day(database, DAY, SHANGHAI)["a.ring"].left == 1


def test_a_day_without_calls_has_no_traffic(database: Database) -> None:
    assert of_day(database, DAY, SHANGHAI) == {}


def test_few_calls_are_not_counted_out() -> None:
    many = shown({"a": StepTraffic(20, 5, {"b": 12, "c": FEW - 1, "d": 12})})["a"]
    assert (many["came"], many["left"], many["share"]) == (20, 5, 0.25)
    assert many["went"] == [["b", 12], ["d", 12], ["c", "few"]]
    few = shown({"a": StepTraffic(20, FEW - 1), "b": StepTraffic(1, 1), "c": StepTraffic(9)})
    assert (few["a"]["left"], few["a"]["share"]) == ("few", None)
    assert (few["b"]["came"], few["b"]["left"]) == ("few", "few")
    assert (few["c"]["came"], few["c"]["left"]) == (9, 0)


def test_a_day_is_read_once(sqlite_url: str, clock: Clock) -> None:
    database = Database(sqlite_url)
    day = Day(database)
    clock.now = NOON + timedelta(days=1)
    figures = Figures(database, SHANGHAI, clock)
    assert figures.yesterday() == {"day": "2026-03-15", "few": FEW, "steps": {}}
    for _ in range(FEW):
        day.call("a.top")
    assert figures.yesterday()["steps"] == {}
    clock.now = NOON + timedelta(days=2)
    assert figures.yesterday()["day"] == "2026-03-16"
    database.dispose()
    fresh = Figures(database, SHANGHAI, lambda: NOON + timedelta(days=1))
    assert fresh.yesterday()["steps"]["a.top"]["share"] == 1
    database.dispose()
