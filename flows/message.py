"""A message: recorded, numbered, and answered by a date that is spoken."""

from __future__ import annotations

from datetime import date

from flows.call import Call
from flows.dialogue import Choice, Flow, Go, Recording, Utterance, go, say

flow = Flow("message", nobody="goodbye")


@flow.step(to="speak")
def promise(call: Call) -> Utterance:
    call.memo["empty"] = 0
    answered_on = call.city.working_days_later(call.now, call.city.promises.message)
    call.memo["answered_on"] = answered_on.isoformat()
    return say("message.promise", on=answered_on)


@flow.record("message.speak", most_seconds=120, to="kept", nothing="nothing")
def speak(call: Call, recording: Recording) -> Go:
    """Kept at once: whoever hangs up now has left their message."""
    answered_on = date.fromisoformat(call.memo["answered_on"])
    call.memo["number"] = call.open_ticket("message", recording, answered_on)
    return go("kept")


@flow.menu(
    Choice("message.something_else", to="welcome.menu"),
    Choice("message.all_done", to="goodbye"),
    level=False,
)
def kept(call: Call) -> Utterance:
    return say("message.kept", ticket=call.memo["number"], on=call.memo["answered_on"])


@flow.step(to=("speak", "still_there"))
def nothing(call: Call) -> Go:
    """Nobody spoke. Once more; then a question that a key can answer."""
    call.memo["empty"] += 1
    if call.memo["empty"] > 1:
        return go("still_there")
    return go("speak", say("message.not_heard"))


@flow.menu(
    Choice("message.once_more", to="promise"),
    Choice("message.something_else", to="welcome.menu"),
    level=False,
)
def still_there(call: Call) -> Utterance:
    """Whoever leaves this without an answer, three times, is not there: see docs/decisions/0007."""
    return say("message.nothing_kept")
