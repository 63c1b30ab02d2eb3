"""The line calls back, when an agent is kept for whoever wanted it. They hear by a code that it is
the line, and press a key to be joined.

A mailbox that picks up does nothing at all, and is let go.
"""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say
from flows.queue.assign import Priority

flow = Flow("returned", nobody="goodbye")


@flow.menu(
    Choice("returned.for_person", to="join"),
    Choice("returned.other_time", to="another"),
    Choice("returned.not_needed", to="not_needed"),
    level=False,
)
def returned(call: Call) -> Utterance:
    about = call.returned
    if about is None or about.code is None:
        return say("returned.promised")
    return say("returned.known", code=about.code)


@flow.step(to="agent.waiting")
def join(call: Call) -> None:
    """Whatever the hour is: somebody is kept for them."""
    call.hurry(Priority.RETURNED)


@flow.step(to="callback")
def another(call: Call) -> None:
    """The agent is free for somebody else; what was promised stays open until it is booked anew."""
    call.also(call.services.callbacks.withdraw(call.id))


@flow.step(to="goodbye")
def not_needed(call: Call) -> None:
    """Nobody calls about it again."""
    call.also(call.services.callbacks.withdraw(call.id))
    call.also(call.services.tickets.called_back(call.id))
