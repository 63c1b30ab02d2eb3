"""Level ``wall``: the wall board while 500 calls are in progress, beside the null route.

``wall`` is asked for again within the two seconds for which a worker keeps it, as when several
walls look on; ``wall_anew`` is read anew each time, by a clock that hurries, as when one does. Both
go through all that a page of the desk goes through: session, role, headers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, update

from bench.figures import percentile, ratios, spread
from bench.line import KINDS, NULL_KINDS, Line
from bench.servers import HOTLINE, NULL, Server, serve
from bench.turns import REQUESTS, WARM, Route, null_requests
from bench.wire import Prepared
from db.engine import Database
from db.models import Agent, Call, Duty, QueueEntry
from db.passwords import Passwords
from db.secrets import Keyring
from db.sittings import Sittings
from db.staff import Accounts, Role
from flows.tree import call_map
from tests.desk.wall.moments import call_row, entry_row, put

CALLS = 500
WAITING, TALKING, SERVED, AGENTS = 60, 40, 5000, 40
"""Of the calls in progress, those in line and those with an agent; waits of today that are over."""
EVERY = 5
"""Seconds from one of the waits that are over to the next: 720 an hour."""
HURRIED = "bench.hurried:create_app()"
KIND = "sync"
"""The yardstick's kind of server."""

Say = Callable[[str], None]


def measure(lines: Sequence[Line], folder: Path, rounds: int, say: Say) -> dict[str, object]:
    """The board on all ``lines``; the results by name, ready for JSON."""
    with ExitStack() as stack:
        null = stack.enter_context(serve("null.wall", NULL, NULL_KINDS[KIND], {}, folder))
        routes = [Route("null", null, [null_requests(REQUESTS)] * (rounds + 1))]
        for line in lines:
            say(f"{CALLS} calls on {line.name}")
            asked = _refresh(fill(line))
            environment = {**line.environment, "HOTLINE_DESK": "on"}
            for name, application in (("wall", HOTLINE), ("wall_anew", HURRIED)):
                options = KINDS[KIND]
                named = f"{name}.{line.name}"
                server = serve(named, application, options, environment, folder)
                routes.append(_route(named, stack.enter_context(server), asked, rounds))
        for nth in range(rounds + 1):
            say(f"round {nth} of {rounds}")
            for route in routes:
                route.run(nth)
        return _results(routes)


def _route(name: str, server: Server, asked: Prepared, rounds: int) -> Route:
    return Route(name, server, [[asked] * size for size in (WARM, *[REQUESTS] * rounds)])


def _results(routes: Sequence[Route]) -> dict[str, object]:
    null, *measured = routes
    for route in routes:
        # The first was there to warm up.
        del route.seconds[0], route.cpu[0]
    return {
        route.name: {
            "time": ratios(route.seconds, null.seconds).as_dict(),
            "cpu": ratios(route.cpu, null.cpu).as_dict(),
            "ms": spread([s * 1000 for s in route.seconds]).as_dict(),
            "p99_ms": round(percentile(route.latencies, 0.99) * 1000, 2),
        }
        for route in measured
    }


def fill(line: Line) -> str:
    """Put a busy moment on record, and a supervisor at the desk; gives their session's name."""
    database = Database(line.environment["DATABASE_URL"])
    keyring, now = Keyring.parse(line.environment["HOTLINE_KEYS"]), datetime.now(UTC)
    with database.write() as connection:
        connection.execute(update(Call).values(ended_at=now))
        first = connection.execute(insert(Call).returning(Call.id), call_row(0, now)).scalar_one()
    steps = [name for name, step in call_map().steps.items() if step.waits]
    calls = range(1, CALLS)
    put(database, Call, [call_row(n, now, step=steps[n % len(steps)]) for n in calls])
    put(database, Agent, [_agent(nth) for nth in range(AGENTS)])
    put(database, Duty, [_duty(nth, now) for nth in range(AGENTS)])
    put(database, QueueEntry, [_entry(nth, first + nth % CALLS, now) for nth in range(SERVED)])
    if database.dialect == "postgresql":
        # The thousands of calls that were ended at once are no part of a day at the desk.
        with database.read() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    try:
        return _sit(database, keyring, now)
    finally:
        database.dispose()


def _sit(database: Database, keyring: Keyring, now: datetime) -> str:
    accounts = Accounts(database, keyring, Passwords())
    made = accounts.create("bench", {Role.SUPERVISOR}, now)
    member = accounts.find(made.name)
    if member is None:
        raise LookupError("the account that was made is not there")
    accounts.set_password(member, made.password, now)
    return Sittings(database).open(member.id, now)


def _agent(nth: int) -> dict[str, object]:
    number = {"staff_number": str(7000 + nth), "position": 100 + nth}
    return {"id": 7000 + nth, **number, "name": b".", "target": b".", "active": True}


def _duty(nth: int, now: datetime) -> dict[str, object]:
    state = ("ready", "talking", "wrapup", "break")[nth % 4]
    since = {"since": now, "idle_since": now}
    return {"agent_id": 7000 + nth, "state": state, "why": "chosen", **since}


def _entry(nth: int, call_id: int, now: datetime) -> dict[str, object]:
    entered = now - timedelta(seconds=5 + (nth if nth < WAITING + TALKING else EVERY * nth))
    lane = ("", "pension", "english")[nth % 3]
    if nth < WAITING:
        return entry_row(call_id, entered, lane=lane)
    joined = entered + timedelta(seconds=nth % 30)
    if nth < WAITING + TALKING:
        return entry_row(call_id, entered, lane=lane, state="talking", joined_at=joined)
    over = {"state": "done", "joined_at": joined, "ended_at": joined, "outcome": "served"}
    return entry_row(call_id, entered, lane=lane, **over)


def _refresh(token: str) -> Prepared:
    """What a page on a wall sends every few seconds."""
    head = (
        "GET /desk/wall/figures HTTP/1.1\r\nHost: line.example.org\r\nAccept: */*\r\n"
        "User-Agent: Mozilla/5.0\r\nAccept-Language: zh-CN,zh;q=0.9,en;q=0.8\r\n"
        "HX-Request: true\r\nHX-Current-URL: https://line.example.org/desk/wall\r\n"
        f"Cookie: __Host-desk={token}\r\nConnection: close\r\n\r\n"
    )
    return Prepared(head.encode(), f">{CALLS}<".encode())
