"""What carrying out means, for each kind of promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.callbacks import Wanted
from db.outbox import Outbox, Taken
from ivr.texting.sender import Caller, PermanentError, Sender, status_url

Errand = Callable[[Taken], str]
"""Does it, and gives the carrier's name of it. Raises ``PermanentError`` or ``TemporaryError``."""


class NotYetError(Exception):
    """Its turn has not come, and nothing was tried: ``wait`` says when to look again."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


LATEST = timedelta(hours=1)
"""A callback that is later than this is no longer made by itself."""


@dataclass(frozen=True)
class Texts:
    """Text messages, to the mobile that is registered when they are sent."""

    outbox: Outbox
    sender: Sender
    base_url: str

    def __call__(self, taken: Taken) -> str:
        mobile = self.outbox.mobile_of(taken.person_id)
        if mobile is None:
            raise PermanentError("no-mobile")
        words = self.outbox.body(taken)["text"]
        return self.sender.send(mobile, words, status_url(self.base_url, taken.id))


@dataclass(frozen=True)
class Callbacks:
    """Calls at the time that was booked, to the number that called, or to the registered mobile
    where it was withheld. ``clock`` gives aware moments."""

    outbox: Outbox
    wanted: Callable[[str], Wanted | None]
    caller: Caller
    base_url: str
    clock: Callable[[], datetime]

    def __call__(self, taken: Taken) -> str:
        if self.clock() > taken.due_at + LATEST:
            # Nobody waits for it any more, and it may be night: an agent sees the ticket.
            raise PermanentError("too-late")
        ticket = self.wanted(self.outbox.body(taken)["ticket"])
        if ticket is None or not ticket.is_open:
            raise PermanentError("ticket-done")
        number = ticket.number or self.outbox.mobile_of(taken.person_id)
        if number is None:
            raise PermanentError("no-number")
        voice = f"{self.base_url}/voice"
        return self.caller.place(
            number, f"{voice}/placed", f"{voice}/fallback", f"{voice}/status?of={taken.id}"
        )
