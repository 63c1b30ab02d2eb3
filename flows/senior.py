"""Older callers: in office hours a person at once; outside them, the line takes its time."""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import Flow, Go, go, say

flow = Flow("senior")


@flow.step(to=("agent", "welcome.menu"))
def older(call: Call) -> Go:
    if call.city.is_open(call.now):
        return go("agent")
    call.slow_down()
    return go("welcome.menu", say("senior.slow"))
