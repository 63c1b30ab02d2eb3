"""Who gets whom: a pure decision.

Callers are served by priority, then by how long they have waited; a caller gets the agent who has
been idle the longest of those who can serve them. Nobody is overtaken without one of two reasons:
the other has a higher priority, or no free agent can serve the one who is overtaken yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

PATIENCE = timedelta(seconds=45)
"""How long a caller waits for the groups they want, while somebody of these is on duty."""


class Priority(IntEnum):
    """Whoever has the higher one is served first."""

    ORDINARY = 0
    SENIOR = 10
    """Took the senior's key."""
    RETURNED = 20
    """Was promised a call, and is on the line again or waits for it."""
    HANDED = 30
    """Was talking to an agent who has handed them on."""
    FIRST = 40
    """A supervisor wants them served before all others."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who waits. ``lane``: the groups they want, of which an agent should be in all;
    empty: anybody. ``wanted``: the one agent they were handed to."""

    id: int
    priority: int
    entered_at: datetime
    lane: frozenset[str] = frozenset()
    wanted: int | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody on duty. ``free``: they can be offered a caller now, idle since ``idle_since``."""

    id: int
    idle_since: datetime
    groups: frozenset[str] = frozenset()
    free: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """``caller`` is offered to ``agent``."""

    caller: int
    agent: int


def in_order(callers: Iterable[Caller]) -> list[Caller]:
    """Who is served first."""
    return sorted(callers, key=lambda c: (-c.priority, c.entered_at, c.id))


def assign(callers: Iterable[Caller], agents: Collection[Agent], now: datetime) -> list[Offer]:
    """Offers for callers who wait and agents who are free, both at most once.

    ``agents`` are all on duty: somebody who is busy still is worth waiting for a while.
    """
    free = sorted((a for a in agents if a.free), key=lambda a: (a.idle_since, a.id))
    offers = []
    for caller in in_order(callers):
        if not free:
            break
        chosen = _chosen(caller, free, agents, now)
        if chosen is not None:
            free.remove(chosen)
            offers.append(Offer(caller.id, chosen.id))
    return offers


def _chosen(
    caller: Caller, free: Iterable[Agent], on_duty: Collection[Agent], now: datetime
) -> Agent | None:
    """The longest idle of those who can serve ``caller``, or None."""
    able = [agent for agent in free if _serves(caller, agent, on_duty, now)]
    return min(able, key=lambda a: (a.idle_since, a.id), default=None)


def _serves(caller: Caller, agent: Agent, on_duty: Collection[Agent], now: datetime) -> bool:
    waits = now - caller.entered_at < PATIENCE
    if caller.wanted is not None and any(a.id == caller.wanted for a in on_duty):
        return agent.id == caller.wanted
    if caller.lane <= agent.groups:
        return True
    # Another agent will do when nobody who fits is here, or when it takes too long.
    return not (waits and any(caller.lane <= other.groups for other in on_duty))
