"""A forgotten PIN: a code to the registered mobile, then a new PIN.

Whether an ID number is on record, and whether it has a mobile, is never told: everybody hears the
same words, and whoever got no code is taken to a person.
"""

from __future__ import annotations

from db.codes import Wanted
from flows.call import Call
from flows.code import CODE
from flows.dialogue import Choice, Flow, Go, Utterance, go, say
from flows.proof import Proof
from flows.questions import ask_id_number, ask_new_pin

flow = Flow("forgot")

ask_id_number(flow, to="send")


@flow.step(to=("answer", "agent"))
def send(call: Call) -> Go:
    """The limits hold for every ID number alike, and their sentence tells nothing of it."""
    found = call.identity.person(call.memo["id_number"])
    holder = found if found is not None and found.mobile else None
    person_id = holder.person_id if holder else None
    wanted = Wanted(call.id, call.memo["id_number"], call.number_index, person_id)
    if not call.codes.may_send(wanted, call.now):
        call.note("codes_used_up")
        return go("agent", say("code.enough"))
    code, write = call.codes.new(wanted)
    call.also(write)
    call.note("code_asked_for")
    if holder is not None and holder.mobile is not None:
        call.memo["mobile"] = holder.mobile[-4:]
        text = say("code.text", purpose="code.forgot", code=code)
        call.text(text, say("code.text_never"), to=holder.person_id)
    else:
        call.note("nobody_to_text")
    return go("answer", say("forgot.sent"))


@flow.ask(
    CODE,
    "code.question",
    short="code.question_short",
    wrong="code.too_short",
    to=("new_pin", "answer", "agent"),
    alone={"2": "send"},
)
def answer(call: Call, typed: str) -> Go:
    checked = call.codes.check(call.id, call.memo["id_number"], typed, call.now)
    call.also(checked.write)
    if checked.right:
        call.memo["person"] = checked.person_id
        return go("new_pin", say("code.right"))
    call.note("code_refused")
    if not checked.left:
        return go("agent", say("code.wrong"), say("identify.enough"))
    return go("answer", say("code.wrong"))


ask_new_pin(flow, lambda call: str(call.memo["id_number"]), to="confirm")


@flow.menu(
    Choice("pin.now", to="replace"),
    Choice("pin.not_now", to="card"),
    level=False,
    fresh=True,
)
def confirm(call: Call) -> Utterance:
    return say("pin.confirm")


@flow.step(to="identify.news")
def replace(call: Call) -> Utterance:
    """From here on as if the PIN had been typed, and back to whatever asked for it."""
    person_id, mobile = call.memo["person"], call.memo["mobile"]
    call.replace_pin(person_id, call.memo["new_pin"], reset=True)
    call.verify(person_id, Proof.PIN, mobile)
    call.memo.clear()
    call.note("pin_reset")
    call.text(say("pin.text", on=call.now.date(), at=call.now.time()))
    return say("identify.pin_replaced")
