"""What becomes of a wait: each move from the state it must be in, so of two only one does it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from db import duty, tickets
from db.models import Call, Event
from db.prepared import Prepared
from db.queue.entry import (
    ABSENT,
    CALLING,
    DONE,
    ENTRIES,
    MOVES,
    OFFERED,
    TALKING,
    USUAL_WRAPUP,
    WAITING,
    Entry,
    by_id,
    of_call,
)


def offer(connection: Connection, entry_id: int, agent_id: int, now: datetime) -> str | None:
    """Offer a waiting caller to a ready agent; gives the offer's name, or None if either has
    moved meanwhile."""
    token = secrets.token_hex(8)
    values = {"state": OFFERED, "agent_id": agent_id, "token": token, "offered_at": now}
    moved = move(connection, entry_id, (WAITING,), **values, offers=ENTRIES.c.offers + 1)
    if not moved:
        return None
    duty.change(connection, agent_id, duty.OFFERED, now, why="call", entry_id=entry_id)
    found = by_id(connection, entry_id)
    if found is not None:
        note(connection, found.call_id, "offered", now, agent=agent_id)
    return token


def accept(connection: Connection, token: str, now: datetime) -> bool:
    """The agent takes the offer. True also when it is told twice."""
    accepted = {"accepted_at": func.coalesce(ENTRIES.c.accepted_at, now)}
    changed = (
        update(ENTRIES)
        .where(ENTRIES.c.token == token, ENTRIES.c.state.in_((OFFERED, CALLING, TALKING)))
        .values(**accepted)
    )
    return connection.execute(changed).rowcount == 1


def back(connection: Connection, found: Entry, now: datetime, *, why: str) -> bool:
    """The agent did not take the offer (``why``, of ``duty.REASONS``) and is away, or, when it was
    not their doing (``failed``), ready; the caller keeps their place before those who came later.
    """
    cleared: dict[str, Any] = {"agent_id": None, "token": None, "accepted_at": None}
    moved = move(connection, found.id, (OFFERED, CALLING), state=WAITING, **cleared)
    if moved and found.agent_id is not None:
        _parted(connection, found.agent_id, now, why=why)
        note(connection, found.call_id, "unanswered", now, agent=found.agent_id, why=why)
    return moved


def apart(connection: Connection, found: Entry, now: datetime, *, why: str) -> bool:
    """Caller and agent were being joined, and did not come together; the caller waits again, and
    keeps their place. The agent is away, or, when it was not their doing (``failed``), ready."""
    cleared = {"agent_id": None, "token": None, "accepted_at": None, "joined_at": None}
    moved = move(connection, found.id, (TALKING,), state=WAITING, leg_sid=None, **cleared)
    if moved and found.agent_id is not None:
        _parted(connection, found.agent_id, now, why=why)
        note(connection, found.call_id, "apart", now, agent=found.agent_id, why=why)
    return moved


def _parted(connection: Connection, agent_id: int, now: datetime, *, why: str) -> None:
    """An agent has no caller after all: away, unless it was not their doing (``failed``)."""
    if why == "failed":
        duty.change(connection, agent_id, duty.READY, now, why=why)
    else:
        duty.refuse(connection, agent_id, now, why=why)


def joined(connection: Connection, entry_id: int, now: datetime) -> bool:
    """Caller and agent talk. True also when it is told twice."""
    values = {"state": TALKING, "joined_at": now}
    values["accepted_at"] = func.coalesce(ENTRIES.c.accepted_at, now)
    if not move(connection, entry_id, (OFFERED, CALLING), **values):
        found = by_id(connection, entry_id)
        return found is not None and found.state == TALKING
    found = by_id(connection, entry_id)
    if found is not None and found.agent_id is not None:
        duty.change(connection, found.agent_id, duty.TALKING, now, why="call", entry_id=entry_id)
        if found.ticket is not None:
            tickets.close(connection, found.ticket, now, agent_id=found.agent_id)
        waited = round((now - found.entered_at).total_seconds(), 3)
        note(connection, found.call_id, "joined", now, agent=found.agent_id, waited=waited)
    return True


def talks(connection: Connection, call_id: int, now: datetime) -> None:
    """The agent whom the caller's own call has dialled took it."""
    found = of_call(connection, call_id)
    if found is not None:
        joined(connection, found.id, now)


def end(
    connection: Connection,
    found: Entry,
    outcome: str,
    now: datetime,
    wrapup: timedelta = USUAL_WRAPUP,
) -> bool:
    """The wait, or the talk, is over. Who talked wraps up; who was only offered it is ready.
    Whoever has kept their place has it still when they leave the line."""
    if found.state == DONE:
        return False
    if outcome in _BY_CALLER and _is_kept(connection, found):
        if found.state == OFFERED:
            back(connection, found, now, why="failed")
        return move(connection, found.id, (WAITING,), mode=ABSENT, due_at=now)
    talked = found.state == TALKING
    how = outcome if not talked or outcome == "handed-on" else "served"
    if not move(connection, found.id, (found.state,), state=DONE, ended_at=now, outcome=how):
        return False
    if found.agent_id is not None and found.state != WAITING:
        if talked:
            until = now + wrapup
            duty.change(
                connection,
                found.agent_id,
                duty.WRAPUP,
                now,
                why="call",
                until=until,
                entry_id=found.id,
            )
        else:
            duty.change(connection, found.agent_id, duty.READY, now, why="call")
    if found.asked_id is not None:
        duty.release(connection, found.asked_id, found.id, now)
    if found.wanted_id is not None and found.before_id is not None:
        duty.release(connection, found.wanted_id, found.before_id, now)
    if found.handed_to is not None and how != "handed-on":
        # Somebody may be kept for who would have waited on.
        kind, _, name = found.handed_to.partition(":")
        if kind == "agent":
            duty.release(connection, int(name), found.id, now)
    note(connection, found.call_id, "unqueued", now, outcome=how)
    return True


def _is_kept(connection: Connection, found: Entry) -> bool:
    """Whether it is the place of somebody who has kept it, and has called again by themselves."""
    if found.ticket is None or found.mode == ABSENT or found.state not in (WAITING, OFFERED):
        return False
    return tickets.is_kept_place(connection, found.ticket, found.call_id)


def over(
    connection: Connection, call_id: int, now: datetime, wrapup: timedelta = USUAL_WRAPUP
) -> None:
    """The carrier says that the call is over: nobody waits any more, and nobody talks."""
    found = of_call(connection, call_id)
    if found is not None and found.state != CALLING:
        end(connection, found, "abandoned", now, wrapup)


def wrapped(connection: Connection, entry_id: int, now: datetime) -> None:
    """The agent has done with this call."""
    done = update(ENTRIES).where(ENTRIES.c.id == entry_id, ENTRIES.c.wrapped_at.is_(None))
    connection.execute(done.values(wrapped_at=now))


def note(connection: Connection, call_id: int, kind: str, at: datetime, **data: Any) -> None:
    """Append an event of the call. Never anything about the person."""
    _NOTE.execute(connection, {"call": call_id, "at": at, "kind": kind, "data": data})


def move(connection: Connection, entry_id: int, states: tuple[str, ...], **values: Any) -> bool:
    """Change an entry, if it is in one of ``states``. Raises ``ValueError`` for what no wait can
    become."""
    to = values.get("state")
    if to is not None and not any((begins, to) in _WAYS for begins in states):
        raise ValueError(f"a wait that is {' or '.join(states)} does not become {to}")
    changed = (
        update(ENTRIES)
        .where(ENTRIES.c.id == entry_id, ENTRIES.c.state.in_(states))
        .values(**values)
    )
    return connection.execute(changed).rowcount == 1


_BY_CALLER = ("left", "abandoned")
_WAYS = frozenset((begins, ends) for begins, ends, _ in MOVES)
_NOTE = Prepared(
    insert(Event)
    .values(
        call_id=bindparam("call"),
        turn=func.coalesce(
            select(Call.turn).where(Call.id == bindparam("call")).scalar_subquery(), 0
        ),
        at=bindparam("at"),
        kind=bindparam("kind"),
        data=bindparam("data"),
    )
    .inline()
)
