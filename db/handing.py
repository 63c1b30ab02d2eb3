"""Handing a caller on while they talk: cold, or after whoever takes over has said yes.

    talking ──hand_on──▶ talking, with ``handed_to`` ──the talk ends──▶ done, and waits anew: first
       │                        ▲                                       of all, for whom was named
       └──ask──▶ ``asked_id`` ──┴── take_over        (``decline``, or nothing in time: as before)

The caller's call is the same all the time, and so is what is known of who calls and what was
noted. Functions run in somebody's transaction; each changes nothing unless the caller still talks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select, update

from db import duty, queue
from db.models import Base, QueueEntry
from db.queue import TALKING, WAITING, Entry


def hand_on(connection: Connection, entry_id: int, to: str, now: datetime) -> bool:
    """Hand a caller on, cold. ``to``: an agent (``agent:7``) or the groups that are wanted
    (``lane:pension,english``). When the talk ends they wait anew, and are served first; at the
    carrier it is ended for the agent, else they hang up.

    Raises ``ValueError`` when ``to`` is neither. False when the caller does not talk any more.
    """
    kind, _, name = to.partition(":")
    if not (name if kind == "lane" else kind == "agent" and name.isdecimal()):
        raise ValueError("a caller is handed on to agent:ID or to lane:GROUP")
    found = _talking(connection, entry_id)
    if found is None:
        return False
    _withdraw(connection, found, now)
    return _change(connection, found, "handed-on", now, {"handed_to": to}, to=to)


def ask(connection: Connection, entry_id: int, agent_id: int, now: datetime) -> bool:
    """Ask an agent to take over, who is kept for it meanwhile. False when they are not ready, or
    have no page of the desk on which to answer, or the caller does not talk any more."""
    found = _talking(connection, entry_id)
    other = next((a for a in duty.everybody(connection) if a.agent_id == agent_id), None)
    if found is None or other is None or other.state != duty.READY or not other.at_desk:
        return False
    _withdraw(connection, found, now)
    asked = {"asked_id": agent_id, "asked_at": now}
    if not _change(connection, found, "asked", now, asked, agent=agent_id):
        return False
    duty.change(connection, agent_id, duty.OFFERED, now, why="call", entry_id=entry_id)
    return True


def asked(connection: Connection, agent_id: int) -> Entry | None:
    """The talk that an agent is asked to take over."""
    row = connection.execute(_ASKED_OF, {"agent": agent_id}).first()
    return None if row is None else Entry(*row)


def take_over(connection: Connection, entry_id: int, agent_id: int, now: datetime) -> bool:
    """The agent who was asked takes over: they are kept for the caller, who is handed on."""
    found = _talking(connection, entry_id)
    if found is None or found.asked_id != agent_id:
        return False
    handed = {"handed_to": f"agent:{agent_id}", "asked_id": None, "asked_at": None}
    return _change(connection, found, "taken-over", now, handed, agent=agent_id)


def decline(
    connection: Connection, entry_id: int, agent_id: int, now: datetime, *, why: str = "declined"
) -> bool:
    """The agent who was asked does not take over: who talks with the caller keeps them, and is
    told by the event ``not-taken-over``."""
    found = _talking(connection, entry_id)
    if found is None or found.asked_id != agent_id:
        return False
    duty.refuse(connection, agent_id, now, why=why)
    free = {"asked_id": None, "asked_at": None}
    return _change(connection, found, "not-taken-over", now, free, agent=agent_id, why=why)


def take_back(connection: Connection, entry_id: int, now: datetime) -> bool:
    """Who asked another agent keeps the caller after all."""
    found = _talking(connection, entry_id)
    return found is not None and _withdraw(connection, found, now)


def lapse(connection: Connection, now: datetime, before: datetime) -> None:
    """Whoever was asked before then, and has not answered, is away."""
    for row in connection.execute(_UNANSWERED, {"before": before}).all():
        found = Entry(*row)
        if found.asked_id is not None:
            decline(connection, found.id, found.asked_id, now, why="no-answer")


def kept_for(waiting: Iterable[Entry], agents: Iterable[duty.OnDuty]) -> list[tuple[Entry, int]]:
    """Callers who were handed on to an agent who has said yes and is kept for them, with whom."""
    kept = {a.agent_id: a.entry_id for a in agents if a.state == duty.OFFERED}
    return [
        (each, each.wanted_id)
        for each in waiting
        if each.wanted_id is not None
        and each.before_id is not None
        and kept.get(each.wanted_id) == each.before_id
        and each.state == WAITING
    ]


def _withdraw(connection: Connection, found: Entry, now: datetime) -> bool:
    """Nobody is asked any more, and nobody kept."""
    if found.asked_id is None:
        return False
    duty.release(connection, found.asked_id, found.id, now)
    free = {"asked_id": None, "asked_at": None}
    return _change(connection, found, "taken-back", now, free, agent=found.asked_id)


def _talking(connection: Connection, entry_id: int) -> Entry | None:
    found = queue.by_id(connection, entry_id)
    return found if found is not None and found.state == TALKING else None


def _change(
    connection: Connection,
    found: Entry,
    kind: str,
    now: datetime,
    values: dict[str, Any],
    **data: Any,
) -> bool:
    changed = update(_ENTRIES).where(_ENTRIES.c.id == found.id, _ENTRIES.c.state == TALKING)
    if connection.execute(changed.values(**values)).rowcount != 1:
        return False
    queue.note(connection, found.call_id, kind, now, by=found.agent_id, **data)
    return True


_ENTRIES: Table = Base.metadata.tables["queue_entries"]
_COLUMNS = tuple(getattr(QueueEntry, name) for name in Entry.__dataclass_fields__)
_ASKED_OF = select(*_COLUMNS).where(
    QueueEntry.asked_id == bindparam("agent"), QueueEntry.state == TALKING
)
_UNANSWERED = select(*_COLUMNS).where(
    QueueEntry.asked_id.is_not(None),
    QueueEntry.asked_at < bindparam("before"),
    QueueEntry.state == TALKING,
)
