"""Busy moments of a line, made up: calls, waits, agents, promises, and what came of them."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from db.engine import Database
from db.models import Agent, Call, Duty, DutyChange, QueueEntry, Ticket

STEPS = ("welcome.menu", "medical.balance", "contributions.latest", "agent.waiting", "policy.topic")
LANES = ("", "pension", "english,pension")
STATES = ("away", "ready", "offered", "talking", "wrapup", "break")
_OUTCOMES = ("served", "abandoned", "left", "kept-place", "nobody")


def call_row(nth: int, now: datetime, **values: Any) -> dict[str, Any]:
    """A call at the main menu that has just done something, unless told otherwise."""
    row = {
        "sid": f"CA{nth:032}",
        "ref": f"{nth:016x}",
        "language": "zh-CN",
        "turn": 3,
        "step": "welcome.menu",
        "state": b".",
        "answer": b".",
        "started_at": now - timedelta(minutes=3),
        "touched_at": now - timedelta(seconds=20),
        "finished": False,
        "ended_at": None,
    }
    return row | values


def entry_row(call_id: int, entered_at: datetime, **values: Any) -> dict[str, Any]:
    """Somebody who waits, unless told otherwise."""
    row = {
        "call_id": call_id,
        "before_id": None,
        "topic": "medical",
        "lane": "",
        "language": "zh-CN",
        "priority": 0,
        "mode": "line",
        "entered_at": entered_at,
        "seen_at": entered_at,
        "state": "waiting",
        "ticket": None,
        "agent_id": None,
        "offers": 0,
        "joined_at": None,
        "ended_at": None,
        "outcome": None,
    }
    return row | values


def ticket_row(nth: int, now: datetime, **values: Any) -> dict[str, Any]:
    """An open promise."""
    row = {
        "number": f"{nth:010}",
        "call_id": 1,
        "kind": "message",
        "language": "zh-CN",
        "opened_at": now - timedelta(days=1),
        "promised_on": now.date() + timedelta(days=2),
        "status": "open",
        "callback_at": None,
        "closed_at": None,
    }
    return row | values


def put(database: Database, table: Any, rows: list[dict[str, Any]]) -> None:
    """Write the rows."""
    with database.write() as connection:
        connection.execute(insert(table), rows)


def busy(database: Database, now: datetime, seed: int, calls: int = 120) -> dict[str, list[Any]]:
    """Make a busy moment up; gives the rows that were written, by table, to be counted anew."""
    rng = random.Random(seed)
    made: dict[str, list[Any]] = {"calls": [], "entries": [], "agents": [], "tickets": []}
    for nth in range(1, calls + 1):
        ended = now - timedelta(seconds=rng.randrange(1, 900)) if rng.random() < 0.2 else None
        made["calls"].append(
            call_row(
                nth,
                now,
                step=rng.choice(STEPS),
                started_at=now - timedelta(seconds=rng.randrange(60, 6 * 3600)),
                touched_at=now - timedelta(seconds=rng.randrange(1, 1500)),
                finished=rng.random() < 0.1,
                ended_at=ended,
            )
        )
        made["entries"].append(_entry(rng, nth, now))
    for nth in range(1, 13):
        made["agents"].append(
            {
                "id": nth,
                "staff_number": str(1000 + nth),
                "name": b".",
                "target": b".",
                "position": nth,
                "active": nth != 12,
                "state": rng.choice(STATES),
            }
        )
    for nth in range(1, 60):
        kind = rng.choice(("message", "callback", "complaint"))
        begins = now + timedelta(minutes=rng.randrange(-180, 180))
        made["tickets"].append(
            ticket_row(
                nth,
                now,
                kind=kind,
                status=rng.choice(("open", "open", "done")),
                promised_on=now.date() + timedelta(days=rng.randrange(-2, 3)),
                callback_at=begins if kind == "callback" else None,
            )
        )
    put(database, Call, made["calls"])
    put(database, QueueEntry, made["entries"])
    duties = [
        {
            "agent_id": each["id"],
            "state": each["state"],
            "since": now - timedelta(minutes=each["id"]),
            "idle_since": now,
            "why": "chosen",
        }
        for each in made["agents"]
        if each["state"] != "away"
    ]
    put(database, Agent, [{k: v for k, v in a.items() if k != "state"} for a in made["agents"]])
    put(database, Duty, duties)
    put(database, DutyChange, [{"agent_id": 1, "at": now, "state": "ready", "why": "chosen"}])
    put(database, Ticket, made["tickets"])
    return made


def _entry(rng: random.Random, nth: int, now: datetime) -> dict[str, Any]:
    entered = now - timedelta(milliseconds=rng.randrange(100, 26 * 3600 * 1000))
    if rng.random() < 0.4:
        entered = now - timedelta(milliseconds=rng.randrange(100, 60_000))
    state = rng.choice(("waiting", "offered", "calling", "talking", "done", "done", "done"))
    outcome = rng.choice(_OUTCOMES) if state == "done" else None
    # Often just around the limit, and at it.
    waited = timedelta(milliseconds=rng.choice((15_000, 14_999, 15_001, rng.randrange(90_000))))
    joined = entered + waited if state == "talking" or outcome == "served" else None
    ended = entered + waited + timedelta(seconds=rng.randrange(1, 300)) if outcome else None
    return entry_row(
        nth,
        entered,
        lane=rng.choice(LANES),
        state=state,
        outcome=outcome,
        before_id=1 if rng.random() < 0.1 else None,
        ticket=f"{nth:010}" if state == "calling" or rng.random() < 0.2 else None,
        joined_at=joined,
        ended_at=ended,
    )
