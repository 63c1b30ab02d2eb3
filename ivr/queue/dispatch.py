"""Brings callers and agents together: one short transaction, whoever asks for it.

There is no process that does this by itself. Whatever may change something (a caller who comes,
waits on or leaves, an agent who is ready, a page that looks) lets it happen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import duty, handing, leg, queue
from db.engine import Database
from db.secrets import Keyring
from flows.city.entries import AgentRules
from flows.queue.assign import Agent, Caller, assign
from ivr.queue.returns import LONGEST, Returns

VANISHED = timedelta(minutes=2)
"""A caller who was not heard of for so long has gone, and the carrier has not said so."""
PAGE_CLOSED = timedelta(seconds=45)
"""A page of the desk asks every few seconds; one that was silent for so long is closed."""
LONGEST_TALK = timedelta(hours=4)
"""Carriers part two who have talked for so long; if none has said so, that was lost."""
GRACE = timedelta(seconds=10)
"""For a page of the desk: it rings as long as a telephone does."""
PICKING_UP = timedelta(seconds=30)
"""For a telephone: carriers ring a little longer than they are told, and whoever picks up late
still is asked, and has time to answer."""


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
            called = leg.hush(connection, self.keyring, now)
            called |= self._assign(connection, now)
        if called:
            self.wake()

    def _limits(self, now: datetime) -> queue.Limits:
        return queue.Limits(
            offered_before=now - timedelta(seconds=self.rules.ring) - GRACE,
            seen_before=now - VANISHED,
            page_before=now - PAGE_CLOSED,
            called_before=now - LONGEST,
            joined_before=now - LONGEST_TALK,
        )

    def _lapse(self, connection: Connection, now: datetime) -> None:
        """Offers nobody took, callers who are gone, pages that are closed, times that are over."""
        limits = self._limits(now)
        for each in queue.in_state(connection, queue.WAITING, queue.OFFERED):
            if each.mode != queue.ABSENT and each.seen_at < limits.seen_before:
                queue.end(connection, each, "abandoned", now)
            elif each.state == queue.OFFERED and self._took_too_long(each, limits):
                if each.to_be_dialled and each.seen_at < (each.accepted_at or now):
                    # It was the caller's own call that was to ring the agent.
                    queue.end(connection, each, "abandoned", now)
                else:
                    queue.back(connection, each, now, why="no-answer")
        for each in queue.in_state(connection, queue.TALKING):
            if _before(each.joined_at, limits.joined_before):
                queue.end(connection, each, "served", now)
        handing.lapse(connection, now, limits.offered_before)
        self._release(connection, limits, now)
        for agent in duty.everybody(connection):
            closed = _before(agent.seen_at, limits.page_before)
            if closed and agent.state in (duty.READY, duty.WRAPUP):
                duty.change(connection, agent.agent_id, duty.AWAY, now, why="page-closed")
        for entry_id in duty.over(connection, now):
            queue.wrapped(connection, entry_id, now)
        if self.returns is not None:
            self.returns.lapse(connection, now)

    @staticmethod
    def _took_too_long(each: queue.Entry, limits: queue.Limits) -> bool:
        """Whether an offer is over: nobody has taken it, and nothing has said so."""
        if each.mode != queue.CARRIER and each.accepted_at is None:
            return _before(each.offered_at, limits.offered_before)
        since = each.accepted_at or each.offered_at
        return _before(since, limits.offered_before + GRACE - PICKING_UP)

    @staticmethod
    def _release(connection: Connection, limits: queue.Limits, now: datetime) -> None:
        """Agents who are kept for nobody: the caller they were to take over has hung up."""
        for agent in duty.everybody(connection):
            if agent.state != duty.OFFERED or agent.entry_id is None:
                continue
            found = queue.by_id(connection, agent.entry_id)
            if found is None or (found.state == queue.DONE and agent.since < limits.offered_before):
                duty.change(connection, agent.agent_id, duty.READY, now, why="call")

    def _assign(self, connection: Connection, now: datetime) -> bool:
        """Offers; gives whether somebody is to be called by the worker."""
        absent = self.returns.ready(connection, now) if self.returns is not None else set()
        waiting = {
            each.id: each
            for each in queue.in_state(connection, queue.WAITING)
            if each.mode != queue.ABSENT or each.id in absent
        }
        agents = {a.agent_id: a for a in duty.everybody(connection) if a.state in duty.ON_DUTY}
        called = self._take_over(connection, waiting, agents, now)
        callers = (
            Caller(each.id, each.priority, each.entered_at, each.groups, each.wanted_id)
            for each in waiting.values()
        )
        on_duty = [
            Agent(each.agent_id, each.idle_since, each.groups, each.state == duty.READY)
            for each in agents.values()
        ]
        for found in assign(callers, on_duty, now):
            each = waiting[found.caller]
            called |= self._offer(connection, each, agents[found.agent], now)
        if self.returns is not None:
            called |= self.returns.place(connection, now)
        return called

    def _take_over(
        self,
        connection: Connection,
        waiting: dict[int, queue.Entry],
        agents: dict[int, duty.OnDuty],
        now: datetime,
    ) -> bool:
        """Offer callers who were handed on to whoever has said that they take over."""
        called = False
        for each, agent_id in handing.kept_for(list(waiting.values()), agents.values()):
            del waiting[each.id]
            called |= self._offer(connection, each, agents[agent_id], now, taken=True)
        return called

    def _offer(
        self,
        connection: Connection,
        each: queue.Entry,
        agent: duty.OnDuty,
        now: datetime,
        *,
        taken: bool = False,
    ) -> bool:
        """Offer a caller to an agent; gives whether the worker is to call the agent. ``taken``:
        the agent has said yes before."""
        token = queue.offer(connection, each.id, agent.agent_id, now)
        if token is None:
            return False
        if taken or (each.mode != queue.CARRIER and not agent.at_desk):
            # A telephone says by being picked up whether it takes the call.
            queue.accept(connection, token, now)
        if each.mode == queue.CARRIER:
            leg.ring(connection, self.keyring, each, token, now)
        return each.mode == queue.CARRIER


def _before(moment: datetime | None, limit: datetime) -> bool:
    return moment is not None and moment < limit
