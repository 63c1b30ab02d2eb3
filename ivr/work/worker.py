"""Takes one promise, has it carried out, writes down how it ended.

A worker may be killed at any point. Before the carrier has said yes nothing has happened, and when
the lease is over the promise is taken again. After the yes and before it is written down a second
message can go out: the carrier knows no key by which it would see that it is the same. No other
point loses or doubles anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from db.outbox import KEPT, Outbox, Taken
from ivr import logs
from ivr.texting.sender import PermanentError, TemporaryError
from ivr.work.errands import Errand, NotYetError

LEASE = timedelta(seconds=60)
"""Longer than any errand takes: a carrier is listened to for ten seconds."""
WAITS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""Before each next try; after the last of them it has failed."""
JITTER = 0.2
"""Waits differ by up to so much, so that what failed together does not come back together."""


@dataclass(frozen=True)
class Carried:
    """One promise was dealt with. ``wait``: until it is due again, when it could not be done."""

    wait: timedelta | None = None


@dataclass(frozen=True)
class Worker:
    """Carries out promises. ``errands`` by kind: those without one wait. ``clock`` gives aware
    moments."""

    outbox: Outbox
    errands: Mapping[str, Errand]
    clock: Callable[[], datetime]
    lease: timedelta = LEASE
    before: Callable[[], None] = lambda: None
    """Done at every look, before anything is taken."""
    also_forget: Callable[[], None] = lambda: None
    """Done once a day, beside what the outbox forgets."""
    rng: Random = field(default_factory=Random)

    def carry_out(self) -> Carried | None:
        """Deal with what has been due the longest; None when nothing is."""
        if not self.errands:
            return None
        self.before()
        taken = self.outbox.take(list(self.errands), self.clock(), self.lease)
        if taken is None:
            return None
        if taken.tries > len(WAITS) + 1:
            # It was taken and never heard of again each time: it may be what kills the workers.
            return self._failed(taken, "gave-up")
        try:
            sid = self.errands[taken.kind](taken)
        except NotYetError as error:
            self.outbox.put_off(taken, self.clock() + error.wait)
            return Carried(error.wait)
        except PermanentError as error:
            return self._failed(taken, error.kind)
        except TemporaryError as error:
            return self._again(taken, error.kind)
        except Exception as error:
            logs.log.error("a promise could not be carried out", entry=taken.id, exc_info=True)
            return self._again(taken, type(error).__name__)
        self.outbox.sent(taken, sid, self.clock())
        logs.log.info("sent", entry=taken.id, kind=taken.kind, tries=taken.tries)
        return Carried()

    def forget(self) -> int:
        """Delete what was done long ago; gives how much."""
        self.also_forget()
        return self.outbox.forget(self.clock() - KEPT)

    def _failed(self, taken: Taken, error: str) -> Carried:
        self.outbox.failed(taken, error, self.clock())
        logs.log.warning("failed", entry=taken.id, kind=taken.kind, why=error, tries=taken.tries)
        return Carried()

    def _again(self, taken: Taken, error: str) -> Carried:
        if taken.tries > len(WAITS):
            return self._failed(taken, error)
        wait = WAITS[taken.tries - 1] * self.rng.uniform(1 - JITTER, 1 + JITTER)
        self.outbox.again(taken, error, self.clock() + wait)
        logs.log.warning("put off", entry=taken.id, kind=taken.kind, why=error, tries=taken.tries)
        return Carried(wait)
