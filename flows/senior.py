"""Older callers: in office hours a person at once; outside them, the line takes its time, or
somebody calls back."""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import Choice, Flow, Go, go, say
from flows.queue.assign import Priority

flow = Flow("senior")


@flow.step(to=("agent", "closed"))
def older(call: Call) -> Go:
    if call.city.is_open(call.now):
        call.hurry(Priority.SENIOR)
        return go("agent")
    call.slow_down()
    return go("closed", say("senior.slow"))


@flow.menu(
    Choice("senior.for_slow", to="welcome.menu"),
    Choice("senior.for_callback", to="callback"),
    level=False,
)
def closed(call: Call) -> None:
    """Nobody answers now; both ways go slowly."""
