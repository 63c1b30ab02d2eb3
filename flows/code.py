"""A one-time code: sent to the registered mobile, typed back in the same call.

It proves that the caller holds the mobile as well as the PIN. Where the PIN itself was set by such
a code a short while ago, a second one would prove nothing new.
"""

from __future__ import annotations

from datetime import timedelta

from db import codes
from db.codes import Wanted
from flows.call import Call
from flows.dialogue import RETURN, Flow, Go, go, say
from flows.digits import Digits
from flows.proof import Proof

flow = Flow("code", needs=Proof.PIN, proves=Proof.CODE)

CODE = Digits(codes.LENGTH, codes.LENGTH, wait=20)
"""Long waits: the message has to arrive, and to be found on the telephone in the hand."""
AFTER_RESET = timedelta(hours=24)
"""How long after a forgotten PIN was replaced by a code another code proves nothing more."""


@flow.step(to=("send", "agent"))
def start(call: Call) -> Go:
    if not call.mobile_ending:
        return go("agent", say("code.no_mobile"))
    reset_at = call.identity.reset_at(call.holder)
    if reset_at is not None and call.now - reset_at < AFTER_RESET:
        call.note("code_proves_nothing")
        return go("agent", say("code.pin_reset"))
    return go("send")


@flow.step(to=("answer", "agent"))
def send(call: Call) -> Go:
    id_number = call.identity.id_number(call.holder)
    wanted = Wanted(call.id, id_number, call.number_index, call.holder)
    if not call.codes.may_send(wanted, call.now):
        call.note("codes_used_up")
        return go("agent", say("code.enough"))
    code, write = call.codes.new(wanted)
    call.also(write)
    call.note("code_sent")
    purpose = f"code.{call.errand}"
    call.text(say("code.text", purpose=purpose, code=code), say("code.text_never"))
    return go("answer", say("code.sent", mobile=call.mobile_ending))


@flow.ask(
    CODE,
    "code.question",
    short="code.question_short",
    wrong="code.too_short",
    to=(RETURN, "answer", "agent"),
    alone={"2": "send"},
)
def answer(call: Call, typed: str) -> Go:
    id_number = call.identity.id_number(call.holder)
    checked = call.codes.check(call.id, id_number, typed, call.now)
    call.also(checked.write)
    if checked.right:
        call.verify(call.holder, Proof.CODE, call.mobile_ending)
        return go(RETURN, say("code.right"))
    call.note("code_refused")
    if not checked.left:
        return go("agent", say("code.wrong"), say("identify.enough"))
    return go("answer", say("code.wrong"))
