"""What carrying out means, for each kind of promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from db.outbox import Outbox, Taken
from ivr.texting.sender import PermanentError, Sender, status_url

Errand = Callable[[Taken], str]
"""Does it, and gives the carrier's name of it. Raises ``PermanentError`` or ``TemporaryError``."""


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
