"""Who is calling: the ID number, its last four read back, the PIN, and a first PIN replaced.

An ID number nobody has and a wrong PIN lead through the same steps and sound the same.
"""

from __future__ import annotations

from db import idnumber
from db.identity import Busy, Locked, Refused, Verified
from flows.call import Call
from flows.dialogue import RETURN, Again, Choice, Flow, Go, Moment, Utterance, again, go, say
from flows.digits import Digits
from flows.proof import Proof

flow = Flow("identify", proves=Proof.PIN)

ID_NUMBER = Digits(15, 18, wait=10, star_is_x=True)
PIN = Digits(6, 8, wait=7)


@flow.step(to=("id_number", "agent"))
def start(call: Call) -> Go:
    """A caller who was refused often enough is taken to a person, not asked again."""
    if call.refusals >= call.city.limits.per_call:
        return go("agent", say("identify.enough"))
    return go("id_number")


@flow.ask(
    ID_NUMBER,
    "identify.id_number",
    short="identify.id_number_short",
    wrong="identify.id_number_wrong",
    to="read_back",
)
def id_number(call: Call, typed: str) -> Go | Again:
    number = idnumber.parse(typed)
    if number is None or number.birth > call.now.date():
        return again("identify.id_number_wrong")
    call.memo["id_number"] = number.number
    return go("read_back")


@flow.menu(
    Choice("identify.right", to="recognised"),
    Choice("identify.retype", to="id_number"),
    level=False,
)
def read_back(call: Call) -> Utterance:
    return say("identify.ending", last_four=call.memo["id_number"][-4:])


@flow.step(to=("pin", RETURN))
def recognised(call: Call) -> Go:
    """For what only protects somebody, their registered mobile is proof enough."""
    if call.needed is Proof.MOBILE and call.recognise(call.memo["id_number"]):
        return go(RETURN)
    return go("pin")


@flow.ask(
    PIN,
    "identify.pin",
    short="identify.pin_short",
    wrong="identify.pin_too_short",
    to=("pin", "new_pin", "news", "agent", "welcome.menu"),
    alone={"2": "id_number"},
)
def pin(call: Call, typed: str) -> Go:
    match call.prove(call.memo["id_number"], typed):
        case Verified(person_id, one_time=True) as proven:
            call.memo.update(person=person_id, issued=typed, mobile=proven.mobile_ending)
            return go("new_pin", say("identify.one_time"))
        case Verified(person_id) as proven:
            call.verify(person_id, Proof.PIN, proven.mobile_ending)
            return go("news")
        case Locked(until):
            until = until.astimezone(call.city.tz)
            call.note("locked")
            return go("welcome.menu", say("identify.locked", on=until.date(), at=until.time()))
        case Busy():
            raise Moment
        case Refused():
            if call.refuse() >= call.city.limits.per_call:
                return go("agent", say("identify.refused"), say("identify.enough"))
            return go("pin", say("identify.refused"), say("identify.other_number"))


@flow.ask(
    PIN,
    "identify.new_pin",
    short="identify.new_pin_short",
    wrong="identify.pin_too_short",
    to="repeat_pin",
)
def new_pin(call: Call, typed: str) -> Go | Again:
    """An issued PIN opens nothing by itself: it is replaced by the caller's own first."""
    if typed == call.memo["issued"]:
        return again("identify.pin_is_issued")
    problem = call.identity.new_pin_problem(call.memo["id_number"], typed)
    if problem is not None:
        return again("identify.pin_refused", reason=f"pin.{problem}")
    call.memo["new_pin"] = typed
    return go("repeat_pin")


@flow.ask(
    PIN,
    "identify.repeat_pin",
    short="identify.repeat_pin_short",
    wrong="identify.pin_too_short",
    to=("news", "new_pin"),
)
def repeat_pin(call: Call, typed: str) -> Go:
    if typed != call.memo["new_pin"]:
        return go("new_pin", say("identify.pins_differ"))
    call.replace_pin(call.memo["person"], typed)
    call.verify(call.memo["person"], Proof.PIN, call.memo["mobile"])
    return go("news", say("identify.pin_replaced"))


@flow.step(to=RETURN)
def news(call: Call) -> Utterance | None:
    """The first sentence is the one that matters most; when there is none, none is spoken."""
    today = call.now.date()
    if missing := call.records.missing_contribution(today):
        if missing.kind == "owed":
            return say("identify.owed", period=missing.period, scheme=missing.scheme)
        return say("identify.missing", period=missing.period, scheme=missing.scheme)
    if "frozen" in call.records.card_statuses():
        return say("identify.card", status="card.frozen")
    if bill := call.records.rejected_bill(today):
        return say("identify.claim", on=bill.service_date, status=f"claim.{bill.status}")
    return None
