"""What the worker does for the agents' own calls: place them, and end those nobody needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from db.agents import Agents
from db.leg import Legs
from db.outbox import HUSH, Outbox, Taken
from db.queue import Queue
from ivr.queue.leg import PATH
from ivr.texting.sender import LegCaller, NotDoneError, PermanentError, TemporaryError


@dataclass(frozen=True)
class Ring:
    """Calls the agent who was offered a caller, for ``seconds``. ``clock`` gives aware moments.

    Each call is tried once: the caller is not kept waiting for a carrier that cannot be reached,
    and is brought to the agent by their own call instead.
    """

    outbox: Outbox
    legs: Legs
    queue: Queue
    agents: Agents
    caller: LegCaller
    base_url: str
    seconds: int
    dispatch: Callable[[], None]
    clock: Callable[[], datetime]

    def __call__(self, taken: Taken) -> str:
        token = self.outbox.body(taken)["token"]
        found = self.legs.find(token)
        if found is None or not found.waits:
            raise PermanentError("offer-over")
        target = self.agents.target(found.staff_number)
        if target is None:
            self._give_back(token, "removed")
            raise PermanentError("no-agent")
        answered = f"{self.base_url}{PATH}/{token}"
        try:
            sid = self.caller.ring(target, answered, f"{answered}/status", self.seconds)
        except TemporaryError as error:
            self.queue.dial_instead(token, self.clock())
            raise PermanentError(error.kind) from None
        except PermanentError:
            self._give_back(token, "unreached")
            raise
        if not self.legs.rung(token, sid):
            # Meanwhile the caller has gone.
            self._end(sid)
        return sid

    def _give_back(self, token: str, why: str) -> None:
        if self.legs.give_back(token, self.clock(), why):
            self.dispatch()

    def _end(self, sid: str) -> None:
        try:
            self.caller.end(sid)
        except NotDoneError:
            # Then it rings for as long as it was told to, and whoever picks up hears why.
            return


@dataclass(frozen=True)
class Hush:
    """Ends a call that rings an agent, or holds one, for nobody."""

    outbox: Outbox
    caller: LegCaller

    def __call__(self, taken: Taken) -> str:
        sid: str = self.outbox.body(taken)["sid"]
        try:
            self.caller.end(sid)
        except TemporaryError as error:
            # It is over by itself before there would be another try.
            raise PermanentError(error.kind) from None
        # The name of the call is that of the promise by which it was placed.
        return f"{HUSH}-{taken.id}"
