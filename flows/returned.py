"""The line calls back at the time that was booked: whoever picks up is joined to a person.

A mailbox that picks up does nothing at all, and is let go.
"""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say

flow = Flow("returned", nobody="goodbye")


@flow.menu(
    Choice("returned.for_person", to="agent"),
    Choice("returned.other_time", to="callback"),
    Choice("returned.not_needed", to="not_needed"),
    level=False,
)
def returned(call: Call) -> Utterance:
    return say("returned.promised")


@flow.step(to="goodbye")
def not_needed(call: Call) -> None:
    """Nobody calls about it again."""
    call.also(call.services.tickets.called_back(call.id))
