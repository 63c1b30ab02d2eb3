"""Who does what when: actors on one clock, the carrier's.

An actor is a generator that does something and yields for how many seconds it then does nothing.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random

from ivr.carrier.http import Carrier, Phone
from ivr.carrier.leg import Leg
from ivr.carrier.states import LegState

Actor = Iterator[float]
CALLED = "+8612333"
SOONEST = 0.01


@dataclass(frozen=True)
class People:
    """Whom callers may be: ID number, as it is typed, and PIN."""

    keys: str
    pin: str


@dataclass
class Tally:
    """What was done, as those who did it know: not what the line says of it."""

    calls: int = 0
    asked: int = 0
    """For a person."""
    joined: int = 0
    hung_up_waiting: int = 0
    errands: Counter[str] = field(default_factory=Counter)
    scores: Counter[int] = field(default_factory=Counter)


class Day:
    """``voice`` is the line's door (…/voice). ``answer`` plays whoever's telephone rings."""

    def __init__(
        self,
        carrier: Carrier,
        voice: str,
        people: Sequence[People],
        answer: Callable[[Day, Phone, Leg], Actor],
        seed: int,
    ) -> None:
        self.carrier = carrier
        self.people = people
        self.rng = Random(seed)  # noqa: S311 (nothing secret: the same day each time)
        self.tally = Tally()
        self._voice = voice
        self._answer = answer
        self._due: list[tuple[float, int, Actor]] = []
        self._nth = count()
        self._rung: set[str] = set()

    @property
    def now(self) -> float:
        """POSIX seconds."""
        return self.carrier.switchboard.now

    def comes(self, at: float, actor: Actor) -> None:
        """Let somebody begin at a moment."""
        heapq.heappush(self._due, (at, next(self._nth), actor))

    def run(self) -> None:
        """Let the day pass, until nobody does anything any more."""
        while self._due:
            at, _, actor = heapq.heappop(self._due)
            self.carrier.advance(max(0.0, at - self.now))
            try:
                wait = next(actor)
            except StopIteration:
                continue
            self.comes(self.now + max(wait, SOONEST), actor)

    def call(self, number: str) -> Phone:
        """Somebody calls."""
        self.tally.calls += 1
        phone = self.carrier.place(
            self._voice,
            CALLED,
            number,
            status_callback=f"{self._voice}/status",
            fallback_url=f"{self._voice}/fallback",
        )
        phone.dial()
        return phone

    def rings(self, phone: Phone) -> None:
        """Let whoever's telephone rings for this call hear it."""
        for leg in phone.legs:
            name = f"{phone.call.sid}/{leg.name}"
            if leg.state is LegState.RINGING and name not in self._rung:
                self._rung.add(name)
                self.comes(self.now + self.rng.uniform(1, 6), self._answer(self, phone, leg))
