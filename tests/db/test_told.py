"""A turn that tells something: the call moves, and the audit trail has its link, or neither."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import event, select

from db import audit
from db.audit import Told
from db.calls import Calls, Saved, StoredCall
from db.engine import Database
from db.models import Disclosure, Event
from db.secrets import Keyring
from tests.clock import Clock

CALLERS, TURNS = 16, 6


@pytest.fixture
def calls(database: Database, keyring: Keyring) -> Calls:
    return Calls(database, keyring)


@pytest.fixture
def begin(calls: Calls, clock: Clock) -> Callable[[str], StoredCall]:
    """A call whose caller is known."""

    def begin(sid: str) -> StoredCall:
        found = calls.begin(sid, None, "zh-CN", clock.now)
        assert calls.save(found, told(clock.now, found, []), clock.now)
        return again(calls, sid)

    return begin


def again(calls: Calls, sid: str) -> StoredCall:
    found = calls.find(sid)
    assert found is not None
    return found


def told(now: datetime, call: StoredCall, what: list[str]) -> Saved:
    return Saved(
        step="medical.balance",
        state=b"{}",
        answer="<Response/>",
        language="zh-CN",
        person_id=4711,
        proof="pin",
        finished=False,
        notes=[("turn", {"n": call.turn})],
        told=[Told(now, 4711, call.id, "caller", each, "pin") for each in what],
    )


def links(database: Database) -> list[tuple[int | None, str]]:
    with database.read() as connection:
        rows = connection.execute(
            select(Disclosure.call_id, Disclosure.what).order_by(Disclosure.id)
        )
        return [(row.call_id, row.what) for row in rows]


def statements(database: Database, work: Callable[[], object]) -> int:
    """How many ways to the database ``work`` takes."""
    heard: list[str] = []

    def hear(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        heard.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    work()
    event.remove(database.engine, "before_cursor_execute", hear)
    return len(heard)


def test_on_postgresql_it_is_one_way(
    database: Database, calls: Calls, begin: Callable[[str], StoredCall], clock: Clock
) -> None:
    call = begin("CA1")
    ways = statements(
        database, lambda: calls.save(call, told(clock.now, call, ["balance"]), clock.now)
    )
    assert ways == (1 if database.dialect == "postgresql" else 7)
    assert links(database) == [(call.id, "balance")]


def test_who_is_told_in_between_costs_nothing_but_time(
    database: Database,
    keyring: Keyring,
    calls: Calls,
    begin: Callable[[str], StoredCall],
    clock: Clock,
) -> None:
    first, second = begin("CA1"), again(calls, begin("CA2").sid)
    assert first.end == second.end
    assert calls.save(first, told(clock.now, first, ["one"]), clock.now)
    assert calls.save(second, told(clock.now, second, ["other"]), clock.now)
    assert links(database) == [(first.id, "one"), (second.id, "other")]
    assert audit.verify(database, keyring) is None


def test_of_one_turn_only_one_is_told(
    database: Database,
    keyring: Keyring,
    calls: Calls,
    begin: Callable[[str], StoredCall],
    clock: Clock,
) -> None:
    call = begin("CA1")
    saved = told(clock.now, call, ["balance"])
    assert calls.save(call, saved, clock.now)
    assert not calls.save(call, saved, clock.now)
    # As a worker that has read the end meanwhile would.
    assert not calls.save(call._replace(end=again(calls, "CA1").end), saved, clock.now)
    assert links(database) == [(call.id, "balance")]
    assert again(calls, "CA1").turn == call.turn + 1
    assert audit.verify(database, keyring) is None


def test_several_things_and_other_writes_are_one_turn_too(
    database: Database,
    keyring: Keyring,
    calls: Calls,
    begin: Callable[[str], StoredCall],
    clock: Clock,
) -> None:
    call = begin("CA1")
    wrote: list[bool] = []
    saved = replace(
        told(clock.now, call, ["balance", "use"]), writes=[lambda _: wrote.append(True)]
    )
    assert calls.save(call, saved, clock.now)
    assert wrote == [True]
    assert links(database) == [(call.id, "balance"), (call.id, "use")]
    assert audit.verify(database, keyring) is None


def test_many_who_are_told_at_once(
    database: Database,
    keyring: Keyring,
    calls: Calls,
    begin: Callable[[str], StoredCall],
    clock: Clock,
) -> None:
    sids = [f"CA{nth}" for nth in range(CALLERS)]
    for sid in sids:
        begin(sid)

    def calls_on(sid: str) -> None:
        for nth in range(TURNS):
            with calls.one_connection():
                found = again(calls, sid)
                assert calls.save(found, told(clock.now, found, [f"{sid}.{nth}"]), clock.now)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(calls_on, sids))
    assert sorted(what for _, what in links(database)) == sorted(
        f"{sid}.{nth}" for sid in sids for nth in range(TURNS)
    )
    assert audit.verify(database, keyring) is None
    with database.read() as connection:
        turns = connection.execute(select(Event.call_id).where(Event.kind == "turn")).all()
    assert len(turns) == CALLERS * (TURNS + 1)
