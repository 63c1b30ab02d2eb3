"""What a supervisor changes by hand: who waits for whom, who is served first, who is on duty.

Each is one transaction, moves only what is still as it was seen, and is written down with the
account that did it: on the call where it is about a call, and among the acts of supervisors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select, update

from db import acts, duty, queue
from db.engine import Database
from db.models import Agent, Base, Duty, QueueEntry

MOVED, HURRIED = "reassigned", "hurried"
"""Events of the call. ``by`` is the account; ``to`` a lane, or an agent by their row's number."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits. ``offered_to``: whose telephone rings; ``wanted``: the one agent they
    wait for; both staff numbers. ``absent``: to be called back."""

    id: int
    topic: str
    lane: str
    language: str
    priority: int
    since: datetime
    absent: bool
    offered_to: str | None
    wanted: str | None


def waiting(database: Database, most: int) -> list[Waiting]:
    """Who waits, in the order in which they are served; at most so many."""
    with database.read() as connection:
        return [_waiting(row) for row in connection.execute(_WAITING.limit(most))]


def reassign(
    database: Database,
    entry_id: int,
    by: str,
    now: datetime,
    *,
    lane: str | None = None,
    agent_id: int | None = None,
) -> bool:
    """Let a waiting caller wait for other groups (``lane``, by comma; empty: anybody), or for one
    agent. False when they wait no more, or when somebody's telephone rings for them already."""
    values = {"wanted_id": agent_id} if lane is None else {"lane": lane, "wanted_id": None}
    to = f"agent {agent_id}" if lane is None else lane or "anybody"
    with database.write() as connection:
        return _steer(connection, entry_id, MOVED, "reassign", by, now, values, to=to)


def hurry(database: Database, entry_id: int, priority: int, by: str, now: datetime) -> bool:
    """Raise a waiting caller's priority; never lowers it. False as in ``reassign``."""
    with database.write() as connection:
        found = queue.by_id(connection, entry_id)
        if found is None or found.priority >= priority:
            return False
        values = {"priority": priority}
        return _steer(connection, entry_id, HURRIED, "hurry", by, now, values, priority=priority)


def send(database: Database, agent_id: int, state: str, by: str, now: datetime) -> bool:
    """Send an agent to a state they could choose themselves (``db.duty.CHOSEN``). False when there
    is no such agent, and while they are offered a caller or talk."""
    if state not in duty.CHOSEN:
        raise ValueError(f"an agent cannot be sent to be {state!r}")
    with database.write() as connection:
        found = connection.execute(_AGENT.where(Agent.id == agent_id)).first()
        if found is None or found.state in (duty.OFFERED, duty.TALKING):
            return False
        if found.state == duty.WRAPUP and found.entry_id is not None:
            queue.wrapped(connection, found.entry_id, now)
        duty.change(connection, agent_id, state, now, why="chosen")
        acts.note(connection, by, "send", f"{found.staff_number} {state}", now)
    return True


def _steer(
    connection: Connection,
    entry_id: int,
    event: str,
    act: str,
    by: str,
    now: datetime,
    values: dict[str, Any],
    **told: Any,
) -> bool:
    moved = (
        update(_ENTRIES)
        .where(_ENTRIES.c.id == entry_id, _ENTRIES.c.state == queue.WAITING)
        .values(**values)
        .returning(_ENTRIES.c.call_id)
    )
    call_id = connection.execute(moved).scalar_one_or_none()
    if call_id is None:
        return False
    queue.note(connection, call_id, event, now, by=by, **told)
    acts.note(connection, by, act, " ".join(map(str, (entry_id, *told.values()))), now)
    return True


def _waiting(row: Any) -> Waiting:
    return Waiting(
        row.id,
        row.topic,
        row.lane,
        row.language,
        row.priority,
        row.entered_at,
        row.ticket is not None,
        row.offered_to,
        row.wanted,
    )


_ENTRIES: Table = Base.metadata.tables["queue_entries"]
_E = QueueEntry


def _staff_number(agent_id: Any) -> Any:
    return select(Agent.staff_number).where(Agent.id == agent_id).scalar_subquery()


_WAITING = (
    select(
        _E.id,
        _E.topic,
        _E.lane,
        _E.language,
        _E.priority,
        _E.entered_at,
        _E.ticket,
        _staff_number(_E.agent_id).label("offered_to"),
        _staff_number(_E.wanted_id).label("wanted"),
    )
    .where(_E.state.in_((queue.WAITING, queue.OFFERED, queue.CALLING)))
    .order_by(_E.priority.desc(), _E.entered_at, _E.id)
)
_AGENT = (
    select(Agent.staff_number, Duty.state, Duty.entry_id)
    .outerjoin(Duty, Duty.agent_id == Agent.id)
    .where(Agent.active.is_(True))
)
