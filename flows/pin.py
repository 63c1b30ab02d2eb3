"""The PIN is changed: the old one once more, the new one twice, and a key that says so.

The old one is asked although the caller has just given it: a telephone may change hands.
"""

from __future__ import annotations

from db.identity import Busy, Locked, Refused, Verified
from flows.call import Call
from flows.dialogue import Choice, Flow, Go, Moment, Utterance, go, say
from flows.proof import Proof
from flows.questions import PIN, ask_new_pin

flow = Flow("pin", needs=Proof.PIN)


@flow.ask(
    PIN,
    "pin.old",
    short="pin.old_short",
    wrong="identify.pin_too_short",
    to=("new_pin", "old", "agent", "welcome.menu"),
)
def old(call: Call, typed: str) -> Go:
    match call.prove(own_number(call), typed):
        case Verified():
            return go("new_pin")
        case Locked(until):
            until = until.astimezone(call.city.tz)
            call.note("locked")
            return go("welcome.menu", say("identify.locked", on=until.date(), at=until.time()))
        case Busy():
            raise Moment
        case Refused():
            if call.refuse() >= call.city.limits.per_call:
                return go("agent", say("pin.wrong"), say("identify.enough"))
            return go("old", say("pin.wrong"))


def own_number(call: Call) -> str:
    return call.identity.id_number(call.holder)


ask_new_pin(flow, own_number, to="confirm")


@flow.menu(
    Choice("pin.now", to="change"),
    Choice("pin.not_now", to="card"),
    level=False,
    fresh=True,
)
def confirm(call: Call) -> Utterance:
    return say("pin.confirm")


@flow.step(to="changed")
def change(call: Call) -> None:
    call.replace_pin(call.holder, call.memo.pop("new_pin"))
    if call.mobile_ending:
        call.text(say("pin.text", on=call.now.date(), at=call.now.time()))


@flow.menu(
    Choice("card.back", to="card"),
    Choice("card.all_done", to="goodbye"),
    level=False,
)
def changed(call: Call) -> Utterance:
    return say("identify.pin_replaced")
