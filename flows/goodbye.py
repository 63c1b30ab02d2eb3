"""The end of a call that the caller is done with."""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import Flow, Utterance, say

flow = Flow("goodbye")


@flow.end
def goodbye(call: Call) -> Utterance:
    return say("goodbye.thanks")
