"""What carrying out means, for each kind of promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from db.dialling import Wanted
from db.outbox import Outbox, Taken
from ivr.texting.sender import Caller, PermanentError, Sender, TemporaryError, status_url

Errand = Callable[[Taken], str]
"""Does it, and gives the carrier's name of it. Raises ``PermanentError`` or ``TemporaryError``."""


class NotYetError(Exception):
    """Its turn has not come, and nothing was tried: ``wait`` says when to look again."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


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
    """Calls to those for whom an agent is kept: to the number that called, or to the registered
    mobile where it was withheld.

    Each is tried once: the agent is not kept for a carrier that cannot be reached.
    """

    outbox: Outbox
    wanted: Callable[[str], Wanted | None]
    caller: Caller
    base_url: str
    refused: Callable[[str, str], None]
    """Told that an offer's caller cannot be called, and why."""
    put_off: Callable[[str], None]
    """Told that an offer's caller could not be called now."""

    def __call__(self, taken: Taken) -> str:
        token = self.outbox.body(taken)["token"]
        found = self.wanted(token)
        if found is None:
            raise PermanentError("offer-over")
        number = found.number or self.outbox.mobile_of(found.person_id)
        if number is None:
            self.refused(token, "no-number")
            raise PermanentError("no-number")
        voice, of = f"{self.base_url}/voice", f"of={taken.id}"
        try:
            return self.caller.place(
                number, f"{voice}/placed?{of}", f"{voice}/fallback", f"{voice}/status?{of}"
            )
        except PermanentError as error:
            self.refused(token, error.kind)
            raise
        except TemporaryError as error:
            self.put_off(token)
            raise PermanentError(error.kind) from None
