"""A caller who waits for a person keeps their place, and is called back when it is their turn."""

from __future__ import annotations

from flows.call import Call
from flows.dialogue import Choice, Flow, Utterance, say
from flows.recorded import texted

flow = Flow("keep")

LATEST_DAYS = 1
"""Working days until it is their turn, at the latest: the date that is spoken."""


@flow.step(to="kept")
def keep(call: Call) -> None:
    """Kept at once: whoever hangs up now is called back."""
    by = call.city.working_days_later(call.now, LATEST_DAYS)
    code = call.services.new_code()
    number = call.open_ticket("callback", None, by, code=code)
    call.also(call.services.callbacks.keep(call.id, number, call.place))
    call.memo.update(number=number, code=code, by=by.isoformat())
    if call.mobile_ending:
        call.text(*receipt(call))


@flow.menu(
    Choice("message.something_else", to="welcome.menu"),
    Choice("message.all_done", to="goodbye"),
    level=False,
)
def kept(call: Call) -> list[Utterance]:
    return [*receipt(call), *texted(call)]


def receipt(call: Call) -> list[Utterance]:
    memo = call.memo
    return [
        say("keep.kept", on=memo["by"]),
        say("keep.number", ticket=memo["number"]),
        say("keep.code", code=memo["code"]),
    ]
