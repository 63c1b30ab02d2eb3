"""Who is calling: the ID number, its last four read back, the PIN, and a first PIN replaced.

An ID number nobody has and a wrong PIN lead through the same steps and sound the same.
"""

from __future__ import annotations

from datetime import timedelta

from db.identity import Busy, Locked, Refused, Verified
from flows.call import Call
from flows.cards import frozen_until
from flows.dialogue import RETURN, Choice, Flow, Go, Moment, Utterance, go, say
from flows.proof import Proof
from flows.questions import PIN, ask_id_number, ask_new_pin
from flows.verification import opened_for

flow = Flow("identify", proves=Proof.PIN)

EXPIRING = timedelta(hours=24)
"""How long before a freeze ends by itself its holder is told first of all."""


@flow.step(to=("id_number", "agent"))
def start(call: Call) -> Go:
    """A caller who was refused often enough is taken to a person, not asked again."""
    if call.refusals >= call.city.limits.per_call:
        return go("agent", say("identify.enough"))
    return go("id_number")


ask_id_number(flow, to="recognised")


@flow.step(to=("known_pin", RETURN))
def recognised(call: Call) -> Go:
    """For what only protects somebody, their registered mobile is proof enough."""
    if call.needed is Proof.MOBILE and call.recognise(call.memo["id_number"]):
        return go(RETURN)
    return go("known_pin")


@flow.ask(
    PIN,
    "identify.pin",
    short="identify.pin_short",
    wrong="identify.pin_too_short",
    to=("known_pin", "new_pin", "news", "agent", "welcome.menu"),
    alone={"2": "id_number", "3": "forgotten"},
)
def known_pin(call: Call, typed: str) -> Go:
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
            return go(
                "known_pin",
                say("identify.refused"),
                say("identify.other_number"),
                say("identify.forgotten"),
            )


@flow.step(to="forgot")
def forgotten(call: Call) -> None:
    """A PIN that nobody remembers need not be guessed at."""


# An issued PIN opens nothing by itself: it is replaced by the caller's own first.
ask_new_pin(flow, lambda call: str(call.memo["id_number"]), to="replaced")


@flow.step(to="news")
def replaced(call: Call) -> Utterance:
    call.replace_pin(call.memo["person"], call.memo.pop("new_pin"))
    call.verify(call.memo["person"], Proof.PIN, call.memo["mobile"])
    if call.mobile_ending:
        call.text(say("pin.text", on=call.now.date(), at=call.now.time()))
    return say("identify.pin_replaced")


@flow.step(to=(RETURN, "unusual"))
def news(call: Call) -> Go:
    """The first sentence is the one that matters most; when there is none, none is spoken."""
    today, cards = call.now.date(), call.cards
    until = frozen_until(call, cards)
    if until is not None and until - call.now <= EXPIRING:
        return go(RETURN, say("identify.thaws", on=until.date(), at=until.time()))
    if call.city.places and not call.city.serves(call.records.insured_place()):
        return go(RETURN, say("identify.elsewhere"))
    if missing := call.records.missing_contribution(today):
        call.memo["about"] = "contribution"
        if missing.kind == "owed":
            return go("unusual", say("identify.owed", period=missing.period, scheme=missing.scheme))
        return go("unusual", say("identify.missing", period=missing.period, scheme=missing.scheme))
    if until is not None:
        return go(RETURN, say("identify.frozen", on=until.date(), at=until.time()))
    if any(card.status == "frozen" for card in cards):
        return go(RETURN, say("identify.card", status="card.frozen"))
    if bill := call.records.rejected_bill(today):
        call.memo["about"] = "claim"
        rejected = say("identify.claim", on=bill.service_date, status=f"claim.{bill.status}")
        return go("unusual", rejected)
    return go(RETURN)


@flow.menu(
    Choice("identify.for_check", to="checked"),
    Choice("identify.go_on", to=RETURN),
    level=False,
    fresh=True,
)
def unusual(call: Call) -> None:
    """What is wrong has been said; one key has it checked."""


@flow.step(to=RETURN)
def checked(call: Call) -> Utterance:
    return opened_for(call, call.memo["about"])
