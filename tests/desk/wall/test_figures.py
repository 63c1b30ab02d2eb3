"""What the board says equals what is counted by hand, on moments made up, on both databases."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from statistics import fmean
from typing import Any

import pytest
from sqlalchemy import event, text

from db import wall
from db.engine import Database
from db.models import Call, QueueEntry
from tests.clock import Clock
from tests.desk.wall.moments import busy, call_row, entry_row, put
from tests.plugins.line import SHANGHAI

SLOT = timedelta(minutes=30)


def read(database: Database, now: datetime) -> wall.Board:
    today = wall.midnight(now, SHANGHAI)
    sums = wall.Sums(
        wall.service(database, today, now),
        wall.service(database, now - wall.HOUR, now),
        wall.promises(database, now, today.date(), SLOT),
    )
    return wall.read(database, now, sums)


def counted(entries: list[dict[str, Any]], since: datetime, now: datetime) -> dict[str, Any]:
    """The figures of waits that began at ``since`` or later, in plain Python."""
    ours = [e for e in entries if e["entered_at"] >= since and e["before_id"] is None]
    joined = [e for e in ours if e["joined_at"]]
    gone = [e for e in ours if e["outcome"] == "abandoned" and not e["joined_at"]]
    waits = [e["joined_at"] - e["entered_at"] for e in joined if e["ticket"] is None]
    undecided = [
        e
        for e in ours
        if not e["joined_at"]
        and not e["ended_at"]
        and now - e["entered_at"] < timedelta(seconds=15)
    ]
    return {
        "asked": len(ours) - len(undecided),
        "answered": len(joined),
        "in_time": sum(e["joined_at"] - e["entered_at"] <= timedelta(seconds=15) for e in joined),
        "abandoned": len(gone),
        "mean_wait": fmean(w.total_seconds() for w in waits) if waits else None,
        "mean_abandoned": (
            fmean((e["ended_at"] - e["entered_at"]).total_seconds() for e in gone) if gone else None
        ),
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_of_a_busy_moment(database: Database, clock: Clock, seed: int) -> None:
    now = clock.now
    made = busy(database, now, seed)
    board = read(database, now)

    talking = {e["call_id"] for e in made["entries"] if e["state"] == "talking"}
    calls = Counter(
        call["step"]
        for nth, call in enumerate(made["calls"], 1)
        if call["ended_at"] is None
        and not call["finished"]
        and call["started_at"] > now - timedelta(hours=4)
        and (call["touched_at"] > now - timedelta(minutes=10) or nth in talking)
    )
    assert {each.step: each.calls for each in board.steps} == dict(calls)
    assert board.calls == sum(calls.values()) > 20

    for lane in {e["lane"] for e in made["entries"]}:
        here = [e for e in made["entries"] if e["lane"] == lane and e["state"] != "done"]
        line = [e for e in here if e["ticket"] is None and e["state"] != "talking"]
        (group,) = [each for each in board.groups if each.lane == lane]
        assert group.waiting == sum(e["state"] == "waiting" for e in line)
        assert group.ringing == sum(e["state"] == "offered" for e in line)
        assert group.talking == sum(e["state"] == "talking" for e in here)
        assert group.absent == len(here) - len(line) - group.talking
        assert group.since == min((e["entered_at"] for e in line), default=None)

    on_duty = [each for each in made["agents"] if each["active"]]
    assert [(a.staff_number, a.state) for a in board.agents] == [
        (each["staff_number"], each["state"]) for each in on_duty
    ]
    assert sum(board.states.values()) == len(on_duty)

    midnight = datetime.combine(now.astimezone(SHANGHAI).date(), time(), SHANGHAI)
    for service, since in (
        (board.sums.today, midnight),
        (board.sums.hour, now - timedelta(hours=1)),
    ):
        wanted = counted(made["entries"], since, now)
        for name, value in wanted.items():
            got = getattr(service, name)
            assert got == (pytest.approx(value, abs=0.002) if value is not None else None), name

    opened = [t for t in made["tickets"] if t["status"] == "open"]
    booked = [t["callback_at"] for t in opened if t["callback_at"]]
    assert board.sums.promises.due == sum(now - SLOT < at <= now + SLOT for at in booked)
    assert board.sums.promises.overdue == sum(at <= now - SLOT for at in booked)
    today: date = now.astimezone(SHANGHAI).date()
    assert board.sums.promises.late == sum(t["promised_on"] < today for t in opened)


def test_nothing_happens(database: Database, clock: Clock) -> None:
    board = read(database, clock.now)
    assert (board.calls, board.waiting, board.since, board.groups) == (0, 0, None, ())
    assert board.sums.today.level is None
    assert board.sums.today.mean_wait is None


def test_just_after_midnight_the_last_hour_is_longer_than_the_day(
    database: Database, clock: Clock
) -> None:
    now = datetime(2026, 3, 17, 0, 10, tzinfo=SHANGHAI)
    put(database, Call, [call_row(1, now)])
    before = now - timedelta(minutes=30)
    joined = before + timedelta(seconds=5)
    row = entry_row(1, before, state="talking", joined_at=joined)
    put(database, QueueEntry, [row])
    board = read(database, now)
    assert (board.sums.today.asked, board.sums.hour.asked, board.sums.hour.level) == (0, 1, 1.0)


def test_one_statement_a_look_and_none_reads_events(database: Database, clock: Clock) -> None:
    busy(database, clock.now, 4)
    said: list[str] = []

    def hear(connection: Any, cursor: Any, sql: str, *rest: Any) -> None:
        said.append(sql)

    event.listen(database.engine, "before_cursor_execute", hear)
    read(database, clock.now)
    event.remove(database.engine, "before_cursor_execute", hear)
    assert len(said) == 4
    assert not any("events" in sql for sql in said)


def test_calls_are_found_by_their_index(database: Database, clock: Clock) -> None:
    """However many calls are over: those that go on have an index of their own."""
    now = clock.now
    over = [call_row(n, now, ended_at=now, started_at=now) for n in range(1, 3001)]
    put(database, Call, [*over, call_row(4000, now)])
    plan = _plan(database, now)
    assert "calls_going" in plan
    assert read(database, now).calls == 1


def _plan(database: Database, now: datetime) -> str:
    sqlite = database.dialect == "sqlite"
    explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
    asked = wall._STEPS.params(began=now - timedelta(hours=4), touched=now - timedelta(minutes=10))
    with database.read() as connection:
        connection.execute(text("ANALYZE"))
        spelled = asked.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        return " ".join(str(row) for row in connection.execute(text(f"{explain} {spelled}")))
