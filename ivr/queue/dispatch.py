"""Brings callers and agents together: one short transaction, whoever asks for it.

There is no process that does this by itself. Whatever may change something (a caller who comes,
waits on or leaves, an agent who is ready, a page that looks) lets it happen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import duty, outbox, queue
from db.engine import Database
from db.outbox import RING
from db.secrets import Keyring
from flows.city.entries import AgentRules
from flows.queue.assign import Agent, Caller, assign
from ivr.queue.returns import LONGEST, Returns

VANISHED = timedelta(minutes=2)
"""A caller who was not heard of for so long has gone, and the carrier has not said so."""
PAGE_CLOSED = timedelta(seconds=45)
"""A page of the desk asks every few seconds; one that was silent for so long is closed."""
GRACE = timedelta(seconds=10)
"""Carriers ring a little longer than they are told."""


@dataclass(frozen=True)
class Dispatcher:
    """``rules`` are the city's. ``wake`` tells the worker that somebody is to be called. Without
    ``returns`` nobody is who is not on the line."""

    database: Database
    keyring: Keyring
    rules: AgentRules
    clock: Callable[[], datetime]
    wake: Callable[[], None] = lambda: None
    returns: Returns | None = None

    def __call__(self) -> None:
        """Do what is to be done now; nearly always that is nothing, and costs one look."""
        now = self.clock()
        with self.database.read() as connection:
            if not queue.stirs(connection, now, self._limits(now)):
                return
        with self.database.write() as connection:
            queue.alone(connection)
            self._lapse(connection, now)
            called = self._assign(connection, now)
        if called:
            self.wake()

    def _limits(self, now: datetime) -> queue.Limits:
        return queue.Limits(
            offered_before=now - timedelta(seconds=self.rules.ring) - GRACE,
            seen_before=now - VANISHED,
            page_before=now - PAGE_CLOSED,
            called_before=now - LONGEST,
        )

    def _lapse(self, connection: Connection, now: datetime) -> None:
        """Offers nobody took, callers who are gone, pages that are closed, times that are over."""
        limits = self._limits(now)
        for each in queue.in_state(connection, queue.WAITING, queue.OFFERED):
            if each.mode != queue.ABSENT and each.seen_at < limits.seen_before:
                queue.end(connection, each, "abandoned", now)
            elif each.state == queue.OFFERED and _before(each.offered_at, limits.offered_before):
                queue.back(connection, each, now, why="no-answer")
        for agent in duty.everybody(connection):
            closed = _before(agent.seen_at, limits.page_before)
            if closed and agent.state in (duty.READY, duty.WRAPUP):
                duty.change(connection, agent.agent_id, duty.AWAY, now, why="page-closed")
        for entry_id in duty.over(connection, now):
            queue.wrapped(connection, entry_id, now)
        if self.returns is not None:
            self.returns.lapse(connection, now)

    def _assign(self, connection: Connection, now: datetime) -> bool:
        """Offers; gives whether somebody is to be called by the worker."""
        absent = self.returns.ready(connection, now) if self.returns is not None else set()
        waiting = {
            each.id: each
            for each in queue.in_state(connection, queue.WAITING)
            if each.mode != queue.ABSENT or each.id in absent
        }
        agents = {a.agent_id: a for a in duty.everybody(connection) if a.state in duty.ON_DUTY}
        callers = (
            Caller(each.id, each.priority, each.entered_at, each.groups, each.wanted_id)
            for each in waiting.values()
        )
        on_duty = [
            Agent(each.agent_id, each.idle_since, each.groups, each.state == duty.READY)
            for each in agents.values()
        ]
        called = False
        for found in assign(callers, on_duty, now):
            each = waiting[found.caller]
            token = queue.offer(connection, each.id, found.agent, now)
            if token is None:
                continue
            if each.mode == queue.CARRIER:
                self._call(connection, each, token, now)
                called = True
            elif not agents[found.agent].at_desk:
                # A telephone says by being picked up whether it takes the call.
                queue.accept(connection, token, now)
        if self.returns is not None:
            called |= self.returns.place(connection, now)
        return called

    def _call(self, connection: Connection, each: queue.Entry, token: str, now: datetime) -> None:
        outbox.put(
            connection,
            self.keyring,
            key=f"{RING}/{token}",
            kind=RING,
            body={"token": token},
            call_id=each.call_id,
            person_id=None,
            due_at=now,
            now=now,
        )


def _before(moment: datetime | None, limit: datetime) -> bool:
    return moment is not None and moment < limit
