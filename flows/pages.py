"""Long lists, spoken a page at a time.

    USES = Pages[Movement]("uses", lambda call, offset, limit: call.records.spending(…))
    EARLIER = Choice("medical.for_earlier", to="earlier", when=USES.has_more)

One row more than is spoken is read, to know whether there are others: asking again would cost as
much as the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flows.call import Call

Row = TypeVar("Row")


@dataclass(frozen=True)
class Pages(Generic[Row]):
    """A list that ``read(call, offset, limit)`` gives, newest first.

    Where the caller is in it is remembered under ``name`` until the flow is entered anew.
    """

    name: str
    read: Callable[[Call, int, int], Sequence[Row]]

    def first(self, call: Call, size: int) -> Sequence[Row]:
        """The first ``size`` rows."""
        self.begin(call)
        return self.next(call, size)

    def next(self, call: Call, size: int) -> Sequence[Row]:
        """The ``size`` rows after those spoken so far."""
        return self.take(call, self.read(call, self.spoken(call), size + 1), size)

    def take(self, call: Call, found: Sequence[Row], size: int) -> Sequence[Row]:
        """The first ``size`` of rows that were read already, with one more if there is one."""
        call.memo[self.name] = {
            "spoken": self.spoken(call) + len(found[:size]),
            "more": len(found) > size,
        }
        return found[:size]

    def begin(self, call: Call) -> None:
        """Nothing has been spoken, and nothing is known of others."""
        call.memo[self.name] = {"spoken": 0, "more": False}

    def spoken(self, call: Call) -> int:
        """How many rows have been spoken."""
        return int(call.memo[self.name]["spoken"])

    def has_more(self, call: Call) -> bool:
        """Whether there are rows after those spoken."""
        return bool(call.memo[self.name]["more"])
