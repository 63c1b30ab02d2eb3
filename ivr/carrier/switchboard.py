"""The exchange that several calls share: one clock, and the queues between them.

A call made without one gets its own. What happens to a second call while the first is driven
waits in the second call's outbox: `PhoneCall.drain` hands it over.
"""

import hashlib
from typing import TYPE_CHECKING

from ivr.carrier.errors import CarrierMisuse

if TYPE_CHECKING:
    from ivr.carrier.dial_queue import DialQueue
    from ivr.carrier.player import PhoneCall
    from ivr.carrier.queue import Enqueue


class Queue:
    """Callers in the order they came, and agents in the order they became free."""

    def __init__(self, name: str, capacity: int) -> None:
        self.name = name
        self.capacity = capacity
        self.sid = "QU" + hashlib.sha256(name.encode()).hexdigest()[:32]
        self.waiting: list[Enqueue] = []
        self.agents: list[DialQueue] = []
        self._waits: list[int] = []

    @property
    def full(self) -> bool:
        """Whether nobody more may join."""
        return len(self.waiting) >= self.capacity

    @property
    def average_seconds(self) -> int:
        """The mean wait of those who have left, in whole seconds."""
        return sum(self._waits) // len(self._waits) if self._waits else 0

    def position(self, caller: "Enqueue") -> int:
        """Place in line, from 1; 0 once out of it."""
        return self.waiting.index(caller) + 1 if caller in self.waiting else 0

    def join(self, caller: "Enqueue") -> None:
        """To the end of the line."""
        self.waiting.append(caller)

    def forget(self, caller: "Enqueue") -> None:
        """Out of the line, wherever in it."""
        if caller in self.waiting:
            self.waiting.remove(caller)
            self._waits.append(caller.seconds)

    def match(self) -> bool:
        """Bring the first caller to the first free agent, if there are both."""
        if not self.waiting or not self.agents:
            return False
        caller, agent = self.waiting[0], self.agents.pop(0)
        self.forget(caller)
        agent.take(caller)
        caller.taken(agent)
        return True


class Switchboard:
    """See the module. `now` is seconds, POSIX time if the driver wants true Timestamps.

    `calls` are those that something can still happen to.
    """

    def __init__(self, clock: float = 0.0) -> None:
        self.now = clock
        self.calls: list[PhoneCall] = []
        self.queues: dict[str, Queue] = {}

    def queue(self, name: str, capacity: int = 1000) -> Queue:
        """The queue of this name; made when it is first asked for."""
        return self.queues.setdefault(name, Queue(name, capacity))

    @property
    def next_event_at(self) -> float | None:
        """When something will happen by itself on any call."""
        times = (call.next_event_at for call in self.calls)
        return min((t for t in times if t is not None), default=None)

    def advance(self, seconds: float) -> None:
        """Turn the clock for every call; what is due happens in order, at its own moment."""
        if not 0 <= seconds < float("inf"):
            raise CarrierMisuse("time only goes forward")
        target = self.now + seconds
        while True:
            due = [(c.next_event_at, c) for c in self.calls if c.next_event_at is not None]
            if not due:
                break
            at, call = min(due, key=lambda pair: pair[0] or 0.0)
            if at is None or at > target:
                break
            self.now = max(self.now, at)
            call.wake()
        self.now = target
        self.calls = [call for call in self.calls if not call.over or call.requests]

    def close_queue(self, name: str, result: str = "system-error") -> None:
        """Throw everybody out of a queue, as an operator or a breakdown of the carrier would."""
        for caller in list(self.queue(name).waiting):
            caller.remove(result)
