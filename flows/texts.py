"""What is on record as text messages, to the registered mobile and to no other; last year's
statement is heard here, too."""

from __future__ import annotations

from flows import benefits, contributions, insurance, medical
from flows.call import Call
from flows.dialogue import Choice, Flow, Said, Utterance, say, spoken
from flows.proof import Proof

flow = Flow("texts", needs=Proof.PIN)


def has_mobile(call: Call) -> bool:
    return bool(call.mobile_ending)


@flow.menu(
    Choice("texts.for_statement", to="statement"),
    Choice("texts.for_medical", to="send_medical", when=has_mobile),
    Choice("texts.for_contributions", to="send_contributions", when=has_mobile),
    Choice("texts.for_insurance", to="send_insurance", when=has_mobile),
    Choice("texts.for_benefits", to="send_benefits", when=has_mobile),
)
def menu(call: Call) -> Utterance:
    if has_mobile(call):
        return say("texts.mobile", mobile=call.mobile_ending)
    return say("engine.no_mobile")


@flow.step(to="menu")
def send_medical(call: Call) -> Utterance:
    return sent(call, medical.balance(call))


@flow.step(to="menu")
def send_contributions(call: Call) -> Utterance:
    return sent(call, contributions.latest(call))


@flow.step(to="menu")
def send_insurance(call: Call) -> Utterance:
    return sent(call, insurance.enrolments(call))


@flow.step(to="menu")
def send_benefits(call: Call) -> Utterance:
    return sent(call, benefits.latest(call))


def sent(call: Call, said: Said) -> Utterance:
    """The same sentences that would have been spoken, as one message."""
    call.text(*spoken(said))
    return say("texts.sent", mobile=call.mobile_ending)
