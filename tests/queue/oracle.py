"""The rules of waiting once more, written down from their description and not from the code."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from flows.queue.assign import Agent, Caller

A_WHILE = timedelta(seconds=45)


def may_take(caller: Caller, agent: Agent, on_duty: Collection[Agent], now: datetime) -> bool:
    """Whether an agent may be offered a caller.

    Who was handed to somebody on duty gets nobody else. Others get whoever is in all groups they
    want; and anybody, when nobody on duty is, or when they have waited for a while.
    """
    everybody = {other.id for other in on_duty}
    if caller.wanted in everybody:
        return agent.id == caller.wanted
    fitting = {other.id for other in on_duty if all(g in other.groups for g in caller.lane)}
    if agent.id in fitting or not fitting:
        return True
    return now >= caller.entered_at + A_WHILE
