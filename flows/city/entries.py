"""The tables of a profile, beside hours and calendar."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from pydantic import Field

from flows.city.entry import Entry, Positive
from flows.city.hours import Span, Spans

GroupName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,23}$")]


class Promises(Entry):
    """Working days until an answer: the date that is spoken."""

    message: Positive
    """After a message."""
    complaint: Positive = 5
    """After a complaint."""
    verification: Positive = 5
    """After a caller reported that a contribution is missing."""


class Card(Entry):
    """The social-security card."""

    freeze_days: Annotated[int, Field(ge=1, le=90)] = 7
    """Days until a freeze by telephone ends by itself."""


class Callback(Entry):
    """Callbacks that are booked: when the line is open, and within spans."""

    minutes: Annotated[int, Field(ge=10, le=240)] = 30
    """Length of a slot."""
    capacity: Positive = 2
    """Callbacks that can be kept in one slot."""
    days: Annotated[int, Field(ge=1, le=30)] = 5
    """How many days ahead slots are offered."""
    spans: Spans = (Span(start=time(8), end=time(20)),)
    """Times of day at which nobody minds being called."""


class AgentRules(Entry):
    """Who is rung, and for how long."""

    ring: Annotated[int, Field(ge=5, le=120)]
    """Seconds the line rings an agent before it tries the next."""
    wrapup: Annotated[int, Field(ge=0, le=600)] = 60
    """Seconds after a call in which an agent is offered no other."""
    groups: dict[GroupName, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(default={})
    """Groups of agents, each with the errands whose callers are offered to it first, and the
    languages."""

    def groups_for(self, errand: str) -> tuple[str, ...]:
        """The groups that are offered a caller who comes from errand, or speaks a language."""
        return tuple(name for name, errands in self.groups.items() if errand in errands)


class Limits(Entry):
    """Tries at the PIN."""

    per_call: Positive
    """Refused PINs in a call that lead to a person."""
    record_failures: Positive
    """Failures on one record within window that lock its access by telephone."""
    number_failures: Positive
    """Failures from one calling number within window that lock it."""
    number_records: Positive
    """Different records asked for from one calling number within window."""
    window: Positive
    """Hours."""
    lock: Positive
    """Hours."""
