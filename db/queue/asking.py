"""The queue, as a conversation and the pages ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, String, and_, bindparam, func, insert, or_, select, update

from db import duty
from db.engine import Database, Later
from db.models import Agent, Duty, Moment, QueueEntry
from db.prepared import Prepared, fixed
from db.queue.entry import (
    COLUMNS,
    DONE,
    ENTRIES,
    LINE,
    OFFERED,
    USUAL_WRAPUP,
    WAITING,
    Entry,
    by_token,
    of_call,
)
from db.queue.moves import accept, apart, back, end, move, note, talks

MEASURED = 50
"""Of the last so many calls it is known how long agents were busy."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How many are ``ahead``, how many agents are ``on_duty``, and how long these are busy with
    one: the mean of the last ``measured`` calls, in seconds."""

    ahead: int
    on_duty: int
    measured: int
    mean: float | None


class Queue:
    """The queue, as a conversation and the pages ask of it."""

    def __init__(self, database: Database, wrapup: timedelta = USUAL_WRAPUP) -> None:
        self._database = database
        self._wrapup = wrapup

    def entry(self, call_id: int) -> Entry | None:
        """The wait of whoever is on this call, when it is not over."""
        with self._database.read() as connection:
            return of_call(connection, call_id)

    def last(self, call_id: int) -> Entry | None:
        """The last wait of a call, over or not."""
        with self._database.read() as connection:
            found = _LAST.first(connection, {"call": call_id})
        return None if found is None else Entry(*found)

    def find(self, token: str) -> Entry | None:
        """The wait whose present offer has this name."""
        with self._database.read() as connection:
            return by_token(connection, token)

    def standing(
        self, lane: str, priority: int, entered_at: datetime, now: datetime | None = None
    ) -> Standing:
        """How somebody stands who wants ``lane`` and waits since ``entered_at``; by default since
        ``now``."""
        before = {
            "lane": lane,
            "priority": priority,
            "entered": entered_at,
            "now": now or entered_at,
        }
        with self._database.read() as connection:
            ahead, on_duty = _STANDING.first(connection, before) or (0, 0)
            spans = _BUSY.all(connection, {"most": MEASURED})
        busy = [(free - joined).total_seconds() for joined, free in spans]
        return Standing(ahead, on_duty, len(busy), sum(busy) / len(busy) if busy else None)

    def join(
        self,
        call_id: int,
        *,
        topic: str,
        lane: str,
        language: str,
        priority: int,
        mode: str,
        entered_at: datetime | None = None,
        wanted_id: int | None = None,
        before_id: int | None = None,
        ticket: str | None = None,
    ) -> Later:
        """A write by which a call begins to wait. One that waits already stays where it is."""

        def write(connection: Connection, now: datetime) -> None:
            if of_call(connection, call_id) is not None:
                return
            row = {
                "call_id": call_id,
                "topic": topic,
                "lane": lane,
                "language": language,
                "priority": priority,
                "mode": mode,
                "entered_at": entered_at or now,
                "seen_at": now,
                "state": WAITING,
                "wanted_id": wanted_id,
                "before_id": before_id,
                "ticket": ticket,
                "offers": 0,
            }
            connection.execute(insert(QueueEntry), row)
            note(connection, call_id, "queued", now, topic=topic, lane=lane, priority=priority)

        return write

    def leave(self, call_id: int, outcome: str) -> Later:
        """A write by which a call stops waiting. Whoever was offered it is free again."""

        def write(connection: Connection, now: datetime) -> None:
            found = of_call(connection, call_id)
            if found is not None:
                end(connection, found, outcome, now, self._wrapup)

        return write

    def gone(self, call_id: int) -> Later:
        """A write by which a caller has hung up before they spoke with anybody."""

        def write(connection: Connection, now: datetime) -> None:
            found = of_call(connection, call_id)
            if found is not None and apart(connection, found, now, why="failed"):
                found = of_call(connection, call_id)
            if found is not None:
                end(connection, found, "abandoned", now)

        return write

    def apart(self, call_id: int) -> Later:
        """A write by which the agent, to whom the caller was being brought, is not there."""

        def write(connection: Connection, now: datetime) -> None:
            found = of_call(connection, call_id)
            if found is None or apart(connection, found, now, why="unreached"):
                return
            if found.state == OFFERED:
                back(connection, found, now, why="unreached")

        return write

    def seen(self, call_id: int) -> Later:
        """A write by which it is known that the caller still waits."""
        return lambda connection, now: _seen(connection, call_id, now)

    def talked(self, call_id: int) -> Later:
        """A write by which the two have talked, where nothing told of it before."""
        return lambda connection, now: talks(connection, call_id, now)

    def dialling(self, call_id: int) -> Later:
        """A write by which the caller's own call begins to ring the agent."""

        def write(connection: Connection, now: datetime) -> None:
            found = of_call(connection, call_id)
            if found is not None and found.to_be_dialled:
                move(connection, found.id, (OFFERED,), accepted_at=now, seen_at=now)

        return write

    def unanswered(self, call_id: int, why: str = "no-answer") -> Later:
        """A write by which the agent whom the caller's call has dialled did not take it (``why``,
        as for ``back``)."""

        def write(connection: Connection, now: datetime) -> None:
            found = of_call(connection, call_id)
            if found is not None:
                back(connection, found, now, why=why)

        return write

    def dial_instead(self, token: str, now: datetime) -> None:
        """The agent cannot be called now to take the caller of this offer: the caller's own call
        dials them."""
        with self._database.write() as connection:
            found = by_token(connection, token)
            if found is not None and move(connection, found.id, (OFFERED,), mode=LINE):
                accept(connection, token, now)

    def by_line(self, call_id: int) -> Later:
        """A write after which the caller's own call dials the agent: the carrier's queue failed."""

        def write(connection: Connection, now: datetime) -> None:
            found = of_call(connection, call_id)
            if found is None:
                return
            if found.state == OFFERED:
                back(connection, found, now, why="failed")
            move(connection, found.id, (WAITING, OFFERED), mode=LINE, seen_at=now)

        return write


def _seen(connection: Connection, call_id: int, now: datetime) -> None:
    _SEEN.execute(connection, {"call": call_id, "now": now})


_LAST = Prepared(
    select(*COLUMNS)
    .where(QueueEntry.call_id == bindparam("call"))
    .order_by(QueueEntry.id.desc())
    .limit(1)
)
_LANE = bindparam("lane", type_=String)
_SAME_LANE = or_(QueueEntry.lane == _LANE, QueueEntry.lane == "", _LANE == "")
_AHEAD = (
    select(func.count())
    .select_from(QueueEntry)
    .where(QueueEntry.state == WAITING, _SAME_LANE)
    .where(or_(QueueEntry.due_at.is_(None), QueueEntry.due_at <= bindparam("now")))
    .where(
        or_(
            QueueEntry.priority > bindparam("priority"),
            and_(
                QueueEntry.priority == bindparam("priority"),
                QueueEntry.entered_at < bindparam("entered"),
            ),
        )
    )
)
_ON_DUTY = (
    select(func.count())
    .select_from(Duty)
    .join(Agent, Agent.id == Duty.agent_id)
    .where(Agent.active.is_(True), Duty.state.in_(fixed(duty.ON_DUTY)))
)
_STANDING = Prepared(select(_AHEAD.scalar_subquery(), _ON_DUTY.scalar_subquery()))
_BUSY = Prepared(
    select(
        QueueEntry.joined_at,
        func.coalesce(QueueEntry.wrapped_at, QueueEntry.ended_at, type_=Moment).label("free"),
    )
    .where(QueueEntry.state == DONE, QueueEntry.joined_at.is_not(None))
    .where(QueueEntry.ended_at.is_not(None))
    .order_by(QueueEntry.id.desc())
    .limit(bindparam("most"))
)
_SEEN = Prepared(
    update(ENTRIES)
    .where(ENTRIES.c.call_id == bindparam("call"), ENTRIES.c.state != DONE)
    .values(seen_at=bindparam("now"))
)
